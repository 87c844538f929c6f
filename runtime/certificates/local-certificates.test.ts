import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { LocalCertificates } from './local-certificates.js';

test('the certificate is of this machine, for 90 days, and another one after two thirds of them', async () => {
  const clock = new FakeClock();
  const source = new LocalCertificates(clock);
  const stop = new AbortController();
  const running = source.run(stop.signal);
  let changes = 0;
  source.onChange(() => {
    changes += 1;
  });
  const first = await source.current();
  const certificate = new X509Certificate(first.cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.validToDate.getTime() - clock.now()).toBeGreaterThan(89 * 86_400_000);
  expect(await source.current()).toEqual(first);
  await clock.advance(61 * 86_400_000);
  expect(changes).toBe(1);
  const second = await source.current();
  expect(new X509Certificate(second.cert).validToDate.getTime()).toBeGreaterThan(certificate.validToDate.getTime());
  stop.abort();
  await running;
});
