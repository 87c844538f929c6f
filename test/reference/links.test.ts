// Every link in the Markdown of this repository leads to what is there, down to the heading; and every page is led to.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leadsSomewhere, linksOf, sectionsOf } from '../page-links.js';

const root = new URL('../../', import.meta.url);
const pages = [...pagesIn('', false), ...roomsIn('').flatMap(room => pagesIn(room, true))].sort();

/** For those who work in that folder. */
const NOTES = ['devcluster/builtin/README.md', 'test/golden/README.md'];

describe('the pages', () => {
  it('are there', () => {
    const known = ['README.md', 'CHANGELOG.md', 'bench/README.md', 'docs/architecture.md', 'docs/tutorial/README.md'];
    expect(pages).toEqual(expect.arrayContaining([...known, ...NOTES]));
  });

  it.each(pages)('%s leads to what is there', page => {
    const url = new URL(page, root);
    expect(linksOf(read(page)).filter(target => !leadsSomewhere(target, url))).toEqual([]);
    // Of these forms nothing is looked at.
    expect(read(page)).not.toMatch(/^ {0,3}\[[^\]]+\]: |<(?:a|img)\s/m);
  });

  it('can all be reached from README.md', () => {
    const reached = new Set<string>();
    const next = ['README.md'];
    for (let page = next.pop(); page !== undefined; page = next.pop()) {
      if (reached.has(page)) continue;
      reached.add(page);
      next.push(...pagesLedToFrom(page));
    }
    expect(pages.filter(page => !reached.has(page))).toEqual(NOTES);
  });
});

it('docs/decisions/README.md names every decision by its title', () => {
  const index = read('docs/decisions/README.md');
  const decisions = pages.filter(page => /^docs\/decisions\/\d/.test(page));
  const entries = decisions.map(page => {
    const [, number, title] = /^# (\d{4}): (.+)$/m.exec(read(page)) ?? [];
    return `- [${number}](${page.slice('docs/decisions/'.length)}): ${title}`;
  });
  expect(index.match(/^- \[\d.*$/gm)).toEqual(entries);
});

describe('a link', () => {
  const from = new URL('docs/guides/dev.md', root);

  it.each([
    'no-such-page.md',
    '../../README.md#no-such-heading',
    '#no-such-heading',
    '../../package.json#scripts',
    '../../dist/cli/main.js',
    '../../../elsewhere.md',
    // Stands in a block of code only.
    '../decisions/README.md#nnnn-the-decision-in-one-sentence',
  ])('to %s leads nowhere', target => {
    expect(leadsSomewhere(target, from)).toBe(false);
  });

  it.each(['../../README.md#two-commands', '../../config/default/', 'testing.md'])('to %s leads somewhere', target => {
    expect(leadsSomewhere(target, from)).toBe(true);
  });

  it('is found whatever its form, but not in code', () => {
    const page = [
      '[one](a.md), ![two](b.svg "title"), [`three`](<c.md>), [four](https://example.com/d.md)',
      'code: `[five](e.md)`',
      '```md\n[six](f.md)\n```',
      '- in a list:\n  ```\n  [seven](g.md)\n  ```\n  [eight](h.md#i)',
    ].join('\n\n');
    expect(linksOf(page)).toEqual(['a.md', 'b.svg', 'c.md', 'h.md#i']);
  });

  it('names headings as GitHub does', () => {
    const page = '# `a` & [b](c.md): d_e\n\n## Über\n\none\n\n```sh\n# no heading\n```\n\n## Über\n\ntwo\n';
    const sections = sectionsOf(page);
    expect([...sections.keys()]).toEqual(['a--b-d_e', 'über', 'über-1']);
    expect(sections.get('über-1')?.trim()).toBe('two');
  });
});

function pagesLedToFrom(page: string): readonly string[] {
  return linksOf(read(page))
    .map(target => new URL(target.replace(/#.*/, ''), new URL(page, root)).href.slice(root.href.length))
    .filter(target => pages.includes(target));
}

function read(page: string): string {
  return readFileSync(new URL(page, root), 'utf8');
}

function roomsIn(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !['node_modules', 'dist', '.git'].includes(entry.name))
    .map(({ name }) => `${name}/`);
}

function pagesIn(folder: string, recursive: boolean): readonly string[] {
  return readdirSync(new URL(folder, root), { recursive, encoding: 'utf8' })
    .filter(path => path.endsWith('.md') && !path.includes('node_modules/'))
    .map(path => folder + path);
}
