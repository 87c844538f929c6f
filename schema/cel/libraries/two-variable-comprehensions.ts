// What the macros with two variables that make maps call.
import type { Library } from './library.js';

export const TWO_VARIABLE_COMPREHENSIONS: Library = {
  'cel.@mapInsert': {
    '@mapInsert_map_key_value': '(map(K, V), K, V) -> map(K, V)',
    '@mapInsert_map_map': '(map(K, V), map(K, V)) -> map(K, V)',
  },
};
