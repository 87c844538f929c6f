// Pages of the documentation say which test shows what they claim: the files are there, and have such titles.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const ROOMS = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !['node_modules', 'dist', '.git'].includes(entry.name))
  .map(entry => entry.name);
const files = ROOMS.flatMap(room => readdirSync(root + room, { recursive: true }).map(path => `${room}/${path}`));
const testFiles = files.filter(path => path.endsWith('.test.ts'));
const pages = files.filter(path => path.startsWith('docs/') && path.endsWith('.md'));

/** `path.test.ts`, or the last part of one, and the titles that are quoted after it. */
const NAMED = /`([\w./-]+\.test\.ts)`((?:(?:,| and)? "[^"]+")*)/g;

test.each(pages.map(page => [page, namedTests(page)] as const).filter(([, named]) => named.length > 0))(
  '%s names tests that are there',
  (_, named) => {
    const absent = named.filter(
      ({ path, title }) => !candidates(path).some(file => title === undefined || has(file, title)),
    );
    expect(absent).toEqual([]);
  },
);

test('the pages that claim most name tests', () => {
  const naming = pages.filter(page => namedTests(page).length > 0);
  expect(naming).toEqual(expect.arrayContaining(['docs/reference/semantics.md', 'docs/reference/production.md']));
});

function namedTests(page: string): readonly { readonly path: string; readonly title?: string }[] {
  return [...readFileSync(root + page, 'utf8').matchAll(NAMED)].flatMap(([, path = '', quoted = '']) => {
    const titles = [...quoted.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title);
    return titles.length === 0 ? [{ path }] : titles.map(title => ({ path, title }));
  });
}

function candidates(path: string): readonly string[] {
  return testFiles.filter(file => file === path || file.endsWith(`/${path}`));
}

/** A title may be cut off with "..." where values are put into it. */
function has(file: string, title: string): boolean {
  const source = readFileSync(root + file, 'utf8').replaceAll("\\'", "'");
  return title.split(/\.\.\.|…/).every(part => source.includes(part.trim()));
}
