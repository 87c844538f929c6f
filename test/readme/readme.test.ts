// The README is short, leads to what is there, and tells figures that were measured.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { leadsSomewhere, linksOf, sectionsOf } from '../page-links.js';

const url = new URL('../../README.md', import.meta.url);
const readme = readFileSync(url, 'utf8');
const bench = sectionsOf(readFileSync(new URL('bench/README.md', url), 'utf8'));
const fidelity = readFileSync(new URL('docs/reference/fidelity.md', url), 'utf8');

describe('README.md', () => {
  it('says in one screen what this is, with a picture and the two commands', () => {
    const lines = readme.split('\n');
    const first = lines.slice(0, 30).join('\n');
    expect(first).toContain('](docs/assets/session.svg)');
    expect(first).toMatch(/^npm ci && npm run demo .*\nnpm ci && npm test /m);
    expect(lines.length).toBeLessThan(201);
  });

  it('leads to what is there, down to the heading', () => {
    const links = linksOf(readme);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(target => !leadsSomewhere(target, url))).toEqual([]);
    expect(leadsSomewhere('docs/architecture.md#no-such-heading', url)).toBe(false);
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
    expect(figures.filter(({ source, cells }) => !isMeasured(source, cells))).toEqual([]);
    expect(isMeasured('webhooks-beside-controller-runtime', ['0.1 / 0.2 / 0.3', '99 / 99 / 99'])).toBe(false);
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

interface Figures {
  /** The heading in bench/README.md under which they stand. */
  readonly source: string;
  readonly cells: readonly string[];
}

/** The rows below each row in bold, which names the source. */
function figuresOf(page: string): readonly Figures[] {
  let source = '';
  return rowsOf(page).flatMap(([label = '', ...cells]) => {
    const [, heading] = /^\*\*.*\]\(bench\/README\.md#([\w-]+)\)/.exec(label) ?? [];
    if (heading !== undefined) source = heading;
    const told = cells.filter(cell => cell !== '');
    return source !== '' && told.length > 1 && told.every(cell => /^[\d.,/×() to]+$/.test(cell))
      ? [{ source, cells: told }]
      : [];
  });
}

function isMeasured(source: string, figures: readonly string[]): boolean {
  return rowsOf(bench.get(source) ?? '').some(([, ...cells]) => figures.every((figure, at) => cells[at] === figure));
}

/** Of all tables. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return [...page.matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) => row.split('|').map(cell => cell.trim()));
}
