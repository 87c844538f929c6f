// Fields that may get lost, as `loses` of `@ConvertsTo` names them: `.spec.tls.days`, `.spec.items[*].note`, `.spec.map.*`.
import { isList, isObject } from '../../schema/json.js';
import type { Json } from '../../schema/structural-schema.js';

/**
 * The value without these fields. An object above one of them that has nothing else goes too: where all of `.spec.tls` gets
 * lost, so may `.spec.tls` itself. Items of lists stay, since their places count.
 */
export function withoutLost(value: Json, paths: readonly string[]): Json {
  return paths.reduce<Json>((rest, path) => without(rest, stepsOf(path)) ?? {}, value);
}

const ANY = '*';

function stepsOf(path: string): readonly string[] {
  return path.replaceAll('[*]', '.*').split('.').slice(1);
}

/** Undefined where nothing is left. */
function without(value: Json, [step, ...rest]: readonly string[]): Json | undefined {
  if (step === undefined) return undefined;
  if (isList(value)) return step === ANY ? value.map(item => without(item, rest) ?? {}) : value;
  if (!isObject(value)) return value;
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const left = step === ANY || step === name ? without(field, rest) : field;
    return left === undefined ? [] : [[name, left] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}
