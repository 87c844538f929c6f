// All functions by the ids of their overloads.
import { AUTHORIZATION } from './authorization.js';
import { CONVERSIONS } from './conversions.js';
import { NAMED_FORMATS } from './formats.js';
import type { Implementations } from './implementation.js';
import { ADDRESSES } from './ip.js';
import { LISTS } from './lists.js';
import { OPTIONALS } from './optionals.js';
import { QUANTITIES } from './quantity.js';
import { REGEX } from './regex.js';
import { SEMVERS } from './semver.js';
import { STRINGS } from './strings.js';
import { TIMES } from './times.js';
import { URLS } from './urls.js';

export const FUNCTIONS: Implementations = {
  ...CONVERSIONS,
  ...TIMES,
  ...STRINGS,
  ...REGEX,
  ...LISTS,
  ...OPTIONALS,
  ...QUANTITIES,
  ...SEMVERS,
  ...ADDRESSES,
  ...URLS,
  ...NAMED_FORMATS,
  ...AUTHORIZATION,
  not_strictly_false: value => value !== false,
  __not_strictly_false__: value => value !== false,
};
