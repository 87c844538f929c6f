// Whether JSON fits into a Go type, told as Go's decoder tells it.
import type { Json } from '../../schema/structural-schema.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { base64Problem } from './base64-problem.js';

/** A Go type: its name in messages, and what is in it. What has none of these may be anything. */
export interface GoShape {
  /** Such as `v1.Status`. */
  readonly type: string;
  readonly of?: 'text' | 'truth' | 'whole number' | 'bytes' | 'list' | 'map' | 'struct';
  /** Of a whole number: how large it may be. */
  readonly most?: number;
  /** Of lists and maps. */
  readonly items?: GoShape;
  /** Of structs, by their names in JSON. What is not named is dropped. */
  readonly fields?: Readonly<Record<string, GoShape>>;
}

/** What does not fit, if anything: the first of it in the order of the text. Null fits everywhere. @param path to it, from the struct on */
export function shapeProblem(
  value: Json,
  shape: GoShape,
  struct = '',
  path: readonly string[] = [],
): string | undefined {
  if (value === null || shape.of === undefined) return undefined;
  const wrong = (text = cannotUnmarshal(value, into(shape.type))): string => text;
  const into = (type: string): string => `struct field ${struct}.${path.join('.')} of type ${type}`;
  switch (shape.of) {
    case 'text':
      return typeof value === 'string' ? undefined : wrong();
    case 'truth':
      return typeof value === 'boolean' ? undefined : wrong();
    case 'whole number': {
      if (typeof value !== 'number') return wrong();
      const fits = Number.isInteger(value) && Math.abs(value) <= (shape.most ?? Number.MAX_SAFE_INTEGER);
      return fits ? undefined : wrong().replace('number', `number ${value}`);
    }
    case 'bytes': {
      if (isJsonList(value)) return firstOf(value, each => shapeProblem(each, BYTE, struct, path));
      if (typeof value !== 'string') return wrong();
      const at = base64Problem(value);
      return at === undefined ? undefined : `illegal base64 data at input byte ${at}`;
    }
    case 'list':
      if (!isJsonList(value)) return wrong();
      return firstOf(value, each => shapeProblem(each, shape.items ?? ANYTHING, struct, path));
    case 'map':
      if (!isJsonObject(value)) return wrong();
      return firstOf(Object.values(value), each => shapeProblem(each, shape.items ?? ANYTHING, struct, path));
    case 'struct': {
      if (!isJsonObject(value)) return wrong();
      const name = shape.type.split('.').at(-1) ?? '';
      return firstOf(Object.entries(value), ([field, each]) =>
        shapeProblem(each, fieldOf(shape, field), name, [...path, field]),
      );
    }
  }
}

const ANYTHING: GoShape = { type: '' };
const BYTE: GoShape = { type: 'uint8', of: 'whole number', most: 255 };

function fieldOf({ fields = {} }: GoShape, name: string): GoShape {
  return Object.hasOwn(fields, name) ? (fields[name] ?? ANYTHING) : ANYTHING;
}

function firstOf<T>(all: readonly T[], problem: (each: T) => string | undefined): string | undefined {
  for (const each of all) {
    const found = problem(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
