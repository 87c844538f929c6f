// The README is short, leads to what is there, and tells figures that were measured.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { linksOf, sectionsOf } from '../page-links.js';

const url = new URL('../../README.md', import.meta.url);
const readme = readFileSync(url, 'utf8');
const measurements = readFileSync(new URL('bench/README.md', url), 'utf8');
const bench = sectionsOf(measurements);
const fidelity = readFileSync(new URL('docs/reference/fidelity.md', url), 'utf8');

describe('README.md', () => {
  it('says in one screen what this is, with a picture and the two commands', () => {
    const lines = readme.split('\n');
    const first = lines.slice(0, 30).join('\n');
    // With words for those who do not see it.
    expect(first).toMatch(/!\[[^\]]{60,}\]\(docs\/assets\/session\.svg\)/);
    expect(first).toMatch(/^npm ci && npm run demo .*\nnpm ci && npm test /m);
    expect(lines.length).toBeLessThan(201);
  });

  // That the links are right is told of all pages: test/reference/links.test.ts.
  it('leads to every guide and every page of the reference', () => {
    const links = new Set(linksOf(readme));
    for (const folder of ['docs/guides/', 'docs/reference/']) {
      const pages = readdirSync(new URL(folder, url)).filter(file => file.endsWith('.md'));
      expect(pages.length).toBeGreaterThan(10);
      expect(pages.map(page => folder + page).filter(page => !links.has(page))).toEqual([]);
    }
  });

  it('names commands that there are', () => {
    const scripts = [...readme.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(scripts).toContain('demo');
    expect(scripts.filter(name => !(name in packageJson.scripts))).toEqual([]);
    const commands = new Set([...readme.matchAll(/(?:npx |`)kubewright (\w+)/g)].map(([, name = '']) => name));
    expect(commands).toEqual(new Set(['generate', 'dev', 'cluster']));
    for (const name of commands) {
      expect(readFileSync(new URL(`cli/${name}.ts`, url), 'utf8')).toContain(`.command('${name}')`);
    }
  });

  it('tells figures that are in the section of bench/README.md that it names', () => {
    const figures = figuresOf(readme);
    expect(figures.length).toBeGreaterThan(12);
    expect(figures.filter(row => !isMeasured(row))).toEqual([]);
  });

  it.each([
    ['another figure', { cells: ['15.2 / 44 / 83', '16.4 / 84 / 145'] }],
    ['another ratio', { cells: ['15.2 / 44 / 83', '16.4 / 84 / 144', '0.93× / 0.53× / 0.58×'] }],
    ['what was compared the other way round', { cells: ['16.4 / 84 / 144', '15.2 / 44 / 83'] }],
    ['a figure with words', { cells: ['about 15.2 / 44 / 83'] }],
    ['another measure', { label: 'validating: p50 / p99 / longest, ms' }],
    ['another unit', { label: 'defaulting: p50 / p99 / longest, s' }],
    ['another size', { of: 'Webhooks beside controller-runtime, 60 reviews at once' }],
    ['another section', { source: 'the-redis-operator-beside-others' }],
    ['a section that is not there', { source: 'no-such-section' }],
  ])('would not pass with %s', (_, change) => {
    const right: Figures = {
      source: 'webhooks-beside-controller-runtime',
      of: 'Webhooks beside controller-runtime, 50 reviews at once',
      label: 'defaulting: p50 / p99 / longest, ms',
      cells: ['15.2 / 44 / 83', '16.4 / 84 / 144', '0.93× / 0.53× / 0.57×'],
    };
    expect(isMeasured(right)).toBe(true);
    expect(isMeasured({ ...right, ...change })).toBe(false);
  });

  it('tells no more of the fidelity than was found', () => {
    const [, claimed] = /\[more than (\d+) %\]\(docs\/reference\/fidelity\.md\)/.exec(readme) ?? [];
    const whole = [...fidelity.matchAll(/^\| (?:Requests|kubectl) \| \d+ \| \S+ % \| (\S+) % \|$/gm)].map(
      ([, rate]) => rate,
    );
    expect(whole).toHaveLength(2);
    for (const rate of whole) expect(Number(rate)).toBeGreaterThan(Number(claimed));
  });
});

describe('bench/README.md', () => {
  it('tells ratios that are those of its figures, as far as these are rounded', () => {
    const comparisons = comparisonsOf(measurements);
    expect(comparisons.length).toBeGreaterThan(50);
    expect(comparisons.filter(comparison => !fits(comparison))).toEqual([]);
  });

  it.each([
    ['63', '62', '1.03×', true],
    ['63', '62', '1.04×', false],
    ['17,008', '17,018', '1.00×', true],
    ['0.95', '0.60', '1.62×', false],
    ['3.5', '6.6', '0.53×', true],
  ])('%s beside %s is %s: %s', (ours, theirs, ratio, expected) => {
    expect(fits({ ours, theirs, ratio })).toBe(expected);
  });
});

interface Figures {
  /** The heading in bench/README.md under which they stand. */
  readonly source: string;
  /** What was compared, with versions and sizes. */
  readonly of: string;
  /** What was measured, with the unit at the end. */
  readonly label: string;
  readonly cells: readonly string[];
}

/** The rows of the tables in which each row in bold names the source of those below it. */
function figuresOf(page: string): readonly Figures[] {
  return tablesOf(page).flatMap(([, , ...rows]) => {
    let [source, of] = ['', ''];
    return rows.flatMap(([label = '', ...cells]) => {
      const [, before, heading, after] = /^\*\*(.*\])\(bench\/README\.md#([\w-]+)\)(.*)\*\*$/.exec(label) ?? [];
      if (heading !== undefined) [source, of] = [heading, `${before}${after}`];
      return heading === undefined && source !== '' ? [{ source, of, label, cells: withoutEmpty(cells) }] : [];
    });
  });
}

/** Whether such a row is there, in words of its own: of the same sizes, measures, unit and figures, in these columns. */
function isMeasured({ source, of, label, cells }: Figures): boolean {
  const section = bench.get(source) ?? '';
  const known = numbersIn(section);
  return (
    numbersIn(`${of} ${label}`).every(number => known.some(told => told === number || told.startsWith(`${number}.`))) &&
    tablesOf(section).some(rows =>
      rows.some(([measured = '', ...figures]) => {
        const row = withoutEmpty(figures);
        return measuresIn(measured) === measuresIn(label) && cells.every((cell, at) => row[at] === cell);
      }),
    )
  );
}

const MEASURES = [
  ...[/\b(?:time|wall)\b/, /\b(?:memory|RSS)\b/, /\bCPU\b/, /\bp50\b/, /\bp99\b/, /\blongest\b/, /\bhighest\b/],
  ...[/\bend\b/, /\bready\b/, /\bidle\b/, /\bdefaulting\b/, /\bvalidating\b/, /\bms$/, /\bs$/, /\bMB$/],
];

function measuresIn(label: string): string {
  return MEASURES.filter(measure => measure.test(label)).join();
}

/** Sizes and versions; no percentiles. */
function numbersIn(text: string): readonly string[] {
  return text.replaceAll(/\bv(?=\d)/g, '').match(/(?<![\w.])\d(?:[\d.,]*\d)?/g) ?? [];
}

interface Comparison {
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
}

/** Each figure that has a ratio, one by one. */
function comparisonsOf(page: string): readonly Comparison[] {
  return tablesOf(page)
    .filter(([titles]) => titles?.[3] === 'ratio')
    .flatMap(([, , ...rows]) => rows)
    .flatMap(([, ...cells]) => {
      const [ours = [], theirs = [], ratios = []] = cells.map(cell => cell.replaceAll(/ \([^)]*\)/g, '').split(' / '));
      return ratios
        .filter(ratio => ratio !== '')
        .map((ratio, at) => ({ ours: ours[at] ?? '', theirs: theirs[at] ?? '', ratio }));
    });
}

/** Whether the figures can have been rounded from some that have this ratio. */
function fits({ ours, theirs, ratio }: Comparison): boolean {
  const [one, other, told] = [ours, theirs, ratio.replace(/×$/, '')].map(rangeOf);
  if (one === undefined || other === undefined || told === undefined) return false;
  return one.least / other.most <= told.most && one.most / other.least >= told.least;
}

/** What may be behind a rounded figure, such as 1.25 to 1.35 behind 1.3. */
function rangeOf(figure: string): { readonly least: number; readonly most: number } {
  const [, decimals = ''] = figure.split('.');
  const half = 0.5 / 10 ** decimals.length;
  const value = /^\d[\d,]*(?:\.\d+)?$/.test(figure) ? Number(figure.replaceAll(',', '')) : Number.NaN;
  return { least: value - half, most: value + half };
}

/** Cells of the rows of each table, the first being the titles, the second the line below them. */
function tablesOf(page: string): readonly (readonly (readonly string[])[])[] {
  return [...page.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trimEnd()
      .split('\n')
      .map(row =>
        row
          .slice(1, -1)
          .split('|')
          .map(cell => cell.trim()),
      ),
  );
}

function withoutEmpty(cells: readonly string[]): readonly string[] {
  return cells.filter(cell => cell !== '');
}
