// Compares what codegen makes with what controller-gen makes of the same.

/** A place at which the two differ, and why. */
export interface Difference {
  /** Such as `0.webhooks.1.name`. */
  readonly at: string;
  /** Undefined: nothing is there. */
  readonly upstream: unknown;
  readonly ours: unknown;
  readonly why: string;
}

/** Every leaf at which two structures differ, sorted by place. */
export function differences(upstream: unknown, ours: unknown): readonly Omit<Difference, 'why'>[] {
  const left = leaves(upstream, '');
  const right = leaves(ours, '');
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort()
    .map(at => ({ at, upstream: left.get(at), ours: right.get(at) }))
    .filter(each => each.upstream !== each.ours);
}

/** Without the reasons. */
export function withoutReasons(listed: readonly Difference[]): readonly Omit<Difference, 'why'>[] {
  return listed.map(({ at, upstream, ours }) => ({ at, upstream, ours })).sort((a, b) => (a.at < b.at ? -1 : 1));
}

function leaves(value: unknown, at: string): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[at, value]]);
  const entries = Object.entries(value);
  if (entries.length === 0) return new Map([[at, Array.isArray(value) ? '[]' : '{}']]);
  return new Map(entries.flatMap(([key, child]) => [...leaves(child, at === '' ? key : `${at}.${key}`)]));
}
