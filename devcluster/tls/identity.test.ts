import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTlsIdentity } from './identity.js';

const now = new Date('2030-01-01T00:00:00Z');
const YEAR = 365 * 86_400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-identity-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const made = (after = 0, kept: { readonly folder?: string } = { folder }) =>
  createTlsIdentity({ administrator: { name: 'root', groups: ['g'] }, now: new Date(now.getTime() + after), ...kept });

test('the server has the names of the API server, the administrator has theirs', async () => {
  const { authority, server, administrator } = await made();
  const issuer = new X509Certificate(authority.certificate);
  const served = new X509Certificate(server.certificate);
  for (const name of ['localhost', 'kubernetes.default.svc']) expect(served.checkHost(name)).toBe(name);
  for (const address of ['127.0.0.1', '10.0.0.1']) expect(served.checkIP(address)).toBe(address);
  expect(new X509Certificate(administrator.certificate).subject).toBe('O=g\nCN=root');
  for (const { certificate } of [server, administrator]) {
    expect(new X509Certificate(certificate).verify(issuer.publicKey)).toBe(true);
  }
});

test('a folder keeps its authority, and nothing else does', async () => {
  const { authority } = await made();
  expect((await made(YEAR)).authority).toEqual(authority);
  expect((await made(0, {})).authority).not.toEqual(authority);
});

test('an authority that would end before what it issues is replaced', async () => {
  const { authority } = await made();
  expect((await made(9 * YEAR - 1000)).authority).toEqual(authority);
  expect((await made(9 * YEAR + 1000)).authority).not.toEqual(authority);
});

test.each(['authority.crt', 'authority.key'])(
  'an authority whose %s is damaged is told, with what to do',
  async file => {
    await made();
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100));
    await expect(made()).rejects.toMatchObject({
      name: 'DamagedFileError',
      hint: expect.stringContaining('remove it'),
    });
  },
);

test('an authority without its key is replaced', async () => {
  const { authority } = await made();
  rmSync(join(folder, 'authority.key'));
  expect((await made()).authority).not.toEqual(authority);
});
