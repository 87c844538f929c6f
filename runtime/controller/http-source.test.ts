import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { FakeClock } from '../clock/fake-clock.js';
import type { SourceContext } from './external-source.js';
import { type HttpPollOptions, httpPoll } from './http-source.js';

describe('httpPoll', () => {
  it('tells of the first answer, and of each that differs from the one before', async () => {
    const bodies = ['a', 'a', 'b', 'b', 'a'];
    const { next } = await poll((_, response) => response.end(bodies.shift()), { keys: ({ body }) => [key(body)] });
    expect([await next(), await next(), await next()]).toEqual([[key('a')], [key('b')], [key('a')]]);
    expect(bodies).toEqual([]);
  });

  it('asks with the ETag and the date of the last answer, and believes a 304', async () => {
    const asked: unknown[] = [];
    const { next } = await poll((request, response) => {
      asked.push([request.headers['if-none-match'], request.headers['if-modified-since']]);
      const changed = asked.length === 1 || asked.length === 4;
      response.writeHead(changed ? 200 : 304, { etag: `"${asked.length}"`, 'last-modified': 'yesterday' });
      response.end(changed ? `body ${asked.length}` : undefined);
    });
    await next();
    await next();
    expect(asked).toEqual([[undefined, undefined], ...Array(3).fill(['"1"', 'yesterday'])]);
  });

  it('concerns all objects unless it says which', async () => {
    const { next } = await poll((_, response) => response.end('x'));
    expect(await next()).toEqual([key('of-all')]);
  });

  it('logs a failure once, goes on, and tells when answers come again', async () => {
    const codes = [500, 503, 200];
    const { next, log } = await poll((_, response) => {
      response.statusCode = codes.shift() ?? 200;
      response.end('x');
    });
    expect(await next()).toEqual([key('of-all')]);
    expect(log.of('warn')).toMatchObject([
      {
        message: 'the poll failed; it is tried again at the next turn',
        fields: { error: { message: expect.stringContaining('500 Internal Server Error') } },
      },
    ]);
    expect([log.of('debug').length, log.of('info').length]).toEqual([1, 1]);
  });

  it('takes a server that cannot be reached for a failure', async () => {
    const { next, log, close } = await poll((_, response) => response.end('x'));
    await next();
    await close();
    void next().catch(() => {});
    await expect.poll(() => log.of('warn').length).toBe(1);
  });

  it('sends headers, made anew for each request', async () => {
    let token = 0;
    const seen: (string | undefined)[] = [];
    const { next } = await poll(
      (request, response) => {
        seen.push(request.headers.authorization);
        response.end(String(seen.length));
      },
      { headers: async () => ({ authorization: `Bearer ${++token}` }) },
    );
    await next();
    await next();
    expect(seen).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('is news again at the next turn where the function of the keys has failed', async () => {
    let calls = 0;
    const keys = () => {
      calls += 1;
      if (calls < 3) throw new Error('not yet');
      return [key('a')];
    };
    const { next, log } = await poll(
      (request, response) => {
        response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200, { etag: '"1"' });
        response.end('x');
      },
      { keys },
    );
    expect(await next()).toEqual([key('a')]);
    expect([calls, log.of('warn').length, log.of('debug').length]).toEqual([3, 1, 1]);
  });

  it.each<[string, Parameters<typeof poll>[0], Partial<HttpPollOptions>]>([
    ['a server that does not answer', () => {}, {}],
    ['a server that does not end its answer', (_, response) => response.write('x'), {}],
    ['headers that do not come', () => {}, { headers: () => new Promise(() => {}) }],
  ])('gives up %s', async (_, answer, options) => {
    const { next, log } = await poll(answer, { ...options, timeout: 1000 });
    void next().catch(() => {});
    await expect.poll(() => log.of('warn').length).toBe(1);
    expect(log.of('warn')).toMatchObject([
      { fields: { error: { message: expect.stringMatching(/^GET http.*\/prices: no answer within 1000 ms$/) } } },
    ]);
  });

  it('ends a request at the stop', async () => {
    const { next, stop, asked } = await poll(() => {});
    const ended = next();
    await asked;
    stop();
    expect(await ended).toBeUndefined();
  });

  it('refuses what it cannot ask, and a time that never comes', () => {
    const of = (options: Partial<HttpPollOptions>) => () =>
      httpPoll({ url: 'http://127.0.0.1/x', every: 1, ...options });
    expect(of({ url: 'ftp://127.0.0.1/' })).toThrow(new TypeError('httpPoll: ftp://127.0.0.1/ is no http(s) URL'));
    expect(of({ url: 'nonsense' })).toThrow(TypeError);
    expect(of({ every: 0 })).toThrow('httpPoll of http://127.0.0.1/x: every is a number of milliseconds > 0, not 0');
    expect(of({ timeout: Number.NaN })).toThrow('timeout is a number of milliseconds > 0, not NaN');
    expect(of({})().name).toBe('127.0.0.1/x');
  });
});

const PERIOD = 60_000;
const HOUR = 3_600_000;

function key(name: string) {
  return { namespace: 'default', name };
}

async function poll(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: Partial<HttpPollOptions> = {},
) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const stopping = new AbortController();
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    resolve();
    answer(request, response);
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise(closed => server.close(closed));
  };
  onTestFinished(async () => {
    stopping.abort();
    await close();
  });
  const { port } = server.address() as AddressInfo;
  const source = httpPoll({
    url: `http://127.0.0.1:${port}/prices`,
    every: PERIOD,
    timeout: HOUR,
    random: () => 0.5,
    ...options,
  });
  const context = { log, clock, signal: stopping.signal, allKeys: () => [key('of-all')] } as unknown as SourceContext;
  const steps = source.open(context)[Symbol.asyncIterator]();
  // The time between two requests passes at once, that of a request does not, unless it is as short.
  const tick = (): void => void ((clock.untilNext ?? HOUR) <= PERIOD && clock.advance(PERIOD));
  const ticking = setInterval(tick, 1);
  onTestFinished(() => clearInterval(ticking));
  const next = async (): Promise<unknown> => (await steps.next()).value;
  return { next, log, close, asked, stop: () => stopping.abort() };
}
