import { describe, expect, it } from 'vitest';
import { arrowsOf, fileCycle, folderCycle, forbiddenArrows, roomOf } from './graph.js';

const doors = { kubewright: 'runtime/index.ts' };
const table = {
  api: ['kubewright'],
  meta: [],
  queue: ['node:*'],
  'runtime/log': ['pino', '@scope/tool'],
  runtime: ['meta', 'runtime/log', 'node:path'],
  test: ['*'],
};

const graph = (files: Readonly<Record<string, string>>) => arrowsOf(new Map(Object.entries(files)), doors);

describe('forbiddenArrows', () => {
  it.each([
    ['an allowed folder', { 'runtime/a.ts': `import { a } from '../meta/a.js'` }],
    ['its own folder', { 'meta/a.ts': `import { b } from './b.js'` }],
    ['a folder below that has no row', { 'meta/a.ts': `import { b } from './deep/b.js'` }],
    ['an allowed package', { 'runtime/log/a.ts': `import { pino } from 'pino'` }],
    [
      'a module of an allowed package',
      { 'runtime/log/a.ts': `import a from 'pino/file'; import b from '@scope/tool/b'` },
    ],
    ['a module of Node', { 'queue/a.ts': `import { a } from 'node:fs'` }],
    ['a module of Node that is named', { 'runtime/a.ts': `import { a } from 'node:path'` }],
    ['the door by its name', { 'api/a.ts': `import { a } from 'kubewright'` }],
    ['anything, from a room with that right', { 'test/a.ts': `import { a } from '../queue/a.js'` }],
    ['anything, from a test', { 'meta/a.test.ts': `import { a } from '../queue/a.js'; import b from 'vitest'` }],
  ])('allows %s', (_what, files) => {
    expect(forbiddenArrows(graph(files), table)).toEqual([]);
  });

  it.each([
    [
      'a folder',
      { 'meta/a.ts': `\nimport { a } from '../queue/a.js'` },
      'meta/a.ts:2 imports ../queue/a.js: meta may not import queue',
    ],
    [
      'a folder, for a type',
      { 'meta/a.ts': `import type { A } from '../queue/a.js'` },
      'meta/a.ts:1 imports ../queue/a.js: meta may not import queue',
    ],
    [
      'a folder, for a type in an expression',
      { 'meta/a.ts': `export type A = import('../queue/a.js').A` },
      'meta/a.ts:1 imports ../queue/a.js: meta may not import queue',
    ],
    [
      'a folder, later',
      { 'meta/a.ts': `export const a = () => import('../queue/a.js')` },
      'meta/a.ts:1 imports ../queue/a.js: meta may not import queue',
    ],
    [
      'a folder, to export it',
      { 'meta/a.ts': `export * from '../queue/a.js'` },
      'meta/a.ts:1 imports ../queue/a.js: meta may not import queue',
    ],
    [
      'a folder, for its effect',
      { 'meta/a.ts': `import '../queue/a.js'` },
      'meta/a.ts:1 imports ../queue/a.js: meta may not import queue',
    ],
    [
      'the folder above',
      { 'runtime/log/a.ts': `import { a } from '../a.js'` },
      'runtime/log/a.ts:1 imports ../a.js: runtime/log may not import runtime',
    ],
    ['a package', { 'meta/a.ts': `import { pino } from 'pino'` }, 'meta/a.ts:1 imports pino: meta may not import pino'],
    [
      'a package of the scope',
      { 'runtime/log/a.ts': `import a from '@scope/other'` },
      'runtime/log/a.ts:1 imports @scope/other: runtime/log may not import @scope/other',
    ],
    [
      'a module of Node',
      { 'meta/a.ts': `import { a } from 'node:fs'` },
      'meta/a.ts:1 imports node:fs: meta may not import node:fs',
    ],
    [
      'the sources behind the door',
      { 'api/a.ts': `import { a } from '../runtime/index.js'` },
      'api/a.ts:1 imports ../runtime/index.js: api may not import runtime',
    ],
    [
      'another door',
      { 'api/a.ts': `import { a } from 'kubewright/codegen'` },
      'api/a.ts:1 imports kubewright/codegen: api may not import kubewright/codegen',
    ],
    [
      'a test',
      { 'meta/a.ts': `import { a } from './b.test.js'`, 'meta/b.test.ts': '' },
      'meta/a.ts:1 imports ./b.test.js: nothing may import a test',
    ],
    [
      'anything, from a folder without a row',
      { 'other/a.ts': `import { a } from './b.js'` },
      'other/a.ts:1 imports ./b.js: other has no row in arrows.ts',
    ],
  ])('refuses %s', (_what, files, sentence) => {
    expect(forbiddenArrows(graph(files), table)).toEqual([sentence]);
  });

  it('is not taken in by text that only looks like an import', () => {
    const text = '// import "../queue/a.js"\nexport const a = `import x from "../queue/a.js"`;';
    expect(forbiddenArrows(graph({ 'meta/a.ts': text }), table)).toEqual([]);
  });
});

describe('fileCycle', () => {
  it.each([
    ['two files', { 'a.ts': `import './b.js'`, 'b.ts': `import './a.js'` }, ['a.ts', 'b.ts', 'a.ts']],
    [
      'a file that is named in braces as a type only, which loads it all the same',
      { 'a.ts': `import { type B } from './b.js'`, 'b.ts': `import './a.js'` },
      ['a.ts', 'b.ts', 'a.ts'],
    ],
    ['an export', { 'a.ts': `export * from './b.js'`, 'b.ts': `import './a.js'` }, ['a.ts', 'b.ts', 'a.ts']],
    ['a later import', { 'a.ts': `void import('./b.js')`, 'b.ts': `import './a.js'` }, ['a.ts', 'b.ts', 'a.ts']],
    [
      'the door',
      { 'runtime/index.ts': `export * from './a.js'`, 'runtime/a.ts': `import 'kubewright'` },
      ['runtime/index.ts', 'runtime/a.ts', 'runtime/index.ts'],
    ],
    [
      'a way that begins outside of it',
      { 'a.ts': `import './b.js'`, 'b.ts': `import './c.js'`, 'c.ts': `import './b.js'` },
      ['b.ts', 'c.ts', 'b.ts'],
    ],
    ['a file itself', { 'a.ts': `import './a.js'` }, ['a.ts', 'a.ts']],
  ])('finds one through %s', (_what, files, cycle) => {
    expect(fileCycle(graph(files))).toEqual(cycle);
  });

  it.each([
    ['type imports', { 'a.ts': `import type { B } from './b.js'`, 'b.ts': `import './a.js'` }],
    ['type exports', { 'a.ts': `export type { B } from './b.js'`, 'b.ts': `import './a.js'` }],
    ['types in expressions', { 'a.ts': `export type B = import('./b.js').B`, 'b.ts': `import './a.js'` }],
    ['two ways to one file', { 'a.ts': `import './b.js'; import './c.js'`, 'b.ts': `import './c.js'`, 'c.ts': '' }],
  ])('finds none through %s', (_what, files) => {
    expect(fileCycle(graph(files))).toBeUndefined();
  });
});

describe('folderCycle', () => {
  it('finds one, also where each file on it is clean and one way is a type only', () => {
    const files = {
      'meta/a.ts': `import { a } from '../queue/a.js'`,
      'queue/a.ts': '',
      'queue/b.ts': `import type { B } from '../meta/b.js'`,
      'meta/b.ts': '',
    };
    expect(fileCycle(graph(files))).toBeUndefined();
    expect(folderCycle(graph(files), table)).toEqual(['meta', 'queue', 'meta']);
  });

  it('sees through the door', () => {
    const files = { 'runtime/index.ts': `import '../api/a.js'`, 'api/a.ts': `import 'kubewright'` };
    expect(folderCycle(graph(files), table)).toEqual(['runtime', 'api', 'runtime']);
  });

  it('does not count tests', () => {
    const files = {
      'meta/a.ts': `import '../queue/a.js'`,
      'queue/a.ts': '',
      'queue/a.test.ts': `import '../meta/a.js'`,
    };
    expect(folderCycle(graph(files), table)).toBeUndefined();
  });
});

describe('roomOf', () => {
  it.each([
    ['runtime/index.ts', 'runtime'],
    ['runtime/log/a.ts', 'runtime/log'],
    ['runtime/log/deep/a.ts', 'runtime/log'],
    ['runtime/cache/a.ts', 'runtime'],
    ['other/a.ts', undefined],
    ['a.ts', undefined],
    ['/elsewhere/a.ts', undefined],
  ])('of %s is %s', (path, room) => {
    expect(roomOf(path, table)).toBe(room);
  });
});
