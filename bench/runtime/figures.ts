// Figures of several operators and rounds, as a table.
import { median } from '../devcluster/statistics.js';
import type { OperatorName } from './operator.js';

/** One figure: `create, wall s` of an operator. */
export interface Figure {
  readonly operator: OperatorName;
  readonly name: string;
  readonly value: number;
  /** Stands in a table of its own: which requests they were. */
  readonly isDetail?: boolean;
}

export interface Row extends Figure {
  readonly round: number;
}

/** The medians of all rounds as Markdown, each with its ratio to controller-runtime where that ran too. */
export function printTable(rows: readonly Row[], operators: readonly OperatorName[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const rounds = new Set(rows.map(({ round }) => round)).size;
  const value = (name: string, operator: OperatorName): number => {
    const own = rows.filter(row => row.name === name && row.operator === operator);
    // Requests that were sent in some rounds only: none in the others.
    const none = own.some(({ isDetail }) => isDetail) ? Array<number>(rounds - own.length).fill(0) : [];
    return median([...own.map(row => row.value), ...none]);
  };
  const cell = (name: string, operator: OperatorName): string => {
    const own = value(name, operator);
    const ratio = own / value(name, 'controller-runtime');
    if (Number.isNaN(own)) return '';
    return operator === 'controller-runtime' || !Number.isFinite(ratio)
      ? text(own)
      : `${text(own)} (${ratio.toFixed(2)}×)`;
  };
  const lines = [
    `|  | ${operators.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(operators.length)}`,
    ...names.map(name => `| ${name} | ${operators.map(operator => cell(name, operator)).join(' | ')} |`),
  ];
  return lines.join('\n');
}

function text(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}
