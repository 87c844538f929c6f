// What guides and the README show as a whole file compiles with the options that the first of them tells to write.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compiledPieces } from '../compiled-pieces.js';

const README = '../../README.md';

const PAGES: readonly (readonly [page: string, files: readonly string[]])[] = [
  [
    'first-operator.md',
    ['api/v1/website.ts', 'controllers/website-objects.ts', 'controllers/website-reconciler.ts', 'controllers/main.ts'],
  ],
  ['testing.md', ['test/redis-operator.test.ts']],
  [README, ['controllers/main.ts']],
];

const wholeFiles = PAGES.map(([page]) =>
  blocksOf(page, 'ts').filter(block => /^\/\/ \S+\.ts\n/.test(block) && /^import /m.test(block)),
);

it('is there', () => {
  const paths = wholeFiles.map(blocks => blocks.map(block => block.slice('// '.length, block.indexOf('\n'))));
  expect(paths).toEqual(PAGES.map(([, files]) => files));
});

it('compiles', { timeout: 240_000 }, () => {
  const { compilerOptions } = JSON.parse(blocksOf('first-operator.md', 'json')[0] ?? '');
  const files = wholeFiles.flatMap((blocks, at) =>
    // Where the README has a file, the first guide has one, too.
    PAGES[at]?.[0] === README ? blocks.map(block => block.replace('// ', '// readme/')) : blocks,
  );
  const wrong = files[0]?.replace('website.ts', 'wrong.ts').replace('@Minimum(0)', "@Minimum('0')") ?? '';
  const found = compiledPieces('', [], [...files, wrong], compilerOptions);
  expect(found.filter(({ piece }) => piece !== wrong)).toEqual([]);
  expect(found).not.toEqual([]);
});

function blocksOf(page: string, language: string): readonly string[] {
  const text = readFileSync(new URL(`../../docs/guides/${page}`, import.meta.url), 'utf8');
  const found = text.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...found].filter(([, written]) => written === language).map(([, , block = '']) => block);
}
