import { X509Certificate } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { HandedCertificates, testAuthority } from '../../test/webhook-world.js';
import type { CertificateSource } from '../certificates/certificate-source.js';
import { FakeClock } from '../clock/fake-clock.js';
import { MetricsRegistry } from './metrics-registry.js';
import { MetricsServer } from './metrics-server.js';
import type { ScrapeAccess, ScrapeRefusal } from './scrape-access.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Running {
  readonly server: MetricsServer;
  readonly registry: MetricsRegistry;
  readonly log: RecordedLog;
  readonly clock: FakeClock;
  get(options?: { path?: string; method?: string; headers?: Record<string, string> }): Promise<Answer>;
  /** Aborts; resolves when it has ended. */
  stop(): Promise<void>;
}

const patiently = { timeout: 20_000 };
const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(each => each.stop()));
});

const authority = await testAuthority();

async function start(certificates?: CertificateSource, access?: Pick<ScrapeAccess, 'refusal'>): Promise<Running> {
  const registry = new MetricsRegistry();
  const log = new RecordedLog();
  const clock = new FakeClock();
  const server = new MetricsServer({
    registry,
    endpoint: { host: '127.0.0.1', port: 0, secure: certificates !== undefined },
    log,
    clock,
    access: access as ScrapeAccess | undefined,
    certificates,
  });
  const stopping = new AbortController();
  const ended = server.run(stopping.signal);
  await server.ready();
  const port = server.address?.port;
  const request = certificates === undefined ? httpRequest : httpsRequest;
  const made: Running = {
    server,
    registry,
    log,
    clock,
    get: ({ path = '/metrics', method = 'GET', headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const asked = request(
          { host: '127.0.0.1', port, path, method, headers, agent: false, rejectUnauthorized: false },
          async response => {
            const chunks: Buffer[] = [];
            try {
              for await (const chunk of response) chunks.push(chunk as Buffer);
            } catch (error) {
              reject(error as Error);
            }
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
          },
        );
        asked.on('error', reject);
        asked.end();
      }),
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
  running.push(made);
  return made;
}

describe('over plain HTTP', () => {
  test('metrics are served as text, those of the process and of Node among them', async () => {
    const { get, registry } = await start();
    registry.counter({ name: 'redis_backups_total', help: 'Backups.' }).inc(3);
    const { status, headers, body } = await get();
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      vary: 'Accept, Accept-Encoding',
    });
    const text = body.toString();
    expect(text).toContain('\n# TYPE redis_backups_total counter\nredis_backups_total 3\n');
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    expect(text).toMatch(/^nodejs_heap_size_used_bytes \d/m);
    expect(text).toMatch(/^nodejs_gc_duration_seconds_count\{kind="major"\} \d/m);
  });

  test('OpenMetrics is served to whoever prefers it', async () => {
    const { get } = await start();
    const { headers, body } = await get({ headers: { accept: 'application/openmetrics-text; version=1.0.0' } });
    expect(headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(body.toString().endsWith('\n# EOF\n')).toBe(true);
  });

  test('long answers are compressed for whoever takes that', async () => {
    const { get, registry } = await start();
    const many = registry.gauge({ name: 'many', help: 'Many.', labels: ['x'] });
    for (let at = 0; at < 100; at += 1) many.with({ x: String(at) }).set(at);
    const { headers, body } = await get({ headers: { 'accept-encoding': 'gzip' } });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toContain('many{x="99"} 99\n');
  });

  test.each([
    ['GET', '/', 404, 'there is /metrics\n'],
    ['GET', '/metrics/', 404, 'there is /metrics\n'],
    ['GET', '//[', 404, 'there is /metrics\n'],
    ['POST', '/metrics', 405, 'GET or HEAD only\n'],
    ['HEAD', '/metrics', 200, ''],
  ])('%s %s is answered with %i', async (method, path, status, text) => {
    const { get } = await start();
    const answer = await get({ method, path });
    expect([answer.status, answer.body.toString()]).toEqual([status, text]);
  });

  test('a query is passed over', async () => {
    const { get } = await start();
    expect((await get({ path: '/metrics?collect[]=a' })).status).toBe(200);
  });

  test('a collector that fails is told of, and takes nothing else away', async () => {
    const { get, registry, log } = await start();
    registry.collect(() => {
      throw new Error('no');
    });
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body.toString()).toContain('process_cpu_seconds_total');
    expect(log.of('error').map(({ message }) => message)).toEqual(['some metrics are missing: a collector has failed']);
  });
});

describe('over HTTPS', () => {
  test('another certificate is taken up, and connections that are open go on', async () => {
    const [before, after] = [await authority.issue(), await authority.issue()];
    const certificates = new HandedCertificates(before);
    const { get, server } = await start(certificates);
    const open = await handshake(server);
    expect(fingerprint(open)).toBe(new X509Certificate(before.cert).fingerprint256);
    certificates.change(after);
    await expect
      .poll(async () => {
        const socket = await handshake(server);
        const print = fingerprint(socket);
        socket.destroy();
        return print;
      }, patiently)
      .toBe(new X509Certificate(after.cert).fingerprint256);
    open.write('GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of open) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toContain('HTTP/1.1 200 OK');
    expect((await get()).status).toBe(200);
  });

  test('nobody listens to the certificates any more once it has ended', async () => {
    const certificates = new HandedCertificates(await authority.issue());
    const { stop } = await start(certificates);
    await stop();
    let asked = 0;
    certificates.current = () => {
      asked += 1;
      return authority.issue();
    };
    certificates.change(await authority.issue());
    expect(asked).toBe(0);
  });

  test('it speaks TLS 1.2 and 1.3, with ciphers of which no key of later tells anything; also after a change', async () => {
    const certificates = new HandedCertificates(await authority.issue());
    const { server } = await start(certificates);
    const spoken = async (options: ConnectionOptions): Promise<unknown> => {
      const socket = await handshake(server, options);
      const protocol = socket.getProtocol();
      socket.destroy();
      return protocol;
    };
    const old = { maxVersion: 'TLSv1.2' } as const;
    for (const pair of [await authority.issue(), undefined]) {
      expect(await spoken({})).toBe('TLSv1.3');
      expect(await spoken(old)).toBe('TLSv1.2');
      await expect(spoken({ ...old, ciphers: 'ECDHE-ECDSA-AES128-SHA' })).rejects.toThrow('handshake failure');
      const before = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
      await expect(spoken(before)).rejects.toThrow('alert protocol version');
      if (pair !== undefined) certificates.change(pair);
      await new Promise(setImmediate);
    }
  });

  test('it has the last certificate, however late a source answers for the one before', async () => {
    const [first, second, third] = [await authority.issue(), await authority.issue(), await authority.issue()];
    const certificates = new HandedCertificates(first);
    const { server } = await start(certificates);
    const answers = [Promise.withResolvers<typeof first>(), Promise.withResolvers<typeof first>()];
    const asked = answers.map(({ promise }) => promise);
    certificates.current = () => asked.shift() ?? Promise.resolve(third);
    certificates.change(second);
    certificates.change(third);
    answers[1]?.resolve(third);
    await new Promise(setImmediate);
    answers[0]?.resolve(second);
    await new Promise(setImmediate);
    const socket = await handshake(server);
    expect(fingerprint(socket)).toBe(new X509Certificate(third.cert).fingerprint256);
    socket.destroy();
  });

  test('a change while it starts is not lost', async () => {
    const [first, second] = [await authority.issue(), await authority.issue()];
    const certificates = new HandedCertificates(second);
    const answer = Promise.withResolvers<typeof first>();
    const asked = [answer.promise];
    certificates.current = () => asked.shift() ?? Promise.resolve(second);
    const starting = start(certificates);
    await new Promise(setImmediate);
    certificates.change(second);
    answer.resolve(first);
    const socket = await handshake((await starting).server);
    expect(fingerprint(socket)).toBe(new X509Certificate(second.cert).fingerprint256);
    socket.destroy();
  });

  test('it does not start where there is no certificate', async () => {
    const current = () => Promise.reject(new Error('no file'));
    const listening = new Set<() => void>();
    const onChange = (listener: () => void) => {
      listening.add(listener);
      return () => listening.delete(listener);
    };
    const server = new MetricsServer({
      registry: new MetricsRegistry(),
      endpoint: { host: '127.0.0.1', port: 0, secure: true },
      log: new RecordedLog(),
      clock: new FakeClock(),
      access: undefined,
      certificates: { current, onChange, run: async () => {} },
    });
    const ready = expect(server.ready()).rejects.toThrow('no file');
    await expect(server.run(new AbortController().signal)).rejects.toThrow('no file');
    await ready;
    expect(listening.size).toBe(0);
  });

  test('the verb that is asked for is the method', async () => {
    const verbs: unknown[] = [];
    const access = {
      refusal: async (_token: unknown, verb: string) => {
        verbs.push(verb);
        return undefined;
      },
    };
    const { get } = await start(new HandedCertificates(await authority.issue()), access);
    expect((await get({ method: 'HEAD' })).status).toBe(200);
    expect(verbs).toEqual(['head']);
  });

  test.each<readonly [ScrapeRefusal, string | undefined]>([
    [{ status: 401, reason: 'Unauthorized' }, 'Bearer'],
    [{ status: 403, reason: 'Authorization denied for user anna' }, undefined],
    [{ status: 500, reason: 'Authentication failed' }, undefined],
  ])('who may not is answered with %j', async (refusal, challenge) => {
    const asked: unknown[] = [];
    const access = {
      refusal: async (...question: unknown[]) => {
        asked.push(question);
        return refusal;
      },
    };
    const { get } = await start(new HandedCertificates(await authority.issue()), access);
    const { status, headers, body } = await get({ headers: { authorization: 'Bearer x' } });
    expect([status, body.toString()]).toEqual([refusal.status, `${refusal.reason}\n`]);
    expect(headers['www-authenticate']).toBe(challenge);
    expect(asked).toEqual([['Bearer x', 'get', '/metrics']]);
  });
});

describe('at the stop', () => {
  test('the event loop is watched no more', async () => {
    const { get, registry, stop } = await start();
    const delay = 'nodejs_eventloop_lag_max_seconds';
    await expect.poll(async () => (await get()).body.toString(), patiently).toContain(`\n${delay} `);
    await stop();
    const { families } = await registry.gather();
    expect(families.map(({ name }) => name)).toContain('nodejs_heap_size_used_bytes');
    expect(families.map(({ name }) => name)).not.toContain(delay);
  });

  test('a scrape that is under way is answered, and no other is taken', async () => {
    const { get, registry, stop, server } = await start();
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    registry.collect(async () => {
      begun.resolve();
      await gate.promise;
      return [];
    });
    const scraped = get();
    await begun.promise;
    const stopped = stop();
    await expect(get()).rejects.toThrow(/ECONNREFUSED|ECONNRESET|socket hang up/);
    gate.resolve();
    expect((await scraped).status).toBe(200);
    await stopped;
    expect(server.address).toBeUndefined();
  });

  test('a scrape that does not end is broken off', async () => {
    const { get, registry, stop, clock } = await start();
    const begun = Promise.withResolvers<void>();
    registry.collect(() => {
      begun.resolve();
      return new Promise<never>(() => {});
    });
    const scraped = expect(get()).rejects.toThrow(/ECONNRESET|socket hang up/);
    await begun.promise;
    const stopped = stop();
    await clock.advance(999);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    await Promise.all([stopped, scraped]);
  });

  test('scrapes that come all the time are answered or refused, and nothing else happens', async () => {
    const { get, stop } = await start();
    const outcomes = new Set<string>();
    let isOver = false;
    const scraping = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        await get().then(
          ({ status }) => outcomes.add(String(status)),
          (error: NodeJS.ErrnoException) => outcomes.add(error.code ?? error.message),
        );
      }
    });
    await expect.poll(() => outcomes.size, patiently).toBeGreaterThan(0);
    await stop();
    await expect.poll(() => outcomes.has('ECONNREFUSED'), patiently).toBe(true);
    isOver = true;
    await Promise.all(scraping);
    for (const outcome of outcomes) expect(['200', 'ECONNREFUSED', 'ECONNRESET']).toContain(outcome);
  });
});

/** A connection whose certificate is known. */
function handshake(server: MetricsServer, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const port = server.address?.port ?? 0;
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
    socket.once('error', reject);
    socket.once('secureConnect', () => resolve(socket));
  });
}

function fingerprint(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256;
}
