import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProject } from './find-project.js';
import { InputError } from './input-error.js';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-project-')));
  mkdirSync(join(root, 'app/src/deep'), { recursive: true });
  mkdirSync(join(root, 'empty/tsconfig.json'), { recursive: true });
  writeFileSync(join(root, 'app/tsconfig.json'), '{}');
  writeFileSync(join(root, 'app/tsconfig.build.json'), '{}');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('findProject', () => {
  it.each([
    ['the nearest tsconfig.json', undefined, 'app', 'app/tsconfig.json'],
    ['the nearest tsconfig.json above', undefined, 'app/src/deep', 'app/tsconfig.json'],
    ['the named file', 'tsconfig.build.json', 'app', 'app/tsconfig.build.json'],
    ['the tsconfig.json of the named folder', '../..', 'app/src/deep', 'app/tsconfig.json'],
  ])('finds %s', (_, project, cwd, expected) => {
    expect(findProject(project, join(root, cwd))).toBe(join(root, expected));
  });

  it.each([
    ['says where it looked', undefined, 'empty', `no tsconfig.json in ROOT/empty or any folder above it`],
    ['says that a named folder has none', 'src', 'app', 'no tsconfig.json in ROOT/app/src'],
    ['says that a named path is not there', 'nope.json', 'app', 'ROOT/app/nope.json does not exist'],
  ])('%s', (_, project, cwd, message) => {
    const find = () => findProject(project, join(root, cwd));
    expect(find).toThrow(InputError);
    expect(find).toThrow(message.replace('ROOT', root));
  });
});
