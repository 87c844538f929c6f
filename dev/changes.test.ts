import { describe, expect, it } from 'vitest';
import { consequenceOf } from './changes.js';

const situation = {
  root: '/p',
  tsconfig: '/p/tsconfig.json',
  extended: ['/p/tsconfig.base.json', '/shared/tsconfig.json'],
  outFolder: '/p/out',
  loaded: new Set(['/p/controllers/main.ts', '/p/controllers/page.json', '/elsewhere/shared.ts']),
};
const nothing = { build: false, restart: false };
const builtOnly = { build: true, restart: false };
const builtAndRestarted = { build: true, restart: true };

describe('what a change means', () => {
  it.each([
    ['a source that the operator runs', ['/p/controllers/main.ts'], builtAndRestarted],
    ['a source from which only types or manifests come', ['/p/api/v1/lamp-spec.ts'], builtOnly],
    ['a document that the operator has imported', ['/p/controllers/page.json'], builtAndRestarted],
    ['the tsconfig', ['/p/tsconfig.json'], builtAndRestarted],
    ['what the tsconfig extends', ['/shared/tsconfig.json'], builtAndRestarted],
    ['a source elsewhere that the operator runs', ['/elsewhere/shared.ts'], builtAndRestarted],
    ['what is installed', ['/p/package.json'], builtAndRestarted],
    ['text', ['/p/README.md'], nothing],
    ['what the compiler has written', ['/p/out/controllers/main.ts'], nothing],
    ['a folder with a name like that of the output', ['/p/outer/a.ts'], builtOnly],
    ['text and a running source', ['/p/README.md', '/p/controllers/main.ts'], builtAndRestarted],
    ['nothing', [], nothing],
  ])('of %s', (_, changed, expected) => {
    expect(consequenceOf(changed, situation)).toEqual(expected);
  });

  it.each([
    ['any source, which may be the one that was missing', ['/p/lib/new.ts'], builtAndRestarted],
    ['text', ['/p/README.md'], nothing],
  ])('while no operator runs: of %s', (_, changed, expected) => {
    expect(consequenceOf(changed, { ...situation, loaded: undefined })).toEqual(expected);
  });
});
