import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cacheFolder } from './binaries.js';
import { findKubectl } from './find-kubectl.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kubewright-kubectl-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** A program that says this of itself. */
function put(folder: string, says: string): string {
  mkdirSync(folder, { recursive: true });
  const binary = join(folder, 'kubectl');
  writeFileSync(binary, `#!/bin/sh\n${says}\n`);
  chmodSync(binary, 0o755);
  return binary;
}

const version = (gitVersion: string) => `echo '{"clientVersion":{"gitVersion":"${gitVersion}"}}'`;

describe('findKubectl', () => {
  test.each(['v1.30.0', 'v1.36.3', 'v1.32.4-dispatcher', 'v2.0.1'])('takes %s', async gitVersion => {
    const binary = put(join(home, 'bin'), version(gitVersion));
    expect(await findKubectl({ HOME: home, PATH: join(home, 'bin') })).toEqual({ binary, version: gitVersion });
  });

  test.each([
    [version('v1.29.14'), 'is v1.29.14, older than 1.30'],
    [version('new'), 'is new, older than 1.30'],
    ['exit 1', 'does not say its version'],
    ['echo hello', 'does not say its version'],
    ['echo {}', 'does not say its version'],
  ])('does not take one that does %j', async (says, reason) => {
    const binary = put(join(home, 'bin'), says);
    const found = await findKubectl({ HOME: home, PATH: join(home, 'bin') });
    expect(found).toEqual({ binary: undefined, reason: `${binary} ${reason}` });
  });

  test('goes on to the next folder of the PATH, and then to the cache', async () => {
    put(join(home, 'old'), version('v1.20.0'));
    const cached = put(cacheFolder({ HOME: home }), version('v1.36.3'));
    const PATH = ['', 'relative', join(home, 'nowhere'), join(home, 'old')].join(':');
    expect(await findKubectl({ HOME: home, PATH })).toEqual({ binary: cached, version: 'v1.36.3' });
    const binary = put(join(home, 'new'), version('v1.31.0'));
    expect(await findKubectl({ HOME: home, PATH: `${PATH}:${join(home, 'new')}` })).toMatchObject({ binary });
  });

  test('takes none that is too old for what it is wanted for', async () => {
    const binary = put(join(home, 'bin'), version('v1.30.4'));
    const found = await findKubectl({ HOME: home, PATH: join(home, 'bin') }, 31);
    expect(found).toEqual({ binary: undefined, reason: `${binary} is v1.30.4, older than 1.31` });
  });

  test('says that there is none', async () => {
    expect(await findKubectl({ HOME: home })).toEqual({ binary: undefined, reason: 'kubectl was not found' });
  });
});
