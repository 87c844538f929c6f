import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, writeWholeFile } from './whole-file.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kubewright-whole-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('a folder is made with those above it, for the user alone', () => {
  makeFolder(join(root, 'a/b/c'));
  makeFolder(join(root, 'a/b/c'));
  expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, 'a/b/c')).mode & 0o777).toBe(0o700);
});

test('a file where a folder should be is an error', () => {
  writeFileSync(join(root, 'taken'), '');
  expect(() => makeFolder(join(root, 'taken'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'taken/a'))).toThrow('ENOTDIR');
});

test.runIf(existsSync('/proc/self'))('a place that takes no folders is an error, and not tried for ever', () => {
  expect(() => makeFolder('/proc/kubewright/a')).toThrow('ENOENT');
});

test('a file is replaced as a whole, and is for the user alone', () => {
  const path = join(root, 'file');
  writeWholeFile(path, 'one');
  writeWholeFile(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a file that cannot be put in its place leaves nothing', () => {
  mkdirSync(join(root, 'folder'));
  expect(() => writeWholeFile(join(root, 'folder'), 'text')).toThrow();
  expect(readdirSync(root)).toEqual(['folder']);
});
