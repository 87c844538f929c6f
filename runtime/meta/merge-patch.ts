// What has to be said to make one JSON value of another.
import { jsonEqual } from './json-equal.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The merge patch (RFC 7386) that makes `to` of `from`: fields that `to` lacks, or has as undefined, become null; lists are whole.
 * Undefined when there is nothing to change.
 */
export function mergePatch(from: object, to: object): Record<string, unknown> | undefined {
  const patch: [string, unknown][] = [];
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [own(from, name), own(to, name)];
    if (isFields(before) && isFields(after)) {
      const inner = mergePatch(before, after);
      if (inner !== undefined) patch.push([name, inner]);
    } else if (!jsonEqual(before, after)) {
      patch.push([name, after === undefined ? null : after]);
    }
  }
  return patch.length === 0 ? undefined : Object.fromEntries(patch);
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Fields)[name] : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
