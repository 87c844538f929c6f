// The names of types at run time, and what the types of declarations have to do with them.
import type { CelType } from '../cel-type.js';
import { isCelList } from './list.js';
import { isCelMap } from './map.js';
import { Duration, Failure, Opaque, Optional, Timestamp, TypeValue, Unsigned, type Value } from './value.js';

/** As `type(value)` has it. */
export function typeNameOf(value: Value): string {
  if (value === null) return 'null_type';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      break;
  }
  if (isCelList(value)) return 'list';
  if (isCelMap(value)) return 'map';
  if (value instanceof Unsigned) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof TypeValue) return 'type';
  if (value instanceof Optional) return 'optional_type';
  if (value instanceof Opaque) return value.typeName;
  return value instanceof Failure ? 'error' : 'unknown';
}

const KINDS: Readonly<Record<string, string>> = {
  null: 'null_type',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
};

/** Whether an overload takes a value. Of lists and maps the first item is looked at. */
export function takes(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'parameter':
      return true;
    case 'list': {
      if (!isCelList(value)) return false;
      return value.size === 0 || takes(type.element, value.get(0));
    }
    case 'map': {
      if (!isCelMap(value)) return false;
      const [key] = value.keys();
      if (key === undefined) return true;
      return takes(type.key, key) && takes(type.value, value.find(key) ?? null);
    }
    case 'opaque':
      return typeNameOf(value) === type.name;
    default:
      return typeNameOf(value) === (KINDS[type.kind] ?? type.kind);
  }
}

/** `no such overload: f(int, string)`; a failure among the arguments goes first. */
export function noSuchOverload(name: string, args: readonly Value[]): Failure {
  const failed = args.find(arg => arg instanceof Failure);
  return failed ?? new Failure(`no such overload: ${name}(${args.map(typeNameOf).join(', ')})`);
}
