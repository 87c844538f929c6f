import { X509Certificate } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  CertificateServer,
  certificateRefusal,
  DAY,
  DEFINITION,
  isTrusted,
  MINUTE,
  MUTATING,
  Replica,
  SECRET,
  TARGETS,
} from '../../test/certificate-world.js';
import { FakeClock } from '../clock/fake-clock.js';
import { issueCertificate } from './issue.js';
import { certificatesIn } from './pem.js';
import { SETTLING } from './self-issued-certificates.js';

async function world(replicas = 1, prepare: (server: CertificateServer) => void = server => server.applyTargets()) {
  const clock = new FakeClock();
  const server = new CertificateServer();
  prepare(server);
  const all = Array.from({ length: replicas }, () => new Replica({ server, clock, resyncPeriod: DAY }));
  onTestFinished(async () => {
    for (const replica of all) await replica.stop();
    expect(clock.pending).toBe(0);
  });
  const pass = async (milliseconds: number): Promise<void> => await server.advance(clock, milliseconds);
  await pass(0);
  const [first] = all as [Replica];
  return { clock, server, replicas: all, first, pass };
}

function text(server: CertificateServer, key: string): string {
  return Buffer.from(server.objects.get(SECRET)?.data?.[key] ?? '', 'base64').toString();
}

function messages(replica: Replica, level: 'info' | 'warn'): readonly string[] {
  return replica.log.of(level).map(({ message }) => message);
}

describe('the Secret', () => {
  test('is made by one replica, for all, as Secrets of TLS are', async () => {
    const { server, replicas } = await world(3);
    const secret = server.objects.get(SECRET);
    expect([secret.type, Object.keys(secret.data).sort()]).toEqual([
      'kubernetes.io/tls',
      ['ca.crt', 'tls.crt', 'tls.key'],
    ]);
    expect(replicas.map(({ served }) => served)).toEqual(Array.from({ length: 3 }, () => text(server, 'tls.crt')));
    expect(replicas.flatMap(each => messages(each, 'info')).filter(each => each.startsWith('issued'))).toHaveLength(1);
    const leaf = new X509Certificate(text(server, 'tls.crt'));
    expect(leaf.subjectAltName).toBe(
      'DNS:redis-webhook-service.redis-system.svc, DNS:redis-webhook-service.redis-system.svc.cluster.local',
    );
    expect([leaf.validFromDate.toISOString(), leaf.validToDate.toISOString()]).toEqual([
      '2025-12-31T23:00:00.000Z',
      '2026-04-01T00:00:00.000Z',
    ]);
    expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect([leaf.ca, new X509Certificate(text(server, 'ca.crt')).ca]).toEqual([false, true]);
  });

  test.each([
    ['deleted', undefined, 'the Secret of the certificates has gone: made it again, with a new certificate'],
    ['emptied', {}, 'the Secret had no certificate that can be served: issued one'],
    [
      'filled with garbage',
      { 'tls.crt': 'AAAA', 'tls.key': 'AAAA', 'ca.crt': 'AAAA' },
      'the Secret had no certificate that can be served: issued one',
    ],
  ])(
    'that is %s is made again and told of, and the one in use is served until its successor is trusted',
    async (_, data, told) => {
      const { server, first, pass } = await world();
      const before = first.served as string;
      if (data === undefined) server.delete(SECRET);
      else server.put(SECRET, { ...server.objects.get(SECRET), data });
      await pass(1000);
      expect(messages(first, 'warn')).toEqual([told]);
      expect([text(server, 'tls.crt'), first.served]).toEqual([before, before]);
      const next = text(server, 'next.crt');
      for (const bundle of server.bundles()) {
        for (const cert of [before, next]) expect(isTrusted(cert, bundle, Date.UTC(2026, 0, 1))).toBe(true);
      }
      await pass(SETTLING);
      expect([text(server, 'tls.crt'), first.served, text(server, 'next.crt')]).toEqual([next, next, '']);
    },
  );

  test('that is spoilt again and again is made again once a minute at most', async () => {
    const { server, first, pass } = await world();
    for (let times = 0; times < 20; times += 1) {
      server.delete(SECRET);
      await pass(1000);
    }
    expect(first.keeper.issued).toBe(2);
    const told = first.log.of('warn').map(({ message, fields }) => `${message} ${fields.error}`);
    expect(told).toEqual([
      expect.stringContaining('made it again'),
      expect.stringContaining('was spoilt again within a minute'),
    ]);
    await pass(2 * MINUTE);
    expect([first.keeper.issued, server.objects.has(SECRET)]).toEqual([3, true]);
  });

  test('of somebody else is left alone, and its key is not served', async () => {
    const issued = await issueCertificate({ hosts: ['a.b'], now: Date.UTC(2026, 0, 1), lifetime: DAY });
    const data = { 'tls.crt': issued.cert, 'tls.key': issued.key, 'ca.crt': issued.ca };
    const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, btoa(value)]));
    const { server, first } = await world(1, prepared => {
      prepared.applyTargets();
      prepared.put(SECRET, { metadata: { namespace: 'redis-system' }, type: 'kubernetes.io/tls', data: encoded });
    });
    expect([first.served, server.objects.get(SECRET).data]).toEqual([undefined, encoded]);
    expect(String(first.log.of('warn')[0]?.fields.error)).toMatch(
      /Secret redis-system\/webhook-server-cert has a certificate that was not issued here. Mount it and say/,
    );
  });

  test('of another operator in the namespace is left alone', async () => {
    const { first, server } = await world(1, prepared =>
      prepared.put(SECRET, {
        metadata: {
          namespace: 'redis-system',
          annotations: { 'kubewright.dev/webhook-service': 'other.redis-system' },
        },
      }),
    );
    expect([first.served, server.objects.get(SECRET).data]).toEqual([undefined, undefined]);
    expect(String(first.log.of('warn')[0]?.fields.error)).toContain(
      'the certificate of the Service other.redis-system',
    );
  });

  test('keeps what others have put beside the certificate', async () => {
    const { server, first } = await world(1, prepared => {
      const annotations = { team: 'red' };
      prepared.put(SECRET, {
        metadata: { namespace: 'redis-system', annotations },
        type: 'Opaque',
        data: { more: 'AA==' },
      });
    });
    const { type, data, metadata } = server.objects.get(SECRET);
    expect([type, data.more, metadata.annotations.team]).toEqual(['Opaque', 'AA==', 'red']);
    expect(first.served).toBe(text(server, 'tls.crt'));
  });

  test('has keys that are never in a log', async () => {
    const { server, first, pass } = await world();
    const keys = [text(server, 'tls.key')];
    server.put(SECRET, { ...server.objects.get(SECRET), data: { 'tls.key': btoa(keys[0] as string) } });
    await pass(MINUTE);
    keys.push(text(server, 'tls.key'));
    const logged = JSON.stringify(first.log.lines);
    for (const key of keys) {
      const secret = key.split('\n')[1] as string;
      expect(secret).toMatch(/^[A-Za-z0-9+/=]{40,}$/);
      expect(logged).not.toContain(secret);
    }
  });
});

describe('a renewal', () => {
  test('lets every caBundle trust the next authority before anybody serves with it, and the old one until it expires', async () => {
    const { clock, server, replicas, pass } = await world(3);
    const old = text(server, 'tls.crt');
    await pass(59 * DAY);
    expect(text(server, 'next.crt')).toBe('');
    await pass(1.1 * DAY);
    const renewed = text(server, 'tls.crt');
    expect(renewed).not.toBe(old);
    expect(replicas.map(({ changes }) => changes)).toEqual(replicas.map(() => [old, renewed]));
    for (const bundle of server.bundles()) expect(certificatesIn(bundle)).toHaveLength(2);
    expect(replicas.reduce((sum, { keeper }) => sum + keeper.issued, 0)).toBeLessThanOrEqual(6);
    // 90 days after the first one was issued, and an hour.
    await pass(Date.UTC(2026, 0, 91) + 59 * MINUTE - clock.now());
    for (const bundle of server.bundles()) expect(certificatesIn(bundle)).toHaveLength(2);
    await pass(2 * MINUTE);
    for (const bundle of [...server.bundles(), text(server, 'ca.crt')]) expect(certificatesIn(bundle)).toHaveLength(1);
  });

  test('waits while a caBundle cannot be written, and says so', async () => {
    const { server, first, pass } = await world();
    const old = first.served;
    await pass(59.9 * DAY);
    server.refusals.push((verb, id) =>
      verb === 'patch' && id === DEFINITION ? certificateRefusal('patch', 403, 'Forbidden') : undefined,
    );
    await pass(0.5 * DAY);
    expect([first.served, text(server, 'tls.crt')]).toEqual([old, old]);
    expect(text(server, 'next.crt')).not.toBe('');
    expect(messages(first, 'warn')).toEqual(['could not look after the certificates, trying again']);
    server.refusals.pop();
    await pass(2 * MINUTE);
    expect([first.served === old, text(server, 'next.crt')]).toEqual([false, '']);
    expect(messages(first, 'info')).toContain('the certificates are looked after again');
  });
});

describe('the caBundle', () => {
  test('is written where it belongs, and nothing else is', async () => {
    const { server } = await world();
    const { webhooks } = server.objects.get(MUTATING);
    expect(webhooks[0].clientConfig.caBundle).toBe('b3RoZXI=');
    expect(webhooks[1].clientConfig.caBundle).toBe(server.objects.get(SECRET).data['ca.crt']);
  });

  test('is written again when it was overwritten, and when its object comes later', async () => {
    const { server, first, pass } = await world(1, () => {});
    expect(first.log.of('info').filter(({ message }) => message.includes('not there'))).toHaveLength(TARGETS.length);
    expect(first.served).toBeDefined();
    server.applyTargets();
    await pass(1000);
    const written = server.bundles();
    expect(written).toEqual(Array.from({ length: 3 }, () => text(server, 'ca.crt')));
    server.applyTargets();
    await pass(1000);
    expect(server.bundles()).toEqual(written);
    expect(first.log.of('warn')).toEqual([]);
  });

  test.each([
    ['cert-manager', { 'cert-manager.io/inject-ca-from': 'a/b' }],
    ['OpenShift', { 'service.beta.openshift.io/inject-cabundle': 'true' }],
  ])('is left to %s where an annotation says so', async (_, annotations) => {
    const { server, first } = await world(1, prepared => {
      prepared.applyTargets();
      const { metadata, ...rest } = prepared.objects.get(MUTATING);
      prepared.put(MUTATING, { ...rest, metadata: { ...metadata, annotations } });
    });
    expect(server.objects.get(MUTATING).webhooks[1].clientConfig.caBundle).toBeUndefined();
    expect(messages(first, 'warn')).toEqual([expect.stringContaining('somebody else writes the caBundle of this')]);
  });

  test('is missing where the Service has another name, which is told once with the names that are there', async () => {
    const { first, pass } = await world(1, prepared => {
      prepared.applyTargets();
      const { webhooks, ...rest } = prepared.objects.get(MUTATING);
      prepared.put(MUTATING, { ...rest, webhooks: webhooks.slice(0, 1) });
    });
    await pass(3 * DAY);
    expect(first.log.of('warn').map(({ message, fields }) => [message.slice(0, 41), fields.found])).toEqual([
      ['nothing in this leads to our Service, so ', ['redis-system/other']],
    ]);
  });

  test.each([
    ['of another version by now', 422, 'Invalid'],
    ['in conflict', 409, 'Conflict'],
  ])('is written at the next try where the object is %s', async (_, code, reason) => {
    let left = 2;
    const { server, first } = await world(1, prepared => {
      prepared.applyTargets();
      prepared.refusals.push(verb => {
        if (verb !== 'patch' || left === 0) return undefined;
        left -= 1;
        return certificateRefusal('patch', code, reason);
      });
    });
    expect(server.bundles()).toEqual(TARGETS.map(() => text(server, 'ca.crt')));
    expect([left, messages(first, 'warn')]).toEqual([0, []]);
  });

  test('that nobody may write does not hold up the start', async () => {
    const { first } = await world(1, prepared => {
      prepared.applyTargets();
      prepared.refusals.push(verb => (verb === 'patch' ? certificateRefusal('patch', 403, 'Forbidden') : undefined));
    });
    expect(first.served).toBeDefined();
    expect(messages(first, 'warn')).toEqual(['could not look after the certificates, trying again']);
  });
});

test('whoever asks before there is a certificate waits for it, and is told if there never is', async () => {
  const clock = new FakeClock();
  const server = new CertificateServer();
  server.refusals.push(verb => certificateRefusal(verb, 503, 'ServiceUnavailable'));
  const one = new Replica({ server, clock });
  const asked = one.source.current();
  await server.advance(clock, 5000);
  server.refusals.pop();
  await server.advance(clock, MINUTE);
  expect((await asked).cert).toBe(one.served);
  await one.stop();

  server.refusals.push(verb => certificateRefusal(verb, 503, 'ServiceUnavailable'));
  const other = new Replica({ server, clock });
  const refused = other.source.current().catch(String);
  await server.advance(clock, 0);
  await other.stop();
  expect(await refused).toContain('stopped before there was one to serve');
});
