import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Binaries, findBinaries, PROGRAMS } from './binaries.js';
import { startControlPlane } from './control-plane.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kubewright-start-'));
  vi.stubEnv('TMPDIR', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

/** Programs that note that they were started and do what the script says; the others wait to be killed. */
function fakeBinaries(scripts: Readonly<Record<string, string>>): Binaries {
  const folder = mkdtempSync(join(home, 'bin-'));
  for (const program of PROGRAMS) {
    const path = join(folder, program);
    writeFileSync(path, `#!/bin/sh\necho ${program} >> ${home}/started\n${scripts[program] ?? 'exec sleep 600'}\n`);
    chmodSync(path, 0o755);
  }
  const found = findBinaries({ KUBEBUILDER_ASSETS: folder });
  if (!found.found) {
    throw new Error(found.reason);
  }
  return found.binaries;
}

const starts = (program: string) =>
  readFileSync(join(home, 'started'), 'utf8')
    .split('\n')
    .filter(line => line === program).length;

const left = () => readdirSync(home).filter(name => name.startsWith('kubewright-control-plane-'));

test('shows the end of the log of the server that ended, and leaves nothing behind', async () => {
  const binaries = fakeBinaries({ 'kube-apiserver': 'echo "unknown flag: --secure-port" >&2; exit 3' });
  await expect(startControlPlane({ binaries })).rejects.toThrow(
    'kube-apiserver ended with status 3 before the control plane was ready; the end of its log:\nunknown flag',
  );
  expect(starts('kube-apiserver')).toBe(1);
  expect(left()).toEqual([]);
});

test('tries other ports when somebody took one, and gives up after some tries', async () => {
  const binaries = fakeBinaries({ etcd: 'echo "bind: address already in use" >&2; exit 1' });
  await expect(startControlPlane({ binaries })).rejects.toThrow('address already in use');
  expect(starts('etcd')).toBe(4);
  expect(left()).toEqual([]);
});

test('says what it waited for and shows all logs when the servers do not become ready in time', async () => {
  const binaries = fakeBinaries({ etcd: 'echo "I am etcd"; exec sleep 600' });
  await expect(startControlPlane({ binaries, startTimeout: 1 })).rejects.toThrow(
    /GET \/readyz answers nothing after 0 s.*--- etcd\n/s,
  );
  expect(left()).toEqual([]);
});

test('says which program could not be started', async () => {
  const binaries = fakeBinaries({});
  const paths = { ...binaries.paths, etcd: join(home, 'nowhere', 'etcd') };
  await expect(startControlPlane({ binaries: { ...binaries, paths } })).rejects.toThrow(
    /etcd could not be started: .*ENOENT/,
  );
  expect(left()).toEqual([]);
});
