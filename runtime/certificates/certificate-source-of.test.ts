import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CertificateServer } from '../../test/certificate-world.js';
import { RecordedLog } from '../../test/recorded-log.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { CertificateOptions } from './certificate-options.js';
import { certificateSourceOf, namesInCluster } from './certificate-source-of.js';
import { FileCertificates } from './file-certificates.js';
import { LocalCertificates } from './local-certificates.js';
import { SelfIssuedCertificates } from './self-issued-certificates.js';

const IN_POD = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

async function folder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'kubewright-source-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

async function sourceOf(
  options: CertificateOptions | undefined,
  { env = {}, usual = {}, account = { namespace: 'op\n' } as Record<string, string> } = {},
) {
  return certificateSourceOf(options, {
    client: {} as Client,
    clock: new FakeClock(),
    log: new RecordedLog(),
    objects: () => ({ mutating: [], validating: [], definitions: [] }),
    env,
    usualDir: await folder(usual),
    serviceAccount: await folder(account),
  });
}

describe('where certificates come from', () => {
  test('is as it is said', async () => {
    expect(await sourceOf({ dir: '/certs' }, { env: IN_POD })).toBeInstanceOf(FileCertificates);
    expect(await sourceOf({ selfIssued: {} })).toBeInstanceOf(SelfIssuedCertificates);
  });

  test('is the usual folder, if there is a certificate in it; else the Pod itself; else, outside of a Pod, memory', async () => {
    const usual = { 'tls.crt': 'x' };
    expect(await sourceOf(undefined, { env: IN_POD, usual })).toBeInstanceOf(FileCertificates);
    expect(await sourceOf(undefined, { usual })).toBeInstanceOf(FileCertificates);
    expect(await sourceOf(undefined, { env: IN_POD })).toBeInstanceOf(SelfIssuedCertificates);
    expect(await sourceOf(undefined)).toBeInstanceOf(LocalCertificates);
  });

  test('needs a namespace for the Secret', async () => {
    await expect(sourceOf({ selfIssued: {} }, { account: {} })).rejects.toThrow(
      /^certificates: not in a Pod .* so say where the Service is: certificates: \{ selfIssued: \{ service: \{ namespace/,
    );
    await expect(sourceOf({ selfIssued: {} }, { account: { namespace: '' } })).rejects.toThrow(/namespace is empty$/);
    const said = { selfIssued: { service: { namespace: 'op' } } };
    expect(await sourceOf(said, { account: {} })).toBeInstanceOf(SelfIssuedCertificates);
  });

  test.each([0, -1, 60_000, Number.NaN, Number.POSITIVE_INFINITY])('refuses a lifetime of %d', async lifetime => {
    await expect(sourceOf({ selfIssued: { lifetime } })).rejects.toThrow(/lifetime is to be at least an hour/);
  });
});

test.each([
  [undefined, 'webhook-service.op.svc'],
  ['redis-webhook-service', 'redis-webhook-service.op.svc'],
  ['', 'webhook-service.op.svc'],
])('where the variable for the Service is %j, the certificate is for %s', async (name, host) => {
  const untilAborted = (_kind: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const client = { ...new CertificateServer().client(), list: untilAborted, watch: untilAborted };
  const source = certificateSourceOf(
    { selfIssued: {} },
    {
      client: client as unknown as Client,
      clock: new FakeClock(),
      log: new RecordedLog(),
      objects: () => ({ mutating: [], validating: [], definitions: [] }),
      env: name === undefined ? {} : { WEBHOOK_SERVICE_NAME: name },
      serviceAccount: await folder({ namespace: 'op\n' }),
    },
  );
  const stop = new AbortController();
  const run = source.run(stop.signal);
  const { cert } = await source.current();
  expect(new X509Certificate(cert).subjectAltName).toContain(`DNS:${host},`);
  stop.abort();
  await run;
});

describe('the names of configurations in a cluster', () => {
  const declared = {
    mutating: ['mutating-webhook-configuration'],
    validating: ['validating-webhook-configuration', 'strict'],
    definitions: ['redis.myapp.tangx.in'],
  };

  test.each([
    ['webhook-service', '', ''],
    ['redis-webhook-service', 'redis-', ''],
    ['a-webhook-service-b', 'a-', '-b'],
    ['hooks', '', ''],
  ])('go with that of the Service, %s', (service, before, after) => {
    expect(namesInCluster(declared, service)).toEqual({
      mutating: [`${before}mutating-webhook-configuration${after}`],
      validating: [`${before}validating-webhook-configuration${after}`, `${before}strict${after}`],
      definitions: ['redis.myapp.tangx.in'],
    });
  });

  test('may be said', () => {
    expect(namesInCluster(declared, 'a-webhook-service', { mutating: ['m'] })).toEqual({
      mutating: ['m'],
      validating: ['a-validating-webhook-configuration', 'a-strict'],
      definitions: ['redis.myapp.tangx.in'],
    });
  });
});

test('outside of a Pod the certificate is for this machine, and another one before it expires', async () => {
  const clock = new FakeClock();
  const source = new LocalCertificates(clock, new RecordedLog());
  const stop = new AbortController();
  const run = source.run(stop.signal);
  const first = await source.current();
  expect(await source.current()).toEqual(first);
  let changes = 0;
  source.onChange(() => {
    changes += 1;
  });
  await clock.advance(60 * 86_400_000);
  expect(changes).toBe(1);
  expect((await source.current()).cert).not.toBe(first.cert);
  stop.abort();
  await run;
});
