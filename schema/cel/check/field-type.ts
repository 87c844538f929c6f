// What selecting a field gives.
import { type CelType, DYN, ERROR, optionalOf } from '../cel-type.js';
import { RESERVED_NAMES } from '../types/escape-name.js';
import { formatType } from '../types/format-type.js';
import type { TypeBindings } from './type-bindings.js';

/** The type of a field, and what is wrong with selecting it. */
export interface FieldType {
  readonly type: CelType;
  readonly problem?: string;
  /** Of an object that has no such field: the fields that it has. */
  readonly known?: readonly string[];
}

/** The type of `field` in a value of a type. A field of an optional value is optional, as is one selected by `.?`. */
export function fieldType(bindings: TypeBindings, of: CelType, field: string, optional: boolean): FieldType {
  const inner = unwrapOptional(of);
  const found = plainFieldType(bindings, inner ?? of, field);
  return inner !== undefined || optional ? { ...found, type: optionalOf(found.type) } : found;
}

/** What an optional value holds; undefined for other types. */
export function unwrapOptional(type: CelType): CelType | undefined {
  return type.kind === 'opaque' && type.name === 'optional_type' ? type.parameters[0] : undefined;
}

function plainFieldType(bindings: TypeBindings, of: CelType, field: string): FieldType {
  switch (of.kind) {
    case 'map':
      return { type: of.value };
    case 'object': {
      const fields = of.fields();
      const found = fields.get(field) ?? (RESERVED_NAMES.has(field) ? fields.get(`__${field}__`) : undefined);
      return found ?? { type: ERROR, problem: `undefined field '${field}'`, known: [...fields.keys()] };
    }
    case 'opaque':
      // Kubernetes declares its own types as objects, of which nobody knows the fields.
      return of.name.startsWith('kubernetes.')
        ? { type: ERROR, problem: `unexpected failed resolution of '${of.name}'` }
        : withoutFields(of);
    case 'parameter':
      bindings.assignable(DYN, of);
      return { type: DYN };
    case 'dyn':
    case 'error':
      return { type: DYN };
    default:
      return withoutFields(of);
  }
}

function withoutFields(of: CelType): FieldType {
  return { type: DYN, problem: `type '${formatType(of)}' does not support field selection` };
}
