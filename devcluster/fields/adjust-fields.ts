// Sets of fields, adjusted to the schema.

import { type FieldElement, fieldElement } from './field-element.js';
import { FieldSet } from './field-set.js';
import type { FieldType } from './field-type.js';

/** The set with the named fields that have something below them: an applied `a.b.c` counts for `a` and `a.b` too. */
export function withNamedParents(type: FieldType | undefined, fields: FieldSet): FieldSet {
  return FieldSet.fromNodes(
    fields.nodes.map(({ element, member, below }) => ({
      element,
      member: member || (!below.empty && isDeclared(type, element)),
      below: withNamedParents(typeBelow(type, element), below),
    })),
  );
}

/**
 * The set as it would have been recorded under the present schema: of what was merged field by field, and is atomic
 * now, the whole is owned.
 */
export function underSchema(type: FieldType, fields: FieldSet): FieldSet {
  let changed = false;
  const nodes = fields.nodes.map(node => {
    const { element, member, below } = node;
    const inner = below.empty ? undefined : typeBelow(type, element);
    if (inner === undefined) return node;
    const [owned, inside] = isAtomic(inner) ? [true, FieldSet.EMPTY] : [member, underSchema(inner, below)];
    if (owned === member && inside === below) return node;
    changed = true;
    return { element, member: owned, below: inside };
  });
  return changed ? FieldSet.fromNodes(nodes) : fields;
}

function isDeclared(type: FieldType | undefined, element: FieldElement): boolean {
  return element.kind === 'field' && (type?.map?.field(element.name)?.declared ?? false);
}

function typeBelow(type: FieldType | undefined, element: FieldElement): FieldType | undefined {
  if (element.kind === 'field') return type?.map?.field(element.name)?.type;
  return element.kind === 'key' ? type?.list?.items : undefined;
}

/** A type of several forms is judged by its map, as the real server does. */
function isAtomic({ map, scalar, list }: FieldType): boolean {
  if (map !== undefined) return map.atomic;
  return scalar === undefined && list?.kind === 'atomic';
}

/** For paths that are known beforehand. */
export function namedPath(...names: readonly string[]): readonly FieldElement[] {
  return names.map(fieldElement);
}
