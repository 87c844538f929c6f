import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SourceWatcher, WatchLimitError } from './source-watcher.js';

// Limits of the system are not there to be exhausted by a test.
vi.mock('node:fs', async importOriginal => {
  const original = await importOriginal<typeof import('node:fs')>();
  return { ...original, watch: vi.fn(original.watch) };
});

let root: string;
let heard: Set<string>;
let errors: unknown[];
let watcher: SourceWatcher;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-watch-')));
  for (const folder of ['api/v1', 'node_modules/a', '.git', 'config'])
    mkdirSync(join(root, folder), { recursive: true });
  put('api/v1/lamp.ts');
  heard = new Set();
  errors = [];
  watcher = new SourceWatcher(root, {
    ignored: [join(root, 'config')],
    onChange: path => heard.add(path.slice(root.length + 1)),
    onError: error => errors.push(error),
  });
});
afterEach(() => {
  watcher.close();
  rmSync(root, { recursive: true, force: true });
});

function put(path: string): void {
  writeFileSync(join(root, path), String(Math.random()));
}

async function untilHeard(path: string): Promise<void> {
  await vi.waitFor(() => expect([...heard]).toContain(path), 10_000);
}

describe('SourceWatcher', () => {
  it('hears of a file that is written', async () => {
    put('api/v1/lamp.ts');
    await untilHeard('api/v1/lamp.ts');
  });

  it('hears of a file that is replaced, again and again', async () => {
    for (let round = 0; round < 3; round += 1) {
      heard.clear();
      put('api/v1/.lamp.ts.swp');
      renameSync(join(root, 'api/v1/.lamp.ts.swp'), join(root, 'api/v1/lamp.ts'));
      await untilHeard('api/v1/lamp.ts');
    }
  });

  it('hears of a file that is removed', async () => {
    rmSync(join(root, 'api/v1/lamp.ts'));
    await untilHeard('api/v1/lamp.ts');
  });

  it('hears of what comes with a new folder, and of what is written there later', async () => {
    mkdirSync(join(root, 'controllers/lamp'), { recursive: true });
    put('controllers/lamp/lamp.ts');
    await untilHeard('controllers/lamp/lamp.ts');
    put('controllers/lamp/bulb.ts');
    await untilHeard('controllers/lamp/bulb.ts');
  });

  it('hears of files in a folder that went and came back', async () => {
    renameSync(join(root, 'api'), join(root, 'node_modules/api'));
    await untilHeard('api');
    renameSync(join(root, 'node_modules/api'), join(root, 'api'));
    await untilHeard('api/v1/lamp.ts');
    heard.clear();
    put('api/v1/lamp.ts');
    await untilHeard('api/v1/lamp.ts');
  });

  it('leaves dependencies, hidden files and ignored folders alone', async () => {
    for (const path of ['node_modules/a/a.ts', '.git/index', '.env', 'config/role.yaml']) put(path);
    put('last.ts');
    await untilHeard('last.ts');
    expect([...heard]).toEqual(['last.ts']);
  });

  describe('where the system has no watch left', () => {
    function refuseOnce(code: string): void {
      vi.mocked(watch).mockImplementationOnce(() => {
        throw Object.assign(new Error(code), { code });
      });
    }

    it.each([
      ['ENOSPC', 'max_user_watches'],
      ['EMFILE', 'max_user_instances'],
    ])('it does not start, and tells which limit to raise: %s', (code, limit) => {
      refuseOnce(code);
      const start = () => new SourceWatcher(root, { ignored: [], onChange: () => {}, onError: () => {} });
      expect(start).toThrow(expect.objectContaining({ name: 'WatchLimitError', hint: expect.stringContaining(limit) }));
    });

    it('a folder that comes later is told', async () => {
      refuseOnce('ENOSPC');
      mkdirSync(join(root, 'api/v2'));
      await vi.waitFor(() => expect(errors).toEqual([expect.any(WatchLimitError)]), 10_000);
    });
  });
});
