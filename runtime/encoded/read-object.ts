// What a cache wants to know of an object, and what of it a cache keeps.
import type { AlikeValues } from './alike-values.js';
import { asBuffer } from './as-buffer.js';
import type { EncodedObject, ObjectHeader } from './encoded-object.js';
import { Entries } from './entries.js';
import { afterSpace, OPEN_OBJECT, unexpected } from './json-scan.js';
import { MetadataReader } from './metadata-reader.js';

/** An object, and what its metadata says. */
export interface ReadObject {
  readonly header: ObjectHeader;
  /** Without what was to be cut; where nothing was, the very bytes that were given. */
  readonly encoded: EncodedObject;
}

export interface ReadOptions {
  /** Cuts `metadata.managedFields`, which nobody but the server has a use for. Default true. */
  readonly cutManagedFields?: boolean | undefined;
  /** Cuts the annotation in which `kubectl apply` keeps the whole object a second time. Default false. */
  readonly cutLastApplied?: boolean | undefined;
  /** Where many objects of one kind are read. Default: each is read as if it were the only one. */
  readonly alike?: AlikeValues | undefined;
}

/**
 * Reads an object's metadata and cuts out of its bytes what is not kept, in one pass that also checks that the bytes are
 * JSON. Where something was cut, `encoded` is a copy, which stays; else it is the view that was given.
 * @throws TypeError when it is no object with a name and a resourceVersion
 * @throws SyntaxError when it is no JSON
 */
export function readObject(bytes: EncodedObject, options: ReadOptions = {}): ReadObject {
  const buffer = asBuffer(bytes);
  const reader = metadataOf(buffer, options);
  if (reader === undefined) throw new TypeError('the object has no metadata.name');
  return { header: reader.header(), encoded: reader.cuts.length === 0 ? bytes : reader.cuts.apply() };
}

/** What an object's metadata says; throws as `readObject` does. */
export function readHeader(bytes: EncodedObject): ObjectHeader {
  return readObject(bytes, { cutManagedFields: false }).header;
}

/** Goes through the whole object. Of metadata that stands there twice the last one counts, as in `JSON.parse`. */
function metadataOf(bytes: Buffer, options: ReadOptions): MetadataReader | undefined {
  const start = afterSpace(bytes, 0);
  if (bytes[start] !== OPEN_OBJECT) throw new TypeError('it is no object, so it has no name and no resourceVersion');
  const entries = new Entries(bytes, start);
  let metadata: MetadataReader | undefined;
  while (entries.next()) {
    const { key } = entries;
    if (key !== 'metadata') {
      if (options.alike !== undefined) entries.valueEnd = options.alike.endOf(key, bytes, entries.valueStart);
      continue;
    }
    metadata =
      bytes[entries.valueStart] === OPEN_OBJECT ? new MetadataReader(bytes, entries.valueStart, options) : undefined;
    if (metadata !== undefined) entries.valueEnd = metadata.end;
  }
  const end = afterSpace(bytes, entries.end);
  if (end < bytes.length) throw unexpected(bytes, end);
  return metadata;
}
