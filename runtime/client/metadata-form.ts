// Objects with their metadata alone: how they are asked for, and what is made of whole ones.
import { asBuffer } from '../encoded/as-buffer.js';
import type { EncodedObject } from '../encoded/encoded-object.js';
import { Entries } from '../encoded/entries.js';

const JSON_TYPE = 'application/json';
/** What is answered with a list. */
const LISTING: ReadonlySet<string> = new Set(['list', 'deleteAllOf']);
const FORM = 'g=meta.k8s.io;v=v1';

/**
 * The Accept header of a call. As client-go's metadata client it takes whole objects too, which a server sends
 * that knows no other form.
 */
export function acceptedForm(verb: string, metadataOnly: boolean | undefined): string {
  if (!metadataOnly) return JSON_TYPE;
  const kind = LISTING.has(verb) ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  return `${JSON_TYPE};as=${kind};${FORM},${JSON_TYPE}`;
}

/** The object with nothing but its kind and its metadata: the same view where it has nothing else. */
export function metadataPart(object: EncodedObject): EncodedObject {
  const bytes = asBuffer(object);
  const entries = new Entries(bytes, 0);
  while (entries.next()) {
    if (PARTS.has(entries.key)) continue;
    const { apiVersion, kind, metadata } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    return Buffer.from(JSON.stringify({ apiVersion, kind, metadata }));
  }
  return object;
}

const PARTS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
