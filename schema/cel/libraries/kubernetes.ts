// The libraries that rules of CustomResourceDefinitions may use on Kubernetes 1.36: those of its compatibility version, 1.35,
// which for stored rules are the same. Their order is the order in which the overloads of one function are tried.
import { AUTHORIZER } from './authorizer.js';
import { CIDR } from './cidr.js';
import { COMPARISONS } from './comparisons.js';
import { FORMATS } from './formats.js';
import { IP } from './ip.js';
import { KUBERNETES_LISTS } from './kubernetes-lists.js';
import type { Library } from './library.js';
import { LISTS } from './lists.js';
import { OPERATORS } from './operators.js';
import { OPTIONALS } from './optionals.js';
import { QUANTITY } from './quantity.js';
import { REGEX } from './regex.js';
import { SEMVER } from './semver.js';
import { SETS } from './sets.js';
import { STANDARD } from './standard.js';
import { STRINGS } from './strings.js';
import { TIMES } from './times.js';
import { TWO_VARIABLE_COMPREHENSIONS } from './two-variable-comprehensions.js';
import { URLS } from './urls.js';

export const KUBERNETES_LIBRARIES: readonly Library[] = [
  OPERATORS,
  COMPARISONS,
  STANDARD,
  TIMES,
  URLS,
  REGEX,
  KUBERNETES_LISTS,
  AUTHORIZER,
  OPTIONALS,
  QUANTITY,
  STRINGS,
  SETS,
  IP,
  CIDR,
  FORMATS,
  TWO_VARIABLE_COMPREHENSIONS,
  SEMVER,
  LISTS,
];
