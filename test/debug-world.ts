// The debug endpoints on a free port, and what asks them.
import { type Agent, request } from 'node:http';
import { afterEach, beforeEach } from 'vitest';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import { DebugServer } from '../runtime/debug/debug-server.js';
import { createLogger, type RootLogger } from '../runtime/log/create-logger.js';
import type { Logger } from '../runtime/log/logger.js';

export interface DebugWorld {
  readonly clock: FakeClock;
  readonly log: RootLogger;
  readonly server: DebugServer;
  readonly url: string;
  ask(path: string, options?: Asking): Promise<Answer>;
  /** @throws Error for what is no JSON */
  json(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** @param other a log in place of one that has levels */
async function debugWorld(other?: Logger): Promise<DebugWorld> {
  const clock = new FakeClock();
  const log = createLogger({ writer: { write: () => {} } });
  const server = new DebugServer({ port: 0 }, { log: other ?? log, clock });
  const stopping = new AbortController();
  const ended = server.run(stopping.signal);
  await server.ready();
  const { port } = server.address as { readonly port: number };
  const ask = (path: string, options: Asking = {}) => answerOf(port, path, options);
  return {
    clock,
    log,
    server,
    url: `http://127.0.0.1:${port}`,
    ask,
    json: async path => {
      const { status, type, body } = await ask(path, { headers: { accept: 'application/json' } });
      if (status !== 200 || type !== 'application/json') throw new Error(`${path}: ${status} ${type} ${body}`);
      return JSON.parse(body);
    },
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

/** One for each test of a file; `restart` gives the rest of a test another, with that log. */
export function debugWorldOfEach(): DebugWorld & { restart(log: Logger): Promise<void> } {
  let world: DebugWorld;
  beforeEach(async () => {
    world = await debugWorld();
  });
  afterEach(() => world.stop());
  return {
    get clock() {
      return world.clock;
    },
    get log() {
      return world.log;
    },
    get server() {
      return world.server;
    },
    get url() {
      return world.url;
    },
    ask: (...asked) => world.ask(...asked),
    json: path => world.json(path),
    stop: () => world.stop(),
    restart: async log => {
      await world.stop();
      world = await debugWorld(log);
    },
  };
}

/** Not by `fetch`, which does not let the host be said. */
export function answerOf(port: number, path: string, { method = 'GET', headers = {}, body = '', agent }: Asking) {
  return new Promise<Answer>((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: { ...length, ...headers }, agent },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, type: response.headers['content-type'], body: text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
