// Types as cel-go prints them, and whether two are the same.
import type { CelType } from '../cel-type.js';

/** `list(map(string, int))`. Types whose texts are equal are equal. */
export function formatType(type: CelType): string {
  switch (type.kind) {
    case 'error':
      return '!error!';
    case 'object':
    case 'parameter':
      return type.name;
    case 'list':
      return `list(${formatType(type.element)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'type':
      return type.of === undefined ? 'type' : `type(${formatType(type.of)})`;
    case 'opaque':
      return type.parameters.length === 0 ? type.name : `${type.name}(${type.parameters.map(formatType).join(', ')})`;
    default:
      return type.kind;
  }
}

export function sameType(one: CelType, other: CelType): boolean {
  return one === other || (one.kind === other.kind && formatType(one) === formatType(other));
}

/** The name of a type without its parameters, as values show it at run time. */
export function typeName(type: CelType): string {
  switch (type.kind) {
    case 'object':
    case 'parameter':
    case 'opaque':
      return type.name;
    case 'null':
      return 'null_type';
    case 'timestamp':
      return 'google.protobuf.Timestamp';
    case 'duration':
      return 'google.protobuf.Duration';
    default:
      return type.kind;
  }
}
