import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cacheFolder, ensureBinaries, findBinaries, PROGRAMS, pinnedVersions } from './binaries.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kubewright-binaries-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function put(folder: string, programs: readonly string[], mode = 0o755): void {
  mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    writeFileSync(join(folder, program), '');
    chmodSync(join(folder, program), mode);
  }
}

describe('findBinaries', () => {
  test('takes KUBEBUILDER_ASSETS before the cache', () => {
    const assets = join(home, 'assets');
    put(assets, PROGRAMS);
    put(cacheFolder({ HOME: home }), PROGRAMS);
    expect(findBinaries({ HOME: home, KUBEBUILDER_ASSETS: assets })).toMatchObject({
      found: true,
      binaries: { folder: assets, paths: { etcd: join(assets, 'etcd'), kubectl: join(assets, 'kubectl') } },
    });
  });

  test('names the programs that KUBEBUILDER_ASSETS lacks, and does not turn to the cache', () => {
    const assets = join(home, 'assets');
    put(assets, ['etcd', 'kubectl']);
    put(cacheFolder({ HOME: home }), PROGRAMS);
    const found = findBinaries({ HOME: home, KUBEBUILDER_ASSETS: assets });
    expect(found).toMatchObject({
      found: false,
      buildable: false,
      reason: expect.stringContaining(`${assets}, which has no executable kube-apiserver, kube-controller-manager.`),
    });
  });

  test('does not take a program that is not executable', () => {
    const assets = join(home, 'assets');
    put(assets, PROGRAMS);
    put(assets, ['etcd'], 0o644);
    expect(findBinaries({ KUBEBUILDER_ASSETS: assets })).toMatchObject({
      found: false,
      reason: expect.stringContaining('no executable etcd.'),
    });
  });

  test.each([
    ['is not set', {}],
    ['is empty', { KUBEBUILDER_ASSETS: '' }],
  ])('looks in the cache when KUBEBUILDER_ASSETS %s', (_, env) => {
    expect(findBinaries({ HOME: home, ...env })).toMatchObject({ found: false, buildable: true });
    put(cacheFolder({ HOME: home }), PROGRAMS);
    expect(findBinaries({ HOME: home, ...env })).toMatchObject({ found: true });
  });
});

describe('ensureBinaries', () => {
  const silent = () => {};

  test('refuses an incomplete KUBEBUILDER_ASSETS instead of building', async () => {
    await expect(ensureBinaries(silent, { HOME: home, KUBEBUILDER_ASSETS: home })).rejects.toThrow(
      /KUBEBUILDER_ASSETS is/,
    );
  });

  test('says what to install when there is no Go', async () => {
    await expect(ensureBinaries(silent, { HOME: home, PATH: home })).rejects.toThrow(/Install Go/);
  });

  test('builds programs that know their version, once', async () => {
    const script = 'for word; do [ "$last" = -o ] && echo built > "$word" && chmod +x "$word"; last=$word; done';
    writeFileSync(join(home, 'go'), `#!/bin/sh\necho "$@" >> "${home}/calls"\n${script}\nexit 0\n`, { mode: 0o755 });
    const env = { HOME: home, PATH: `${home}:${process.env.PATH}` };
    expect(await ensureBinaries(silent, env)).toEqual(await ensureBinaries(silent, env));
    const calls = readFileSync(join(home, 'calls'), 'utf8').trimEnd().split('\n');
    expect(calls).toHaveLength(1 + PROGRAMS.length);
    const [, major, minor] = pinnedVersions().kubernetes.split(/[v.]/);
    expect(calls[2]).toMatch(`gitMajor=${major} -X k8s.io/component-base/version.gitMinor=${minor} `);
  });
});

describe('cacheFolder', () => {
  const versions = { kubernetes: 'v1.2.3', etcd: 'v4.5.6' };

  test('has another name for each version', () => {
    expect(cacheFolder({ HOME: home }, versions)).toContain(
      join(home, '.cache', 'kubewright', 'control-plane', `v1.2.3-etcd-v4.5.6-${process.platform}-`),
    );
  });

  test.each([
    ['honours XDG_CACHE_HOME', '/elsewhere', /^\/elsewhere\/kubewright\//],
    ['ignores a relative XDG_CACHE_HOME', 'elsewhere', /\/\.cache\/kubewright\//],
  ])('%s', (_, xdg, expected) => {
    expect(cacheFolder({ HOME: home, XDG_CACHE_HOME: xdg }, versions)).toMatch(expected);
  });
});

describe('pinnedVersions', () => {
  test.each([
    'require (\n\tgo.etcd.io/etcd/server/v3 v3.6.8\n\tk8s.io/kubernetes v1.36.3\n)\n',
    'require k8s.io/kubernetes v1.36.3\nrequire go.etcd.io/etcd/server/v3 v3.6.8 // indirect\n',
  ])('reads the requirements of a go.mod: %j', goMod => {
    expect(pinnedVersions(goMod)).toEqual({ kubernetes: 'v1.36.3', etcd: 'v3.6.8' });
  });

  test('names the module that is not required', () => {
    expect(() => pinnedVersions('require k8s.io/kubernetes v1.36.3')).toThrow(/requires no go.etcd.io/);
  });
});
