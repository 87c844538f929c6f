// JSON patch (RFC 6902).
import type { Json } from '../../schema/structural-schema.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject, type JsonObject, sameJson } from '../object/json.js';
import { isJsonList, jsonObject, ownValue } from '../object/json-value.js';
import { badRequest } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { indexStep, pointerSteps } from './json-pointer.js';
import { checkDepth, MAX_PATCH_DEPTH, unprocessablePatch } from './patch-error.js';

/**
 * The object after the operations, all or none.
 *
 * It differs from the RFC where the API server does: `replace` of a key that is not there adds it, `copy` of one adds
 * null, `test` of one against null holds, indices may be negative, and `add` to the whole document is refused.
 *
 * @throws StatusError 400 when it is no list of operations, 413 for more than 10000 of them, 422 when one does not apply
 */
export function jsonPatch(object: Json, operations: unknown): Json {
  const list = decode(operations as Json);
  const copied = { bytes: 0 };
  const patched = list.reduce((document, operation) => apply(document, operation, copied), object);
  checkDepth(patched, 'the patched object');
  return patched;
}

const MAX_OPERATIONS = 10_000;
/** As the API server limits it: repeated copies grow a document exponentially. */
const MAX_COPIED_BYTES = 3 * 1024 * 1024;

function decode(operations: Json): readonly JsonObject[] {
  if (operations === null) return [];
  if (!isJsonList(operations)) throw undecodable(operations, 'value of type []handlers.jsonPatchOp');
  const list = operations.map(operation => {
    if (operation === null) return {};
    if (!isJsonObject(operation)) throw undecodable(operation, 'value of type handlers.jsonPatchOp');
    for (const field of ['op', 'path', 'from']) {
      const value = ownValue(operation, field) ?? null;
      if (value !== null && typeof value !== 'string') {
        throw undecodable(value, `struct field jsonPatchOp.${field} of type string`);
      }
    }
    return operation;
  });
  if (list.length > MAX_OPERATIONS) {
    const message = `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${list.length}`;
    throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
  }
  checkDepth(list, 'the patch');
  return list;
}

function undecodable(value: Json, into: string): StatusError {
  return badRequest(`error decoding patch: ${cannotUnmarshal(value, into)}`);
}

function apply(document: Json, operation: JsonObject, copied: { bytes: number }): Json {
  const path = text(operation, 'path');
  const value = ownValue(operation, 'value') ?? null;
  switch (ownValue(operation, 'op')) {
    case 'add':
      return addAt(document, path, value);
    case 'remove':
      return removeAt(document, path);
    case 'replace':
      return path === '' ? replaceDocument(value) : replaceAt(document, path, value);
    case 'move': {
      const from = text(operation, 'from');
      return addAt(removeAt(document, from), path, read(document, from) ?? null);
    }
    case 'copy': {
      const source = read(document, text(operation, 'from')) ?? null;
      copied.bytes += Buffer.byteLength(JSON.stringify(source));
      if (copied.bytes > MAX_COPIED_BYTES) throw unprocessablePatch();
      return addAt(document, path, source);
    }
    case 'test':
      if (!sameJson(path === '' ? document : (read(document, path) ?? null), value)) throw unprocessablePatch();
      return document;
    default:
      throw unprocessablePatch();
  }
}

function text(operation: JsonObject, field: string): string {
  const value = ownValue(operation, field);
  if (typeof value !== 'string') throw unprocessablePatch();
  return value;
}

function replaceDocument(value: Json): Json {
  if (typeof value !== 'object' || value === null) throw unprocessablePatch();
  return value;
}

/** What is at the end of the path; undefined for a key that its object does not have. */
function read(document: Json, path: string): Json | undefined {
  let found: Json | undefined;
  at(document, path, (container, step) => {
    found = isJsonList(container) ? container[existingIndex(container, step)] : ownValue(container, step);
    return container;
  });
  return found;
}

function addAt(document: Json, path: string, value: Json): Json {
  return at(document, path, (container, step) => {
    if (!isJsonList(container)) return withKey(container, step, value);
    return container.toSpliced(step === '-' ? container.length : index(step, container.length + 1), 0, value);
  });
}

function removeAt(document: Json, path: string): Json {
  return at(document, path, (container, step) => {
    if (isJsonList(container)) return container.toSpliced(existingIndex(container, step), 1);
    if (!Object.hasOwn(container, step)) throw unprocessablePatch();
    return jsonObject(Object.entries(container).filter(([key]) => key !== step));
  });
}

function replaceAt(document: Json, path: string, value: Json): Json {
  return at(document, path, (container, step) =>
    isJsonList(container) ? container.with(existingIndex(container, step), value) : withKey(container, step, value),
  );
}

type Container = JsonObject | readonly Json[];

/** The document with the container that the path's last step is in changed, and those around it copied. */
function at(document: Json, path: string, change: (container: Container, last: string) => Json): Json {
  const steps = pointerSteps(path);
  const last = steps?.at(-1);
  if (steps === undefined || last === undefined || steps.length > MAX_PATCH_DEPTH) throw unprocessablePatch();
  const around: [Container, string | number][] = [];
  let here: Json | undefined = document;
  for (const step of steps.slice(0, -1)) {
    if (isJsonList(here)) {
      const position = existingIndex(here, step);
      around.push([here, position]);
      here = here[position];
    } else if (isJsonObject(here)) {
      around.push([here, step]);
      here = ownValue(here, step);
    } else {
      throw unprocessablePatch();
    }
  }
  if (!isJsonList(here) && !isJsonObject(here)) throw unprocessablePatch();
  return around.reduceRight(
    (changed, [container, step]) =>
      isJsonList(container) ? container.with(Number(step), changed) : withKey(container, String(step), changed),
    change(here, last),
  );
}

function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  return jsonObject([...Object.entries(object), [key, value]]);
}

function existingIndex(list: readonly Json[], step: string): number {
  return index(step, list.length);
}

/** The position of a step among `size` places. */
function index(step: string, size: number): number {
  const asked = indexStep(step);
  const position = asked !== undefined && asked < 0 ? asked + size : asked;
  if (position === undefined || position < 0 || position >= size) throw unprocessablePatch();
  return position;
}
