// Applies the patch that a webhook answers. Whatever is wrong with it is told in the words of the library that Kubernetes uses.
import type { Json } from '../../schema/structural-schema.js';
import { JsonTextError, parseJson } from '../http/json-text.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { notModelled } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { jsonPatch } from '../patch/json-patch.js';
import { indexStep, pointerSteps } from '../patch/json-pointer.js';
import { internalRefusal, WebhookFailure } from './webhook-failure.js';

/**
 * The operations of a patch.
 * @throws WebhookFailure for what is no list of operations
 */
export function patchOperations(text: string): readonly JsonObject[] {
  const undecodable = (why: string) => new WebhookFailure(`received undecodable patch in webhook response: ${why}`);
  const value = parsed(text, undecodable);
  if (value === null) return [];
  if (!isJsonList(value)) throw undecodable(cannotUnmarshal(value, 'value of type jsonpatch.Patch'));
  return value.map(each => {
    if (each === null) return {};
    if (isJsonObject(each)) return each;
    throw undecodable(cannotUnmarshal(each, 'value of type jsonpatch.Operation'));
  });
}

function parsed(text: string, undecodable: (why: string) => Error): Json {
  try {
    const { value, rounded } = parseJson(text);
    const [lost] = rounded;
    if (lost !== undefined) throw notModelled(`whole numbers beyond 2^53: ${lost.path} is ${lost.written}`);
    return value;
  } catch (error) {
    throw error instanceof JsonTextError ? undecodable(error.message) : error;
  }
}

/** @throws AdmissionRefusal when an operation does not apply */
export function patchedByReview(object: Json, operations: readonly JsonObject[]): Json {
  try {
    return jsonPatch(object, operations);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw internalRefusal(firstProblem(object, operations) ?? error.message);
  }
}

/** Undefined when each operation by itself is fine, and there are just too many of them. */
function firstProblem(object: Json, operations: readonly JsonObject[]): string | undefined {
  let document = object;
  for (const operation of operations.slice(0, MOST_LOOKED_AT)) {
    try {
      document = jsonPatch(document, [operation]);
    } catch {
      return problemOf(document, operation);
    }
  }
  return undefined;
}

/** Each one is applied by itself, which takes its time. */
const MOST_LOOKED_AT = 1000;

const MISSING = 'missing value';

function problemOf(document: Json, operation: JsonObject): string {
  const op = textOf(operation, 'op') ?? 'unknown';
  const path = textOf(operation, 'path');
  const from = textOf(operation, 'from');
  switch (op) {
    case 'add':
    case 'remove': {
      if (path === undefined) return `${op} operation failed to decode path: ${MISSING}`;
      const place = placeOf(document, path);
      if (place === undefined) return `${op} operation does not apply: doc is missing path: "${path}": ${MISSING}`;
      return `error in ${op} for path: '${path}': ${keyProblem(place, op)}`;
    }
    case 'replace': {
      if (path === undefined)
        return `replace operation failed to decode path: operation missing path field: ${MISSING}`;
      if (path === '') return 'replace operation value must be object or array: %!w(<nil>)';
      const what = placeOf(document, path) === undefined ? 'path' : 'key';
      return `replace operation does not apply: doc is missing ${what}: ${path}: ${MISSING}`;
    }
    case 'test':
      if (path === undefined) return `test operation failed to decode path: operation missing path field: ${MISSING}`;
      return testProblem(document, path);
    case 'move':
    case 'copy': {
      if (from === undefined) return `${op} operation failed to decode from: operation, missing from field: ${MISSING}`;
      const source = placeOf(document, from);
      if (source === undefined) return `${op} operation does not apply: doc is missing from path: ${from}: ${MISSING}`;
      if (op === 'move' && valueAt(source) === undefined)
        return `error in move for path: '${source.key}': ${keyProblem(source, 'remove')}`;
      const pathless = op === 'move' ? 'operation missing path field: ' : '';
      if (path === undefined) return `${op} operation failed to decode path: ${pathless}${MISSING}`;
      // What is moved is gone from where it was.
      const left = op === 'move' ? jsonPatch(document, [{ op: 'remove', path: from }]) : document;
      const destination = placeOf(left, path);
      if (destination === undefined)
        return `${op} operation does not apply: doc is missing destination path: ${path}: ${MISSING}`;
      return `error in ${op} for path: '${path}': ${keyProblem(destination, 'add')}`;
    }
    default:
      return `Unexpected kind: ${op}`;
  }
}

function testProblem(document: Json, path: string): string {
  const place = placeOf(document, path);
  if (path !== '' && place === undefined) return `test operation does not apply: is missing path: ${path}: ${MISSING}`;
  const isThere = place === undefined || !isJsonList(place.container) || valueAt(place) !== undefined;
  return isThere
    ? `testing value ${path} failed: test failed`
    : `error in test for path: '${path}': ${keyProblem(place, 'remove')}`;
}

interface Place {
  readonly container: JsonObject | readonly Json[];
  readonly key: string;
}

/** Undefined when what should hold it is not there. */
function placeOf(document: Json, path: string): Place | undefined {
  const steps = pointerSteps(path);
  if (steps === undefined || steps.length === 0) return undefined;
  let here: Json | undefined = document;
  for (const step of steps.slice(0, -1)) here = here === undefined ? undefined : childOf(here, step);
  if (!isJsonObject(here) && !isJsonList(here)) return undefined;
  return { container: here, key: steps.at(-1) ?? '' };
}

function valueAt({ container, key }: Place): Json | undefined {
  return childOf(container, key);
}

function childOf(value: Json, step: string): Json | undefined {
  if (isJsonList(value)) {
    const index = indexStep(step);
    return index === undefined ? undefined : value.at(index);
  }
  return isJsonObject(value) ? ownValue(value, step) : undefined;
}

function keyProblem({ container, key }: Place, op: 'add' | 'remove'): string {
  if (!isJsonList(container)) return `Unable to remove nonexistent key: ${key}: ${MISSING}`;
  const index = indexStep(key);
  if (index !== undefined) return `Unable to access invalid index: ${index}: invalid index referenced`;
  const parsing = `strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`;
  return op === 'add' ? `value was not a proper array index: '${key}': ${parsing}` : parsing;
}

function textOf(operation: JsonObject, field: string): string | undefined {
  const value = ownValue(operation, field);
  return typeof value === 'string' ? value : undefined;
}
