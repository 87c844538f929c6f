import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { inClusterAccess } from './in-cluster.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file of that text and answers its path. */
function file(text: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('in a Pod', () => {
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };

  test('token and authority are read again every minute', async () => {
    for (const [name, text] of Object.entries({ token: 'one\n', 'ca.crt': 'CA', namespace: 'ns' }))
      file(text, `sa/${name}`);
    const clock = new FakeClock();
    const access = inClusterAccess(env, clock, join(folder, 'sa'));
    expect([access.server.href, access.namespace]).toEqual(['https://[fd00::1]/', 'ns']);
    expect(await access.credentials()).toEqual({ headers: { authorization: 'Bearer one' }, tls: { ca: 'CA' } });
    file('two', 'sa/token');
    await clock.advance(59_999);
    expect((await access.credentials()).headers.authorization).toBe('Bearer one');
    await clock.advance(1);
    expect((await access.credentials()).headers.authorization).toBe('Bearer two');
  });

  test('both are read again when the server has refused them', async () => {
    const access = inClusterAccess(env, new FakeClock(), join(folder, 'sa'));
    const refused = await access.credentials();
    file('three', 'sa/token');
    file('CA2', 'sa/ca.crt');
    expect(await access.credentials(refused)).toEqual({
      headers: { authorization: 'Bearer three' },
      tls: { ca: 'CA2' },
    });
  });

  test('a proxy of the environment counts, unless the server is taken out', () => {
    const proxied = (more: NodeJS.ProcessEnv) =>
      inClusterAccess({ ...env, HTTPS_PROXY: 'http://p:1', ...more }, new FakeClock(), join(folder, 'sa')).proxy?.host;
    expect([proxied({}), proxied({ NO_PROXY: 'fd00::/8' })]).toEqual(['p:1', undefined]);
  });

  test('a service account that is not mounted is named', () => {
    expect(() => inClusterAccess(env, new FakeClock(), '/none')).toThrow('automountServiceAccountToken');
  });
});
