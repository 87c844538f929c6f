import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
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
  await vi.waitFor(() => expect([...heard]).toContain(path), 60_000);
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

  describe('follows files elsewhere, and', () => {
    let elsewhere: string;
    const heardOf = (path: string) => vi.waitFor(() => expect([...paths]).toContain(path), 60_000);
    let paths: Set<string>;
    let following: SourceWatcher;
    beforeEach(() => {
      elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-elsewhere-')));
      mkdirSync(join(elsewhere, 'shared/deep'), { recursive: true });
      writeFileSync(join(elsewhere, 'shared/a.ts'), '');
      paths = new Set();
      following = new SourceWatcher(root, {
        ignored: [],
        onChange: path => paths.add(path),
        onError: error => errors.push(error),
      });
    });
    afterEach(() => {
      following.close();
      rmSync(elsewhere, { recursive: true, force: true });
    });

    it('hears of them and of those beside them, once asked', async () => {
      following.follow([join(elsewhere, 'shared/a.ts')]);
      writeFileSync(join(elsewhere, 'shared/deep/c.ts'), '1');
      writeFileSync(join(elsewhere, 'shared/a.ts'), '1');
      await heardOf(join(elsewhere, 'shared/a.ts'));
      writeFileSync(join(elsewhere, 'shared/b.ts'), '1');
      await heardOf(join(elsewhere, 'shared/b.ts'));
      expect([...paths]).not.toContain(join(elsewhere, 'shared/deep/c.ts'));
    });

    // An operator that starts tells of what it imports until it is gone, and it goes after the watcher.
    it('watches nothing once it is closed, which would keep its process from ending', () => {
      following.close();
      const before = vi.mocked(watch).mock.calls.length;
      following.follow([join(elsewhere, 'shared/a.ts')]);
      expect(vi.mocked(watch).mock.calls).toHaveLength(before);
    });

    it('hears of a folder that came back, when it is asked again', async () => {
      const file = join(elsewhere, 'shared/deep/c.ts');
      writeFileSync(file, '1');
      following.follow([file]);
      rmSync(join(elsewhere, 'shared/deep'), { recursive: true });
      await heardOf(file);
      paths.clear();
      mkdirSync(join(elsewhere, 'shared/deep'));
      await vi.waitFor(async () => {
        following.follow([file]);
        writeFileSync(file, String(Math.random()));
        expect([...paths]).toContain(file);
      }, 60_000);
    });

    it('hears of files behind links, by the name that they are followed by or by their own', async () => {
      symlinkSync(join(elsewhere, 'shared'), join(root, 'api/linked'));
      symlinkSync(join(elsewhere, 'shared/deep/c.ts'), join(root, 'api/v1/c.ts'));
      writeFileSync(join(elsewhere, 'shared/deep/c.ts'), '1');
      following.follow([join(root, 'api/linked/a.ts'), join(root, 'api/v1/c.ts')]);
      writeFileSync(join(elsewhere, 'shared/a.ts'), '1');
      await heardOf(join(root, 'api/linked/a.ts'));
      writeFileSync(join(elsewhere, 'shared/deep/c.ts'), '2');
      await heardOf(join(elsewhere, 'shared/deep/c.ts'));
    });

    it('hears of a source in a folder that is otherwise left alone', async () => {
      put('.git/made.ts');
      following.follow([join(root, '.git/made.ts')]);
      put('.git/made.ts');
      await heardOf(join(root, '.git/made.ts'));
    });

    it('watches no folder twice, none of the project, and none of a package', () => {
      vi.mocked(watch).mockClear();
      const files = ['shared/a.ts', 'shared/b.ts', 'node_modules/p/a.ts'].map(path => join(elsewhere, path));
      following.follow([...files, join(root, 'api/v1/lamp.ts'), join(root, 'main.ts'), join(elsewhere, 'gone/a.ts')]);
      following.follow(files);
      const watched = vi.mocked(watch).mock.calls.map(([path]) => path);
      expect(watched).toEqual([join(elsewhere, 'shared'), join(elsewhere, 'gone')]);
      expect(errors).toEqual([]);
    });
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
      await vi.waitFor(() => expect(errors).toEqual([expect.any(WatchLimitError)]), 60_000);
    });
  });
});
