// The table of what came of each kind of mutation.

/** How many mutants of a kind came to what; `wrong` are those with a problem; the slowest took so many milliseconds. */
export interface Row {
  yaml: number;
  diagnostics: number;
  crash: number;
  hang: number;
  wrong: number;
  slowest: number;
}

export function table(rows: ReadonlyMap<string, Row>): string {
  const sum: Row = { yaml: 0, diagnostics: 0, crash: 0, hang: 0, wrong: 0, slowest: 0 };
  for (const row of rows.values()) {
    for (const key of COUNTS) sum[key] += row[key];
    sum.slowest = Math.max(sum.slowest, row.slowest);
  }
  return [
    '| Mutation | YAML | Diagnostics | Crash | Hang | Wrong | Slowest |',
    '|---|---|---|---|---|---|---|',
    ...[...rows, ['all', sum] as const].map(
      ([kind, row]) => `| ${kind} | ${COUNTS.map(key => row[key]).join(' | ')} | ${Math.ceil(row.slowest)} ms |`,
    ),
  ].join('\n');
}

const COUNTS = ['yaml', 'diagnostics', 'crash', 'hang', 'wrong'] as const;
