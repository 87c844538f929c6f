import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLOCK_SKEW, issueCertificate } from './issue.js';
import { nextMoment, nextStep } from './rotation.js';
import { readServingCertificate, renewalTime, type ServingCertificate } from './serving-certificate.js';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const LIFETIME = 90 * DAY;
const HOST = 'hooks.op.svc';

async function issued(now: number): Promise<ServingCertificate> {
  const made = await issueCertificate({ hosts: [HOST], now, lifetime: LIFETIME });
  const reading = readServingCertificate(made, [new X509Certificate(made.ca)], { host: HOST, now });
  if (!('certificate' in reading)) throw new Error(reading.problem);
  return reading.certificate;
}

let one: ServingCertificate;
let two: ServingCertificate;
let authorities: readonly X509Certificate[];

beforeAll(async () => {
  one = await issued(NOW);
  two = await issued(NOW + 60 * DAY);
  authorities = [one, two].map(({ ca }) => new X509Certificate(ca));
});

const never = () => false;
const always = () => true;

describe('the next step', () => {
  test('is to issue a certificate where there is none to serve', () => {
    expect(nextStep({ current: undefined, next: undefined, authorities: [] }, NOW, always)).toBe('issue');
  });

  test('is to prepare another when two thirds of the life are over, counted from an hour before its making', () => {
    const shared = { current: one, next: undefined, authorities: authorities.slice(0, 1) };
    const due = NOW - CLOCK_SKEW + ((LIFETIME + CLOCK_SKEW) * 2) / 3;
    expect([renewalTime(one), nextMoment(shared)]).toEqual([due, due]);
    expect(nextStep(shared, due - 1, always)).toBeUndefined();
    expect(nextStep(shared, due, always)).toBe('prepare');
  });

  test('is to promote that one once it is trusted, and not before', () => {
    const shared = { current: one, next: two, authorities };
    const at = NOW + 61 * DAY;
    expect([nextStep(shared, at, never), nextStep(shared, at, always)]).toEqual([undefined, 'promote']);
    expect(nextMoment(shared)).toBe(one.notAfter);
  });

  test('is to promote it at once where the one in use has gone', () => {
    expect(nextStep({ current: undefined, next: two, authorities }, NOW + 91 * DAY, never)).toBe('promote');
  });

  test('is to drop an authority that has expired also for slow clocks', () => {
    const shared = { current: two, next: undefined, authorities };
    const due = one.notAfter + CLOCK_SKEW;
    expect([nextStep(shared, due - 1, never), nextStep(shared, due, never)]).toEqual([undefined, 'prune']);
  });
});

describe('a certificate is read', () => {
  const read = (
    { cert, key }: { cert: string; key: string },
    { host = HOST, now = NOW, known = authorities }: { host?: string; now?: number; known?: typeof authorities } = {},
  ) => {
    const reading = readServingCertificate({ cert, key }, known, { host, now });
    return 'problem' in reading ? reading.problem : 'good';
  };

  test('with its authority, for its host, while it is valid', () => {
    expect([read(one), read(one, { now: one.notAfter - 1 })]).toEqual(['good', 'good']);
    expect(read({ ...one, key: two.key })).toBe('tls.key does not fit tls.crt');
    expect(read(one, { known: authorities.slice(1) })).toBe('ca.crt has no authority that has issued tls.crt');
    expect(read(one, { host: 'hooks.other.svc' })).toBe('tls.crt is not for hooks.other.svc');
    expect(read(one, { now: one.notAfter })).toBe('it has expired, at 2026-04-01T00:00:00.000Z');
  });

  test('before its time only where a clock may be slow', () => {
    // Issued by a replica whose clock is fast: an hour more than the hour that it reaches back.
    expect(read(one, { now: NOW - 2 * CLOCK_SKEW })).toBe('good');
    expect(read(one, { now: NOW - 2 * CLOCK_SKEW - 1 })).toBe(
      'it is not valid before 2025-12-31T23:00:00.000Z: is a clock wrong?',
    );
  });
});
