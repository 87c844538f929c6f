// JSON patch (RFC 6902).
import type { Json } from '../../schema/structural-schema.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject, type JsonObject, sameJson } from '../object/json.js';
import { isJsonList, ownValue } from '../object/json-value.js';
import { badRequest } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { JsonDocument } from './json-document.js';
import { checkDepth, unprocessablePatch } from './patch-error.js';

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
  const document = new JsonDocument(object);
  for (const operation of list) apply(document, operation, copied);
  checkDepth(document.value, 'the patched object');
  return document.value;
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

function apply(document: JsonDocument, operation: JsonObject, copied: { bytes: number }): void {
  const path = text(operation, 'path');
  const value = ownValue(operation, 'value') ?? null;
  switch (ownValue(operation, 'op')) {
    case 'add':
      document.add(path, value);
      return;
    case 'remove':
      document.remove(path);
      return;
    case 'replace':
      if (path !== '') document.replace(path, value);
      else if (typeof value === 'object' && value !== null) document.replaceAll(value);
      else throw unprocessablePatch();
      return;
    case 'move': {
      const from = text(operation, 'from');
      const moved = document.read(from) ?? null;
      document.remove(from);
      document.add(path, moved);
      return;
    }
    case 'copy': {
      const source = document.read(text(operation, 'from')) ?? null;
      checkDepth(source, 'what is to be copied');
      copied.bytes += Buffer.byteLength(JSON.stringify(source));
      if (copied.bytes > MAX_COPIED_BYTES) throw unprocessablePatch();
      document.add(path, document.detached(source));
      return;
    }
    case 'test':
      if (!sameJson(path === '' ? document.value : (document.read(path) ?? null), value)) throw unprocessablePatch();
      return;
    default:
      throw unprocessablePatch();
  }
}

function text(operation: JsonObject, field: string): string {
  const value = ownValue(operation, field);
  if (typeof value !== 'string') throw unprocessablePatch();
  return value;
}
