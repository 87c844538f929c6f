// A row of the tables in docs/reference/faults.md.

/**
 * What happened, how often, and how long things took: of each series the shortest time, the one in the middle and the longest, in
 * milliseconds.
 */
export function timesRow(what: string, times: readonly number[], ...more: readonly (readonly number[])[]): string {
  const cells = [times, ...more].flatMap(series => {
    const sorted = series.toSorted((a, b) => a - b).map(time => time.toFixed(0));
    return [sorted[0], sorted[Math.floor(series.length / 2)], sorted.at(-1)];
  });
  return `| ${[what, times.length, ...cells].join(' | ')} |`;
}
