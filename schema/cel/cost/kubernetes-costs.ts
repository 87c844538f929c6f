// The costs of functions of Kubernetes' libraries, and of those of cel-go for which Kubernetes has costs of its own. By function.
import type { CelType } from '../cel-type.js';
import { sameType } from '../types/format-type.js';
import { type Call, type CallCost, type Operand, sizeInCall } from './operand.js';
import { copiedWith, NOWHERE } from './path.js';
import { exactly, plus, type Range, scaled, times } from './range.js';
import { replaceSize } from './replace-size.js';
import { patternCost, TRAVERSAL } from './standard-costs.js';

/** Undefined for calls of which it knows no cost. */
export function kubernetesCost(call: Call): CallCost | undefined {
  if (call.function === '_==_') return equalityCost(call);
  const fixed = FIXED.get(call.function);
  if (fixed !== undefined) return { cost: exactly(fixed) };
  const { target, arguments: args } = call;
  const [first] = args;
  const size = (operand: Operand): Range => sizeInCall(operand, call);
  switch (call.function) {
    case 'fieldSelector':
    case 'labelSelector':
      return args.length === 1 && first !== undefined ? { cost: selectorCost(size(first)) } : undefined;
    case 'isSorted':
    case 'sum':
    case 'max':
    case 'min':
    case 'indexOf':
    case 'lastIndexOf':
      return target && { cost: walkCost(target, call) };
    case 'url':
    case 'jsonpatch.escapeKey':
      return first && { cost: scaled(size(first), TRAVERSAL), size: size(first) };
    case 'lowerAscii':
    case 'upperAscii':
    case 'substring':
    case 'trim':
      return target && { cost: scaled(size(target), TRAVERSAL), size: size(target) };
    case 'replace': {
      const [from, to] = args;
      if (target === undefined || from === undefined || to === undefined) return undefined;
      const cost = scaled(size(target), 2 * TRAVERSAL);
      return { cost, size: replaceSize(size(target), size(from), size(to)) };
    }
    case 'split':
      return target && { cost: scaled(size(target), 2 * TRAVERSAL), size: splitSize(size(target), args[1]) };
    case 'join':
      return target && joinCost(target, first, call);
    case 'find':
    case 'findAll':
      if (target === undefined || first === undefined) return undefined;
      return { cost: patternCost(size(target), size(first)), size: { min: 0n, max: size(target).max } };
    case 'ip':
      if (call.overload === 'cidr_ip') return { cost: exactly(1) };
      return first && { cost: scaled(size(first), TRAVERSAL) };
    case 'cidr':
    case 'isIP':
    case 'isCIDR':
    case 'quantity':
    case 'isQuantity':
    case 'semver':
    case 'isSemver':
      return first && { cost: scaled(size(first), TRAVERSAL) };
    case 'ip.isCanonical':
      return first && { cost: scaled(size(first), 2 * TRAVERSAL) };
    case 'containsIP':
    case 'containsCIDR':
      return first && { cost: containsCost(first, call) };
    case 'validate':
      return first && { cost: scaled(scaled(size(first), TRAVERSAL), FORMAT_PATTERN) };
    default:
      return undefined;
  }
}

/** The longest pattern of a format counts as one of 128 characters. */
const FORMAT_PATTERN = 32;

const ONE =
  'serviceAccount path group resource subresource namespace name allowed reason error errored masked prefixLength family ' +
  'isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast format.named sign asInteger isInteger ' +
  'asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch getScheme getHostname getHost getPort ' +
  'getEscapedPath getQuery';

const FIXED: ReadonlyMap<string, number> = new Map([
  // So high that an expression can ask twice.
  ['check', 350_000],
  ...ONE.split(' ').map((name): [string, number] => [name, 1]),
]);

/** A requirement takes two characters or more, and is kept as a list and an object. */
function selectorCost(length: Range): Range {
  const requirements = scaled(scaled(length, 0.5), 50);
  return plus(plus(exactly(10), scaled(length, TRAVERSAL)), requirements);
}

/** One step for each item; of texts all of their characters, too. A text itself can be walked as well. */
function walkCost(target: Operand, call: Call): Range {
  const length = sizeInCall(target, call);
  const item = itemOf(target);
  if (item === undefined) return scaled(length, TRAVERSAL);
  const isText = item.type.kind === 'string' || item.type.kind === 'bytes';
  const each = isText ? plus(exactly(1), scaled(sizeInCall(item, call), TRAVERSAL)) : exactly(1);
  return times(length, each);
}

function joinCost(target: Operand, separator: Operand | undefined, call: Call): CallCost {
  const length = sizeInCall(target, call);
  const item = itemOf(target);
  let size = item === undefined ? exactly(0) : times(length, sizeInCall(item, call));
  if (separator !== undefined) {
    const between = { min: oneLess(length.min), max: oneLess(length.max) };
    size = plus(size, times(sizeInCall(separator, call), between));
  }
  return { cost: scaled(size, TRAVERSAL), size };
}

function oneLess(count: bigint): bigint {
  return count > 0n ? count - 1n : 0n;
}

function itemOf({ type, path }: Operand): Operand | undefined {
  const item = firstParameter(type);
  return item && { type: item, path: path.length === 0 ? NOWHERE : copiedWith(path, '@items') };
}

function firstParameter(type: CelType): CelType | undefined {
  if (type.kind === 'list') return type.element;
  if (type.kind === 'map') return type.key;
  return type.kind === 'opaque' ? type.parameters[0] : undefined;
}

/** At worst it is split at each character. */
function splitSize(text: Range, limit: Operand | undefined): Range {
  const literal = limit?.expression?.kind === 'literal' ? limit.expression.literal : undefined;
  const most = literal?.type === 'int' ? BigInt.asUintN(64, literal.value) : text.max;
  return { min: 0n, max: most };
}

/** The bytes of two addresses are compared; that of a text is read before. */
function containsCost(other: Operand, call: Call): Range {
  const address: Range = { min: 4n, max: 16n };
  let cost = scaled(plus(address, address), TRAVERSAL);
  if (call.function === 'containsCIDR') cost = plus(plus(cost, scaled(address, TRAVERSAL)), exactly(1));
  const isText = call.overload === 'cidr_contains_ip_string' || call.overload === 'cidr_contains_cidr_string';
  return isText ? plus(cost, scaled(sizeInCall(other, call), TRAVERSAL)) : cost;
}

/** Of values of Kubernetes' own types. */
function equalityCost({ arguments: [one, other] }: Call): CallCost | undefined {
  if (one === undefined || other === undefined || !sameType(one.type, other.type)) return undefined;
  const name = one.type.kind === 'opaque' ? one.type.name : '';
  if (name === 'kubernetes.NamedFormat') return { cost: scaled({ min: 1n, max: 64n }, TRAVERSAL) };
  if (name === 'kubernetes.URL') {
    const size = other.size === undefined ? exactly(1) : other.size;
    return { cost: scaled({ min: 1n, max: size.max }, TRAVERSAL) };
  }
  return SIMPLE.test(name) ? { cost: exactly(1) } : undefined;
}

const SIMPLE = /^(?:net\.(?:IP|CIDR)|kubernetes\.(?:Quantity|Semver|authorization\.\w+))$/;
