import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DataFolder, ForeignFolderError } from './data-folder.js';

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kubewright-folder-'));
  path = join(root, 'a/b');
});
afterEach(() => rmSync(root, { recursive: true }));

function used(): void {
  const folder = new DataFolder(path);
  folder.openStore().close();
  folder.close();
}

describe('a data folder', () => {
  test('is made, and left without a lock', () => {
    used();
    expect(readdirSync(path)).toEqual(['store.jsonl']);
  });

  test('is for one at a time, and releasing it twice takes it from nobody', () => {
    const first = new DataFolder(path);
    expect(() => new DataFolder(join(path, '../b'))).toThrow('is in use by this process');
    first.close();
    const second = new DataFolder(path);
    first.close();
    expect(existsSync(join(path, 'lock'))).toBe(true);
    second.close();
  });

  test.each([
    ['empty', []],
    [
      'one that a process has left that was killed early',
      ['lock', 'lock.0a1b2c3d.77-00ff00ff', 'kubeconfig.lock', 'tls', 'dev.yaml.lock'],
    ],
    ['a new disk, or kept by git', ['lost+found', '.gitkeep']],
  ])('may be %s', (_, files) => {
    mkdirSync(path, { recursive: true });
    for (const file of files) writeFileSync(join(path, file), '');
    used();
  });

  test('that was used before may hold other files, too', () => {
    used();
    writeFileSync(join(path, 'notes.txt'), '');
    used();
  });

  test.each(['notes.txt', '.bashrc', 'kubeconfigs', 'unlock'])('is not one that holds only %s', file => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, file), '');
    expect(() => new DataFolder(path)).toThrow(ForeignFolderError);
    expect(readdirSync(path)).toEqual([file]);
  });

  test('keeps its key, and tells one that is damaged', () => {
    const folder = new DataFolder(path);
    const key = folder.tokenKey();
    expect(key).toHaveLength(32);
    expect(folder.tokenKey()).toEqual(key);
    writeFileSync(join(path, 'service-account.key'), '');
    expect(() => folder.tokenKey()).toThrow(
      expect.objectContaining({ name: 'DamagedFileError', hint: expect.any(String) }),
    );
    folder.close();
  });
});
