// How the JSON of objects begins that are written in Go's form.
import type { ResourceType } from './resource-type.js';

/** `{"kind":"Pod","apiVersion":"v1",`: bytes that begin so are an object of this version, and need not be parsed to know. */
export function typePrefix(type: ResourceType): Buffer {
  const known = prefixes.get(type);
  if (known !== undefined) return known;
  const { group, version, kind } = type;
  const head = JSON.stringify({ kind, apiVersion: group === '' ? version : `${group}/${version}` });
  const prefix = Buffer.from(`${head.slice(0, -1)},`);
  prefixes.set(type, prefix);
  return prefix;
}

/** Whether bytes begin with others. */
export function startsWith(bytes: Buffer, prefix: Buffer): boolean {
  return bytes.length >= prefix.length && bytes.compare(prefix, 0, prefix.length, 0, prefix.length) === 0;
}

const prefixes = new WeakMap<ResourceType, Buffer>();
