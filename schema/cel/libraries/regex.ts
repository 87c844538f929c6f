// Searching with regular expressions, as Kubernetes adds it to CEL.
import type { Library } from './library.js';

export const REGEX: Library = {
  find: {
    string_find_string: 'string.(string) -> string',
  },
  findAll: {
    string_find_all_string: 'string.(string) -> list(string)',
    string_find_all_string_int: 'string.(string, int) -> list(string)',
  },
};
