import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { FakeClock } from '../clock/fake-clock.js';
import { HealthChecks } from './health-checks.js';
import { HealthServer } from './health-server.js';

describe('HealthServer', () => {
  let stop: AbortController;
  let ended: Promise<void>;
  let server: HealthServer;
  let readyz: HealthChecks;
  let broken: boolean;
  let log: RecordedLog;

  beforeEach(async () => {
    log = new RecordedLog();
    broken = false;
    const healthz = checksOf('healthz', log);
    readyz = checksOf('readyz', log);
    readyz.add('cache', async () => {
      if (broken) throw new Error('the watch of Pods\n  is silent');
    });
    server = new HealthServer({ host: '127.0.0.1', port: 0 }, { healthz, readyz });
    stop = new AbortController();
    ended = server.run(stop.signal);
    await server.ready();
  });

  afterEach(async () => {
    stop.abort();
    await ended;
  });

  it.each([
    ['/healthz', 'ok'],
    ['/readyz', 'ok'],
    ['/healthz/', 'ok'],
    ['/healthz?verbose', '[+]ping ok\nhealthz check passed\n'],
    ['/readyz?verbose', '[+]ping ok\n[+]cache ok\nreadyz check passed\n'],
    ['/readyz?verbose&exclude=cache', '[+]ping ok\n[+]cache excluded: ok\nreadyz check passed\n'],
    [
      '/readyz?verbose&exclude=cash&exclude=etcd',
      '[+]ping ok\n[+]cache ok\nwarn: some health checks cannot be excluded: no matches for "cash","etcd"\nreadyz check passed\n',
    ],
    ['/readyz/cache', 'ok'],
  ])('answers %s while all is well', async (path, body) => {
    expect(await get(path)).toEqual([200, body]);
  });

  it.each([
    ['/readyz', 500, '[+]ping ok\n[-]cache failed: reason withheld\nreadyz check failed\n'],
    ['/readyz?verbose', 500, '[+]ping ok\n[-]cache failed: the watch of Pods is silent\nreadyz check failed\n'],
    ['/readyz?exclude=cache', 200, 'ok'],
    ['/readyz/cache', 500, 'internal server error: the watch of Pods\n  is silent\n'],
    ['/readyz/ping', 200, 'ok'],
    ['/healthz', 200, 'ok'],
  ])('answers %s with %i while a ready check fails', async (path, status, body) => {
    broken = true;
    expect(await get(path)).toEqual([status, body]);
  });

  it.each([
    ['/', 'there are /healthz and /readyz\n'],
    ['/metrics', 'there are /healthz and /readyz\n'],
    ['/constructor', 'there are /healthz and /readyz\n'],
    ['/readyz/nope', 'readyz has no check "nope"\n'],
    ['//[', 'there are /healthz and /readyz\n'],
  ])('answers %s with 404', async (path, body) => {
    expect(await get(path)).toEqual([404, body]);
  });

  it('answers HEAD without a body, and refuses what is neither GET nor HEAD', async () => {
    expect(await get('/healthz', 'HEAD')).toEqual([200, '']);
    expect(await get('/healthz', 'POST')).toEqual([405, 'GET or HEAD only\n']);
  });

  it('shows no secrets of those that an error tells', async () => {
    readyz.add('database', () => {
      throw new Error('https://user:pa55@database:5432 does not answer');
    });
    const reason = 'https://user:[hidden]@database:5432 does not answer';
    expect(await get('/readyz/database')).toEqual([500, `internal server error: ${reason}\n`]);
    const all = `[+]ping ok\n[+]cache ok\n[-]database failed: ${reason}\nreadyz check failed\n`;
    expect(await get('/readyz?verbose')).toEqual([500, all]);
  });

  it('answers whatever a check has thrown', async () => {
    readyz.add('rubbish', () => {
      throw Object.create(null);
    });
    const body = 'internal server error: what was thrown cannot be shown\n';
    expect(await get('/readyz/rubbish')).toEqual([500, body]);
  });

  it('logs why a check fails once, and again when it fails anew', async () => {
    broken = true;
    await get('/readyz');
    await get('/readyz');
    expect(log.of('info')).toMatchObject([
      {
        message: 'health check failed',
        fields: { endpoint: 'readyz', check: 'cache', reason: 'the watch of Pods\n  is silent' },
      },
    ]);
    broken = false;
    await get('/readyz');
    broken = true;
    await get('/readyz');
    expect(log.lines).toHaveLength(2);
  });

  it('ends although a check hangs', async () => {
    const asked = new Promise<void>(resolve => {
      readyz.add('stuck', () => {
        resolve();
        return new Promise(() => {});
      });
    });
    const answer = get('/readyz/stuck');
    await asked;
    stop.abort();
    await ended;
    await expect(answer).rejects.toThrow('socket hang up');
    expect(server.address).toBeUndefined();
  });

  it('ends when asked before it listens', async () => {
    const early = new HealthServer(
      { host: '127.0.0.1', port: 0 },
      {
        healthz: checksOf('healthz'),
        readyz: checksOf('readyz'),
      },
    );
    const abort = new AbortController();
    const run = early.run(abort.signal);
    abort.abort();
    await run;
    expect(early.address).toBeUndefined();
  });

  /** By http.request rather than fetch, which would tidy the path up. */
  function get(path: string, method = 'GET'): Promise<[number | undefined, string]> {
    return new Promise((resolve, reject) => {
      request({ port: server.address?.port, host: '127.0.0.1', path, method, agent: false }, response => {
        let body = '';
        response.setEncoding('utf8').on('data', text => {
          body += text;
        });
        response.on('end', () => resolve([response.statusCode, body]));
      })
        .on('error', reject)
        .end();
    });
  }
});

describe('HealthChecks', () => {
  it.each(['a/b', 'a b', '', 'ä', 'a?'])('refuses the name %j, which cannot stand in a URL as it is', name => {
    const checks = checksOf('readyz');
    expect(() => checks.add(name, () => {})).toThrow(`not "${name}"`);
  });

  it('refuses a name twice', () => {
    const checks = checksOf('readyz');
    expect(() => checks.add('ping', () => {})).toThrow('readyz: there is a check "ping" already');
  });

  it('asks a check that is at work not once more: whoever comes waits for the same answer', async () => {
    const checks = checksOf('readyz');
    const work = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let runs = 0;
    checks.add('slow', () => work[runs++]?.promise);
    const [one, all] = [checks.answerOne('slow'), checks.answer({ verbose: false, exclude: [] })];
    work[0]?.reject(new Error('no'));
    expect([await one, await all].map(({ status }) => status)).toEqual([500, 500]);
    const later = checks.answerOne('slow');
    work[1]?.resolve();
    expect((await later).status).toBe(200);
    expect(runs).toBe(2);
  });

  it('says so of a check that does not end, at once and once in the log, until it has', async () => {
    const [clock, log] = [new FakeClock(), new RecordedLog()];
    const checks = checksOf('healthz', log, clock);
    const work = Promise.withResolvers<void>();
    let runs = 0;
    checks.add('stuck', () => {
      runs += 1;
      return runs === 1 ? work.promise : undefined;
    });
    const first = checks.answerOne('stuck');
    await clock.advance(30_000);
    for (let probe = 0; probe < 3; probe += 1) {
      expect((await checks.answerOne('stuck')).body).toBe('internal server error: it has not ended within 30 s\n');
    }
    expect(runs).toBe(1);
    expect(log.of('info')).toHaveLength(1);
    work.resolve();
    expect((await first).status).toBe(200);
    expect((await checks.answerOne('stuck')).status).toBe(200);
    expect(runs).toBe(2);
  });
});

function checksOf(endpoint: 'healthz' | 'readyz', log = new RecordedLog(), clock = new FakeClock()): HealthChecks {
  return new HealthChecks(endpoint, { log, clock });
}
