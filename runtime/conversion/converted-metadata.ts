// Of the metadata of an object, a conversion may change labels and annotations: the API server takes nothing else.
import type { JsonObject } from '../../decorators/json-values.js';
import { ConversionError } from './conversion-error.js';

/**
 * The metadata of the object, with the labels and annotations that a function has answered; without an answer those stay
 * too. Never undefined: the API server refuses a converted object without metadata, also where there was none.
 * @throws ConversionError for labels and annotations that are no texts
 */
export function convertedMetadata(original: unknown, answered: unknown): JsonObject {
  const kept = isObject(original) ? original : {};
  if (answered === undefined || answered === original) return kept;
  if (!isObject(answered)) throw new ConversionError('metadata is no object', 'metadata');
  const { labels = kept.labels, annotations = kept.annotations } = answered;
  const { labels: _labels, annotations: _annotations, ...rest } = kept;
  return {
    ...rest,
    ...(isThere(labels) && { labels: textsOf(labels, 'metadata.labels') }),
    ...(isThere(annotations) && { annotations: textsOf(annotations, 'metadata.annotations') }),
  };
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function textsOf(map: unknown, path: string): JsonObject {
  if (!isObject(map)) throw new ConversionError(`${path} is no map of texts`, path);
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    if (typeof value === 'string') continue;
    const field = `${path}[${name}]`;
    throw new ConversionError(`${field} is ${value === null ? 'null' : `a ${typeof value}`}, and no text`, field);
  }
  return Object.fromEntries(entries) as JsonObject;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
