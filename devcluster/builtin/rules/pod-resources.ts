// What containers, and Pods as a whole, ask for and are held to.

import { parseQuantity } from '../../../scalars/quantity.js';
import { qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, text } from '../draft.js';

/** Source: `ValidateResourceRequirements`; what of it is about claims of devices is not checked. */
export function resourceProblems(resources: Draft, path: string, ofPod = false): readonly FieldError[] {
  const limits = child(resources, 'limits') ?? {};
  const requests = child(resources, 'requests') ?? {};
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  const bare = names.some(isLargePage) && !names.some(name => name === 'cpu' || name === 'memory');
  return [
    ...amountProblems(limits, `${path}.limits`, ofPod),
    ...amountProblems(requests, `${path}.requests`, ofPod),
    ...Object.entries(requests).flatMap(([name, value]) => boundProblems(name, String(value), limits, path)),
    ...(bare ? [forbidden(path, 'HugePages require cpu or memory')] : []),
  ];
}

/** What running the Pod takes by itself. The real server speaks of it as of limits. */
export function overheadProblems(overhead: Draft, path: string): readonly FieldError[] {
  return resourceProblems({ limits: overhead }, path);
}

function amountProblems(list: Draft, path: string, ofPod: boolean): readonly FieldError[] {
  return Object.entries(list).flatMap(([name, value]) => {
    const at = `${path}[${name}]`;
    const amount = nanos(value);
    const parts = (isExtended(name) || WHOLE.has(name)) && amount % ONE !== 0n;
    const size = isLargePage(name) ? nanos(name.slice(LARGE_PAGE.length)) : ONE;
    return [
      ...(ofPod ? podNameProblems(name, at) : nameProblems(name, at)),
      ...(amount < 0n ? [invalid(at, value, 'must be greater than or equal to 0')] : []),
      ...(parts ? [invalid(at, value, 'must be an integer')] : []),
      ...(isLargePage(name) && (size <= 0n || amount % size !== 0n)
        ? [invalid(at, value, `${value} is not positive integer multiple of ${name}`)]
        : []),
    ];
  });
}

function boundProblems(name: string, value: string, limits: Draft, path: string): readonly FieldError[] {
  const limit = limits[name];
  const shared = isNative(name) && !isLargePage(name);
  if (limit === undefined) {
    return shared ? [] : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const [asked, most] = [nanos(value), nanos(limit)];
  if (!shared && asked !== most)
    return [invalid(`${path}.requests`, value, `must be equal to ${name} limit of ${limit}`)];
  if (asked <= most) return [];
  return [invalid(`${path}.requests`, value, `must be less than or equal to ${name} limit of ${limit}`)];
}

function podNameProblems(name: string, path: string): readonly FieldError[] {
  const problems = anyNameProblems(name);
  if (problems.length > 0) return problems.map(problem => invalid(path, name, problem));
  return isOfPods(name) ? [] : [notSupported(path, name, ['cpu', LARGE_PAGE, 'memory'])];
}

function anyNameProblems(name: string): readonly string[] {
  const wrong = qualifiedNameProblems(name);
  return wrong.length > 0 || isKnown(name) ? wrong : ['must be a standard resource type or fully qualified'];
}

function nameProblems(name: string, path: string): readonly FieldError[] {
  const problems = anyNameProblems(name);
  if (!name.includes('/')) {
    const fits = OF_CONTAINERS.has(name) || isLargePage(name);
    return [...problems, ...(fits ? [] : ['must be a standard resource for containers'])].map(each =>
      invalid(path, name, each),
    );
  }
  const odd = !isNative(name) && !isExtended(name);
  return [...problems, ...(odd ? ["doesn't follow extended resource name standard"] : [])].map(each =>
    invalid(path, name, each),
  );
}

const LARGE_PAGE = 'hugepages-';
const ONE = 1_000_000_000n;
const OF_CONTAINERS = new Set(['cpu', 'memory', 'ephemeral-storage']);
/** Of quotas: numbers of objects. */
const WHOLE = new Set([
  ...['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers'],
]);
/** Of quotas and of claims: known, and not for containers. */
const OF_OTHERS = new Set([
  ...[...OF_CONTAINERS, 'storage'].flatMap(name => [`requests.${name}`, `limits.${name}`]),
  'storage',
  ...WHOLE,
]);

function isKnown(name: string): boolean {
  return name.includes('/') || isLargePage(name) || OF_CONTAINERS.has(name) || OF_OTHERS.has(name);
}

function isOfPods(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isLargePage(name);
}

function isLargePage(name: string): boolean {
  return name.startsWith(LARGE_PAGE);
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** What a device plugin offers: `example.com/gpu`. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedNameProblems(`requests.${name}`).length === 0;
}

function nanos(value: unknown): bigint {
  return parseQuantity(String(value))?.nanos ?? 0n;
}

/** Amounts of bytes that are no whole number of them; `text` is what is warned of them. */
export function brokenBytes(list: Draft | undefined): readonly (readonly [name: string, text: string])[] {
  return ['memory', 'ephemeral-storage', 'storage'].flatMap(name => {
    const value = text(list, name);
    if (value === '' || nanos(value) % ONE === 0n) return [];
    return [[name, `fractional byte value ${JSON.stringify(value)} is invalid, must be an integer`] as const];
  });
}
