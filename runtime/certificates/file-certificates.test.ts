import { execFileSync } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { mountPair } from '../../test/mounted-secret.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { CertificatePair } from './certificate-source.js';
import { FileCertificates } from './file-certificates.js';
import { issueCertificate } from './issue.js';

async function issued(lifetime = 3_600_000): Promise<CertificatePair> {
  return await issueCertificate({ hosts: ['a.example.com'], now: Date.UTC(2026, 0, 1), lifetime });
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kubewright-certificates-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function write(dir: string, { cert, key }: Partial<CertificatePair>): Promise<void> {
  if (cert !== undefined) await writeFile(join(dir, 'tls.crt'), cert);
  if (key !== undefined) await writeFile(join(dir, 'tls.key'), key);
}

function running(dir: string, files: { readonly certName?: string; readonly keyName?: string } = {}) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const source = new FileCertificates({ dir, ...files }, clock, log);
  const changed = vi.fn();
  source.onChange(changed);
  const stop = new AbortController();
  const run = source.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await run;
    expect(clock.pending).toBe(0);
  });
  return { clock, log, source, changed };
}

describe('certificates from files', () => {
  test('are read from a mounted Secret, and again when the kubelet exchanges what it holds', async () => {
    const dir = await folder();
    const [first, second, third] = [await issued(), await issued(), await issued()];
    await mountPair(dir, first, 1);
    const { source, changed } = running(dir);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), 60_000);
    expect(await source.current()).toEqual({ cert: first.cert, key: first.key });
    // The clock stands still: it is the file system that tells.
    await mountPair(dir, second, 2);
    await vi.waitFor(async () => expect((await source.current()).cert).toBe(second.cert), 60_000);
    await mountPair(dir, third, 3);
    await vi.waitFor(async () => expect((await source.current()).key).toBe(third.key), 60_000);
    expect(changed).toHaveBeenCalledTimes(3);
  });

  test('are read every ten seconds, whatever the file system tells', async () => {
    const dir = await folder();
    await write(dir, await issued());
    const { clock, source } = running(dir);
    await source.refresh();
    const { reads } = source.metrics;
    await clock.advance(10_000);
    await vi.waitFor(() => expect(source.metrics.reads).toBe(reads + 1), 60_000);
    await source.refresh();
    expect(source.metrics).toEqual({ reads: reads + 2, errors: 0 });
  });

  test('stay as they are while a pair is half written, which is told once', async () => {
    const dir = await folder();
    const [first, second] = [await issued(), await issued()];
    await write(dir, first);
    const { source, log, changed } = running(dir);
    await source.refresh();
    await write(dir, { key: second.key });
    for (let times = 0; times < 3; times += 1) await source.refresh();
    expect((await source.current()).cert).toBe(first.cert);
    const told = log.of('warn').map(({ message, fields }) => [message, fields.problem]);
    expect(told).toEqual([
      [
        'the certificate before stays in use',
        `certificates: tls.crt and tls.key in ${dir}: tls.key does not fit tls.crt`,
      ],
    ]);
    expect(source.metrics.errors).toBeGreaterThanOrEqual(3);
    await write(dir, { cert: second.cert });
    await source.refresh();
    expect((await source.current()).cert).toBe(second.cert);
    expect(log.of('info').map(({ message }) => message)).toContain('the certificate and its key fit again');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test('are read again at once where they are exchanged between the one and the other', async () => {
    const dir = await folder();
    const [first, second] = [await issued(), await issued()];
    await write(dir, { cert: first.cert });
    // Whoever reads a pipe waits for somebody to write.
    const pipe = join(dir, 'tls.key');
    execFileSync('mkfifo', [pipe]);
    const log = new RecordedLog();
    const source = new FileCertificates({ dir }, new FakeClock(), log);
    const refreshed = source.refresh();
    const writer = await open(pipe, 'w');
    await write(dir, { cert: second.cert });
    await writer.write(second.key);
    await writeFile(join(dir, 'next'), second.key);
    await rename(join(dir, 'next'), pipe);
    await writer.close();
    await refreshed;
    expect(await source.current()).toEqual({ cert: second.cert, key: second.key });
    expect([log.of('warn'), source.metrics]).toEqual([[], { reads: 2, errors: 1 }]);
  });

  test('are not followed when that is over', async () => {
    const dir = await folder();
    await write(dir, await issued());
    const source = new FileCertificates({ dir }, new FakeClock(), new RecordedLog());
    const stop = new AbortController();
    const run = source.run(stop.signal);
    await source.refresh();
    stop.abort();
    await run;
    const { reads } = source.metrics;
    const seen = Promise.withResolvers<void>();
    const watcher = watch(dir, () => seen.resolve());
    onTestFinished(() => watcher.close());
    await write(dir, await issued());
    await seen.promise;
    await new Promise(resolve => setImmediate(resolve));
    expect(source.metrics.reads).toBe(reads);
  });

  test.each<[string, Partial<CertificatePair>, string]>([
    ['nothing', {}, 'cannot be read (ENOENT)'],
    ['an empty certificate', { cert: '' }, 'tls.crt is empty'],
    ['something else', { cert: 'hello' }, 'tls.crt does not begin with a certificate in PEM'],
    ['no key', { key: '' }, 'tls.key is empty'],
    ['a key that is none', { key: 'SECRET-KEY' }, 'tls.key is no private key in PEM, or asks for a passphrase'],
  ])('that hold %s are refused with what is wrong', async (_, spoilt, problem) => {
    const dir = await folder();
    if (Object.keys(spoilt).length > 0) await write(dir, { ...(await issued()), ...spoilt });
    const source = new FileCertificates({ dir }, new FakeClock(), new RecordedLog());
    const error = await source.current().catch((each: Error) => each);
    expect(String(error)).toContain(`tls.crt and tls.key in ${dir}: ${problem}`);
    expect(String(error)).not.toContain('SECRET-KEY');
    expect(source.metrics).toEqual({ reads: 1, errors: 1 });
  });

  test('may have other names', async () => {
    const dir = await folder();
    const { cert, key } = await issued();
    await writeFile(join(dir, 'server.pem'), cert);
    await writeFile(join(dir, 'server.key'), key);
    const files = { dir, certName: 'server.pem', keyName: 'server.key' };
    const source = new FileCertificates(files, new FakeClock(), new RecordedLog());
    expect(await source.current()).toEqual({ cert, key });
    await writeFile(join(dir, 'server.key'), (await issued()).key);
    await expect(new FileCertificates(files, new FakeClock(), new RecordedLog()).current()).rejects.toThrow(
      `certificates: server.pem and server.key in ${dir}: server.key does not fit server.pem`,
    );
  });

  test('that come later are told of', async () => {
    const dir = await folder();
    const { source, changed, log } = running(dir);
    await source.refresh();
    expect(log.of('warn').map(({ message }) => message)).toEqual(['no certificate to serve yet']);
    const pair = await issued();
    await write(dir, pair);
    await source.refresh();
    expect(changed).toHaveBeenCalled();
    expect((await source.current()).cert).toBe(pair.cert);
  });

  test('that have expired are served all the same, with a warning', async () => {
    const dir = await folder();
    await write(dir, await issued(-1000));
    const log = new RecordedLog();
    await new FileCertificates({ dir }, new FakeClock(), log).current();
    expect(log.of('warn').map(({ message }) => message)).toEqual(['serving with a certificate that has expired']);
  });
});
