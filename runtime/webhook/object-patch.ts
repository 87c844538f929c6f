// What a defaulting method has changed, as the API server is to be told.
import { SERVER_METADATA } from '../meta/server-metadata.js';
import { jsonPatch, type PatchStep } from './json-patch.js';

type Fields = Readonly<Record<string, unknown>>;

/** What the API server fills in, or a controller; to leave it out of an answer does not ask for it to go. */
const KEPT = ['apiVersion', 'kind', 'metadata', 'status'];
const KEPT_METADATA = ['name', 'generateName', 'namespace', ...SERVER_METADATA];

/**
 * The patch that makes `answer` of the object that was sent; empty if it is the same. Fields that the answer does not have are
 * removed, except those that are not the method's to remove.
 * @throws TypeError when the answer is no object of the same kind, or no JSON
 */
export function objectPatch(object: Fields, answer: unknown): readonly PatchStep[] {
  if (answer === object) return [];
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw new TypeError(`it answered ${shown(answer)}: it must return the object, changed or not`);
  }
  const wished = kept(object, answer as Fields, KEPT);
  for (const name of ['apiVersion', 'kind']) {
    if (wished[name] !== object[name]) {
      throw new TypeError(`it answered an object with ${name} ${shown(wished[name])}, not ${shown(object[name])}`);
    }
  }
  const { metadata } = wished;
  if (metadata === object.metadata || typeof metadata !== 'object' || metadata === null) {
    return jsonPatch(object, wished);
  }
  const before = (object.metadata ?? {}) as Fields;
  return jsonPatch(object, { ...wished, metadata: kept(before, metadata as Fields, KEPT_METADATA) });
}

/** The fields of `after`, and of `before` those of these names that `after` does not have. */
function kept(before: Fields, after: Fields, names: readonly string[]): Fields {
  const missing = names.filter(name => Object.hasOwn(before, name) && after[name] === undefined);
  if (missing.length === 0) return after;
  return { ...after, ...Object.fromEntries(missing.map(name => [name, before[name]])) };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null
    ? 'another object'
    : value === undefined
      ? 'nothing'
      : String(value);
}
