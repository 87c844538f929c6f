// The difference of two texts in the unified form, as Python's difflib finds it: the real server uses a port of that.

/** From `a` to `b`, with three lines around each change; empty when nothing differs. */
export function textDifference(a: readonly string[], b: readonly string[]): string {
  const changes = changesOf(a, b);
  return hunksOf(changes)
    .map(hunk => {
      const first = hunk[0] as Change;
      const last = hunk.at(-1) as Change;
      const [fromA, toA] = [Math.max(0, first.a - CONTEXT), Math.min(a.length, last.endA + CONTEXT)];
      const [fromB, toB] = [Math.max(0, first.b - CONTEXT), Math.min(b.length, last.endB + CONTEXT)];
      const lines: string[] = [];
      let at = fromA;
      for (const change of hunk) {
        lines.push(...a.slice(at, change.a).map(line => ` ${line}`));
        lines.push(...a.slice(change.a, change.endA).map(line => `-${line}`));
        lines.push(...b.slice(change.b, change.endB).map(line => `+${line}`));
        at = change.endA;
      }
      lines.push(...a.slice(at, toA).map(line => ` ${line}`));
      return `@@ -${range(fromA, toA)} +${range(fromB, toB)} @@\n${lines.map(line => `${line}\n`).join('')}`;
    })
    .join('');
}

const CONTEXT = 3;

function range(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return String(from + 1);
  return `${length === 0 ? from : from + 1},${length}`;
}

/** Lines `a` to `endA` become lines `b` to `endB`. */
interface Change {
  readonly a: number;
  readonly endA: number;
  readonly b: number;
  readonly endB: number;
}

interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** Changes that share their surroundings are shown together. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const before = hunks.at(-1)?.at(-1);
    if (before !== undefined && change.a - before.endA <= 2 * CONTEXT) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function changesOf(a: readonly string[], b: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let [atA, atB] = [0, 0];
  for (const match of [...matchesOf(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (atA < match.a || atB < match.b) changes.push({ a: atA, endA: match.a, b: atB, endB: match.b });
    [atA, atB] = [match.a + match.size, match.b + match.size];
  }
  return changes;
}

/** The longest common run of lines, then those before and behind it, and so on. */
function matchesOf(a: readonly string[], b: readonly string[]): readonly Match[] {
  const places = placesOf(b);
  const matches: Match[] = [];
  const open = [{ a: 0, endA: a.length, b: 0, endB: b.length }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const match = longestMatch(a, b, places, part);
    if (match.size === 0) continue;
    matches.push(match);
    open.push({ a: part.a, endA: match.a, b: part.b, endB: match.b });
    open.push({ a: match.a + match.size, endA: part.endA, b: match.b + match.size, endB: part.endB });
  }
  return matches.sort((one, other) => one.a - other.a);
}

const MANY_LINES = 200;

/** Where each line is; in long texts without lines that are everywhere, which would join what does not belong together. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = places.get(line);
    if (known === undefined) places.set(line, [index]);
    else known.push(index);
  }
  const most = Math.floor(lines.length / 100) + 1;
  if (lines.length >= MANY_LINES) {
    for (const [line, known] of places) if (known.length > most) places.delete(line);
  }
  return places;
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  part: Change,
): Match {
  let best: Match = { a: part.a, b: part.b, size: 0 };
  let runs = new Map<number, number>();
  for (let i = part.a; i < part.endA; i++) {
    const longer = new Map<number, number>();
    for (const j of places.get(a[i] as string) ?? []) {
      if (j < part.b) continue;
      if (j >= part.endB) break;
      const size = (runs.get(j - 1) ?? 0) + 1;
      longer.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    runs = longer;
  }
  let { a: fromA, b: fromB, size } = best;
  // With lines that are everywhere at both ends.
  while (fromA > part.a && fromB > part.b && a[fromA - 1] === b[fromB - 1]) {
    fromA--;
    fromB--;
    size++;
  }
  while (fromA + size < part.endA && fromB + size < part.endB && a[fromA + size] === b[fromB + size]) size++;
  return { a: fromA, b: fromB, size };
}
