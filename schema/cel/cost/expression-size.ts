// The size of a value, where an expression or a type tells it by itself.
import type { CelType } from '../cel-type.js';
import type { CelLiteral, Expression } from '../expression.js';
import { exactly, type Range } from './range.js';

export function writtenSize(node: Expression): Range | undefined {
  if (node.kind === 'literal') return exactly(literalSize(node.literal));
  if (node.kind === 'list') return exactly(node.elements.length);
  return node.kind === 'map' ? exactly(node.entries.length) : undefined;
}

/** Code points of a text. */
function literalSize(literal: CelLiteral): number {
  if (literal.type === 'string') return [...literal.value].length;
  return literal.type === 'bytes' ? literal.value.length : 1;
}

export function sizeOfType(type: CelType): Range | undefined {
  return isScalar(type) ? exactly(1) : undefined;
}

function isScalar(type: CelType): boolean {
  if (type.kind !== 'opaque') return SCALARS.has(type.kind);
  const [inner] = type.parameters;
  return type.name === 'optional_type' && inner !== undefined && isScalar(inner);
}

const SCALARS: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);
