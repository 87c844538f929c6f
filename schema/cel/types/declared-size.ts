// How large values can be: by the bounds of their schema, or else by what fits into a request.
import type { StructuralSchema } from '../../structural-schema.js';
import { BYTES, type CelType, DURATION, STRING, TIMESTAMP } from '../cel-type.js';

/** The largest request that the API server reads, in bytes. */
export const MAX_REQUEST_SIZE = 3 * 1024 * 1024;

/** Without the quotes, brackets or braces around it. */
const LARGEST = MAX_REQUEST_SIZE - 2;

interface TextSize {
  readonly type: CelType;
  readonly maxElements: number;
  readonly minSerializedSize: number;
}

/** The type and bounds of a text, by its format. */
export function sizeOfText(schema: StructuralSchema): TextSize {
  switch (schema.format) {
    case 'byte':
      return {
        type: BYTES,
        maxElements: schema.maxLength === undefined ? LARGEST : Math.max(0, schema.maxLength),
        minSerializedSize: 2,
      };
    case 'duration':
      return { type: DURATION, maxElements: 32, minSerializedSize: 3 };
    case 'date':
      return { type: TIMESTAMP, maxElements: 12, minSerializedSize: 12 };
    case 'date-time':
      return { type: TIMESTAMP, maxElements: 32, minSerializedSize: 21 };
    default:
      return { type: STRING, maxElements: bytesOf(schema), minSerializedSize: 2 };
  }
}

function bytesOf(schema: StructuralSchema): number {
  if (schema.maxLength !== undefined) return inBytes(schema.maxLength);
  if (schema.enum === undefined || schema.enum.length === 0) return LARGEST;
  const lengths = schema.enum.map(value => (typeof value === 'string' ? new TextEncoder().encode(value).length : 0));
  return Math.max(0, ...lengths);
}

/** Of a field that holds a number or a text. */
export function sizeOfDynamic(schema: StructuralSchema): number {
  return schema.maxLength === undefined ? LARGEST : inBytes(schema.maxLength);
}

/** A code point takes at most four bytes. */
function inBytes(codePoints: number): number {
  return Math.max(0, codePoints) * 4;
}

export function elementsOfItems(maxItems: number | undefined, minSize: number): number {
  return maxItems === undefined ? Math.floor(LARGEST / (minSize + 1)) : Math.max(0, maxItems);
}

/** An entry takes two quotes, a name of two bytes, a colon and a comma beside its value. */
export function elementsOfProperties(maxProperties: number | undefined, minSize: number): number {
  return maxProperties === undefined ? Math.floor(LARGEST / (minSize + 6)) : Math.max(0, maxProperties);
}
