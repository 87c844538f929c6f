// Numbers that a schema allows.
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { pick } from './pattern-sample.js';

/** Undefined where there is none: bounds that leave nothing between them. */
export function randomNumber(schema: StructuralSchema, random: () => number): number | undefined {
  const [least, most] = boundsOf(schema);
  const inside = [0, 1, -1, 2, 80, least, most, least + Math.floor(random() * Math.min(100, most - least + 1))];
  if (schema.type === 'number') inside.push(0.5, least + random());
  const { multipleOf } = schema;
  const candidates = multipleOf === undefined ? inside : inside.map(each => Math.ceil(each / multipleOf) * multipleOf);
  const allowed = candidates.filter(each => each >= least && each <= most);
  // Not -0, which JSON does not tell from 0.
  return allowed.length === 0 ? undefined : pick(allowed, random) + 0;
}

function boundsOf(schema: StructuralSchema): readonly [number, number] {
  const { format, minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false } = schema;
  const step = schema.type === 'integer' ? 1 : Number.EPSILON * 1024;
  const limit = format === 'int32' ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  const least = minimum === undefined ? -limit : minimum + (exclusiveMinimum ? step : 0);
  const most = maximum === undefined ? limit : maximum - (exclusiveMaximum ? step : 0);
  return schema.type === 'integer' ? [Math.ceil(least), Math.floor(most)] : [least, most];
}
