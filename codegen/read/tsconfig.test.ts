import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTsconfig } from './tsconfig.js';

const OPTIONS = '"compilerOptions": { "strict": true, "experimentalDecorators": true }';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-tsconfig-')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function findings(files: { readonly [path: string]: string }): readonly string[] {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { diagnostics } = readTsconfig(join(folder, 'tsconfig.json'));
  return diagnostics.map(({ line, column, code, message, hint }) => `${line}:${column} ${code} ${message}; ${hint}`);
}

test('takes comments, trailing commas and a byte order mark', () => {
  expect(findings({ 'tsconfig.json': `\ufeff// project\n{ /* strict */ ${OPTIONS}, }`, 'a.ts': '' })).toEqual([]);
});

test.each([
  ['an open brace', '{', '1:2'],
  ['a source file', "import { a } from 'b';\nexport const c = a;\n", '1:1'],
])('tells of the first syntax error: %s', (_title, text, place) => {
  const found = findings({ 'tsconfig.json': text, 'a.ts': '' });
  expect(found).toEqual([expect.stringMatching(`^${place} KW0002`)]);
});

test('sends to the projects that a tsconfig without files references', () => {
  const found = findings({
    'tsconfig.json': '{ "files": [], "references": [{ "path": "packages/api" }, { "path": "packages/operator" }] }',
    'packages/api/tsconfig.json': `{ ${OPTIONS} }`,
  });
  expect(found).toEqual([
    '1:1 KW0002 the tsconfig has no files of its own, and references packages/api, packages/operator; ' +
      'name the project of your API classes: --project packages/api',
  ]);
});

test('names the file that it extends and that is not there', () => {
  const found = findings({ 'tsconfig.json': `{ "extends": "./base.json", ${OPTIONS} }`, 'a.ts': '' });
  expect(found).toEqual([expect.stringContaining('the tsconfig extends base.json, which cannot be read')]);
});

test('names a listed file that does not exist', () => {
  const found = findings({ 'tsconfig.json': `{ "files": ["gone.ts"], ${OPTIONS} }` });
  expect(found).toEqual(['1:1 KW0002 gone.ts of "files" does not exist; drop it from "files"']);
});
