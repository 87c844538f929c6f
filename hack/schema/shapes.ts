// Small schemas that the cases are put together from.
import type { StructuralSchema } from '../../schema/structural-schema.js';

export const STRING: StructuralSchema = { type: 'string' };
export const INTEGER: StructuralSchema = { type: 'integer' };
export const PRESERVE: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
export const INT_OR_STRING: StructuralSchema = { 'x-kubernetes-int-or-string': true };
export const EMBEDDED: StructuralSchema = { ...PRESERVE, 'x-kubernetes-embedded-resource': true };

export const list = (items: StructuralSchema, more: StructuralSchema = {}): StructuralSchema => ({
  type: 'array',
  items,
  ...more,
});
export const object = (
  properties: Record<string, StructuralSchema>,
  more: StructuralSchema = {},
): StructuralSchema => ({
  type: 'object',
  properties,
  ...more,
});
export const SET = { 'x-kubernetes-list-type': 'set' } as const;
export const mapBy = (...keys: string[]) =>
  ({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys }) as const;
