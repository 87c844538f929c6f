// A row of the tables in docs/reference/faults.md.

/** What happened, how often, and how long it took: the shortest time, the one in the middle and the longest, in milliseconds. */
export function timesRow(what: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b).map(time => time.toFixed(0));
  return `| ${[what, times.length, sorted[0], sorted[Math.floor(times.length / 2)], sorted.at(-1)].join(' | ')} |`;
}
