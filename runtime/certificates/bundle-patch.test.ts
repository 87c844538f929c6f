import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { createAuthority } from '../../devcluster/tls/certificates.js';
import { type BundleHolder, bundlePatch, servicesOf, trusts } from './bundle-patch.js';
import { CLOCK_SKEW, issueCertificate } from './issue.js';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const SERVICE = { name: 'hooks', namespace: 'op' };

let one: X509Certificate;
let two: X509Certificate;
let old: X509Certificate;
let foreign: X509Certificate;

beforeAll(async () => {
  const authority = async (now: number) =>
    new X509Certificate((await issueCertificate({ hosts: ['a.b'], now, lifetime: 90 * DAY })).ca);
  [one, two, old] = [await authority(NOW), await authority(NOW), await authority(NOW - 90 * DAY)];
  foreign = new X509Certificate((await createAuthority(new Date(NOW))).certificate);
});

function base64(...certificates: readonly (X509Certificate | string)[]): string {
  return Buffer.from(certificates.join('')).toString('base64');
}

function configuration(...caBundles: readonly (string | undefined)[]): Snapshot<BundleHolder> {
  return {
    metadata: { name: 'c', resourceVersion: '7' },
    webhooks: [
      {
        name: 'other.example.com',
        clientConfig: { service: { name: 'hooks', namespace: 'elsewhere' }, caBundle: 'b3R' },
      },
      { name: 'url.example.com', clientConfig: { url: 'https://example.com' } },
      ...caBundles.map((caBundle, at) => ({
        name: `own-${at}.example.com`,
        clientConfig: { service: { ...SERVICE, path: '/x' }, ...(caBundle !== undefined && { caBundle }) },
      })),
    ],
  } as unknown as Snapshot<BundleHolder>;
}

const guard = { op: 'test', path: '/metadata/resourceVersion', value: '7' };

/** The certificates that a patch would leave in its entries, by path. */
function left(object: Snapshot<BundleHolder>, authorities: readonly X509Certificate[], now = NOW) {
  const { operations } = bundlePatch(object, SERVICE, authorities, now);
  return operations.slice(1).map(each => {
    if (each.op !== 'add') throw new Error('another operation');
    const text = Buffer.from(each.value as string, 'base64').toString();
    const known = { one, two, old, foreign };
    return [each.path, Object.keys(known).filter(name => text.includes(known[name as 'one'].toString().trim()))];
  });
}

describe('the patch of a caBundle', () => {
  test('fills in the entries of our Service, and no others', () => {
    const { entries, operations } = bundlePatch(configuration(undefined, ''), SERVICE, [one], NOW);
    expect([entries, operations]).toEqual([
      2,
      [
        guard,
        { op: 'add', path: '/webhooks/2/clientConfig/caBundle', value: base64(`${one.toString().trim()}\n`) },
        { op: 'add', path: '/webhooks/3/clientConfig/caBundle', value: base64(`${one.toString().trim()}\n`) },
      ],
    ]);
  });

  test('fills in that of a conversion', () => {
    const clientConfig = { service: { ...SERVICE, path: '/convert' } };
    const definition = {
      metadata: { name: 'd', resourceVersion: '7' },
      spec: { conversion: { strategy: 'Webhook', webhook: { clientConfig } } },
    } as unknown as Snapshot<BundleHolder>;
    expect(left(definition, [one])).toEqual([['/spec/conversion/webhook/clientConfig/caBundle', ['one']]]);
  });

  test('is empty where nothing is ours, and where all is right in whatever order', () => {
    expect(bundlePatch(configuration(), SERVICE, [one], NOW)).toEqual({ entries: 0, operations: [] });
    expect(bundlePatch(configuration(base64(two, one)), SERVICE, [one, two], NOW).operations).toEqual([]);
    const { metadata } = configuration();
    expect(bundlePatch({ metadata, spec: { conversion: {} } } as never, SERVICE, [one], NOW).entries).toBe(0);
  });

  test('keeps authorities of ours that are still good, which another replica may serve with', () => {
    expect(left(configuration(base64(two)), [one])).toEqual([['/webhooks/2/clientConfig/caBundle', ['one', 'two']]]);
    expect(left(configuration(base64(one, two)), [one])).toEqual([]);
  });

  test('drops what has expired for everybody, what is not ours, and what is no certificate', () => {
    const after = NOW + CLOCK_SKEW;
    expect(left(configuration(base64(one, old)), [one], after - 1)).toEqual([]);
    const only = [['/webhooks/2/clientConfig/caBundle', ['one']]];
    expect(left(configuration(base64(one, old)), [one], after)).toEqual(only);
    expect(left(configuration(base64(one, foreign)), [one])).toEqual(only);
    expect(left(configuration(base64(one, 'some text that is none')), [one])).toEqual(only);
    expect(left(configuration('Cg=='), [one])).toEqual(only);
  });

  test('is trusted once every entry of ours has it', () => {
    const ca = one.toString();
    expect(trusts(configuration(base64(two, one), base64(one)), SERVICE, ca)).toBe(true);
    expect(trusts(configuration(base64(one), base64(two)), SERVICE, ca)).toBe(false);
    expect(trusts(configuration(base64(one), undefined), SERVICE, ca)).toBe(false);
    expect(trusts(configuration(), SERVICE, ca)).toBe(true);
  });

  test('knows which Services there are, for who has said another name', () => {
    expect(servicesOf(configuration(undefined, undefined))).toEqual(['elsewhere/hooks', 'op/hooks']);
  });
});
