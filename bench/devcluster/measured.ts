// A table of what was measured, a column for each target.
import { median } from './statistics.js';

/** A line of the table. */
export interface Measured {
  /** Says the unit. */
  readonly name: string;
  readonly value: number;
}

/** Of several rounds of the same measurements the medians, in the order of the first round. */
export async function medians(
  rounds: number,
  measure: (round: number) => Promise<readonly Measured[]>,
): Promise<Measured[]> {
  const values = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, value } of await measure(round)) values.set(name, [...(values.get(name) ?? []), value]);
  }
  return [...values].map(([name, all]) => ({ name, value: median(all) }));
}

/** Lines that one target does not have are left empty. */
export function table(embedded: readonly Measured[], real: readonly Measured[]): string {
  const others = new Map(real.map(({ name, value }) => [name, value]));
  const rows = embedded.map(({ name, value }) => {
    const other = others.get(name);
    return [name, shown(value), other === undefined ? '' : shown(other), other ? `${(value / other).toFixed(2)}×` : ''];
  });
  const lines = [['', 'embedded', 'real', 'ratio'], ['---', '---:', '---:', '---:'], ...rows];
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
