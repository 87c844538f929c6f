// Whom the debug endpoints answer, and what costs something.
import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerOf, debugWorldOfEach } from '../../test/debug-world.js';
import { type NodeProgram, nodeProgram } from '../../test/node-program.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { DebugServer } from './debug-server.js';

const debug = debugWorldOfEach();
const { ask, json } = debug;

describe('/debug/log-level', () => {
  it('shows the levels, and sets them', async () => {
    expect((await ask('/debug/log-level')).body).toBe('info\n');
    expect((await ask('/debug/log-level', { method: 'PUT', body: 'warn,cache=debug' })).body).toBe(
      'warn,cache=debug\n',
    );
    expect(debug.log.modules).toEqual({ cache: 'debug' });
    expect(await ask('/debug/log-level', { method: 'PUT', body: 'loud' })).toMatchObject({ status: 400 });
    expect(await ask('/debug/log-level', { method: 'PUT', body: 'x'.repeat(4097) })).toMatchObject({ status: 413 });
    const body = new Blob(['debug']).stream();
    const unsaid = { method: 'PUT', body, duplex: 'half' } as RequestInit;
    expect((await fetch(`${debug.url}/debug/log-level`, unsaid)).status).toBe(413);
    expect(debug.log.level).toBe('warn');
  });

  it('is not there for a logger that has no levels', async () => {
    await debug.restart(new RecordedLog());
    expect(await ask('/debug/log-level')).toMatchObject({ status: 404 });
    expect((await ask('/debug/')).body).not.toContain('log-level');
  });
});

describe('profiles', () => {
  it('of the CPU are taken for as long as it is wished, one at a time', async () => {
    const first = ask('/debug/cpu-profile?seconds=30', { method: 'POST' });
    await expect.poll(() => debug.clock.pending).toBe(1);
    expect(await ask('/debug/cpu-profile', { method: 'POST' })).toMatchObject({
      status: 409,
      body: 'a CPU profile is being taken already\n',
    });
    await debug.clock.advance(30_000);
    const { status, body } = await first;
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ nodes: expect.any(Array), startTime: expect.any(Number) });
    expect(await ask('/debug/cpu-profile?seconds=301', { method: 'POST' })).toMatchObject({ status: 400 });
  });

  it('of the CPU leave nothing at a connection that is used again', async () => {
    const { program, url } = await debugProgram();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const { port } = new URL(url);
    for (let at = 0; at < 12; at += 1) {
      const { status } = await answerOf(Number(port), '/debug/cpu-profile?seconds=1', { method: 'POST', agent });
      expect(status).toBe(200);
    }
    program.child.kill('SIGTERM');
    // Nothing warns of listeners that only become more.
    expect(await program.ended()).toEqual({ status: 0, signal: null, errors: '' });
  });

  it('of the CPU end with who asked for them, and with the server', async () => {
    const leaving = new AbortController();
    const url = `${debug.url}/debug/cpu-profile`;
    const left = fetch(url, { method: 'POST', signal: leaving.signal }).catch((error: Error) => error.name);
    await expect.poll(() => debug.clock.pending).toBe(1);
    leaving.abort();
    expect(await left).toBe('AbortError');
    await expect.poll(() => debug.clock.pending).toBe(0);
    const cut = ask('/debug/cpu-profile', { method: 'POST' }).catch((error: Error) => error.message);
    await expect.poll(() => debug.clock.pending).toBe(1);
    await debug.stop();
    expect(await cut).toBe('socket hang up');
    await expect.poll(() => debug.clock.pending).toBe(0);
  });

  it('of the heap come as Chrome reads them', async () => {
    const { program, url: server } = await debugProgram();
    const url = `${server}/debug/heap-snapshot`;
    const answer = await fetch(url, { method: 'POST' });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="heap-\d+\.heapsnapshot"$/);
    expect(await answer.json()).toMatchObject({ snapshot: { meta: expect.any(Object) }, nodes: expect.any(Array) });
    // Half of one is left behind, and the next can be had.
    const half = await fetch(url, { method: 'POST' });
    await half.body?.cancel();
    await expect.poll(async () => (await fetch(url, { method: 'POST' })).status, { timeout: 60_000 }).toBe(200);
    program.child.kill('SIGTERM');
    expect((await program.ended()).status).toBe(0);
    // A heap is written out three times: long on a machine that is busy.
  });
});

/** The endpoints in a process of its own, which is smaller than that of the tests; profiles are taken for no time. */
async function debugProgram(): Promise<{ readonly program: NodeProgram; readonly url: string }> {
  const program = nodeProgram(
    {
      'runtime/debug/debug-server.ts': 'DebugServer',
      'runtime/log/create-logger.ts': 'createLogger',
      'runtime/clock/clock.ts': 'systemClock',
    },
    `
    const clock = { ...systemClock, setTimer: (_, callback) => systemClock.setTimer(0, callback) };
    const server = new DebugServer({ port: 0 }, { log: createLogger(), clock });
    const stopping = new AbortController();
    process.on('SIGTERM', () => stopping.abort());
    const ended = server.run(stopping.signal);
    await server.ready();
    console.log(server.address.port);
    await ended;
    `,
  );
  return { program, url: `http://127.0.0.1:${await program.line()}` };
}

describe('who is answered', () => {
  it('nobody but the machine itself: another address to listen on is refused', () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.0.0.1.example.com', '']) {
      expect(() => new DebugServer({ port: 0, host }, debug)).toThrow(
        `debug.host is 127.0.0.1, ::1 or localhost, not ${JSON.stringify(host)}`,
      );
    }
    for (const port of [-1, 1.5, 65_536, Number.NaN]) {
      expect(() => new DebugServer({ port }, debug)).toThrow('debug.port is a whole number from 0 to 65535');
    }
    expect(debug.server.address).toMatchObject({ address: '127.0.0.1' });
  });

  it.each([
    ['a name that was made to point here', { host: 'attacker.example' }],
    ['such a name with our port', { host: 'attacker.example:6060' }],
    ['a name that begins like ours', { host: 'localhost.attacker.example' }],
    ['a page of another site', { origin: 'https://attacker.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another server on this machine', { origin: 'http://localhost:3000' }],
    ['what a browser says is from elsewhere', { 'sec-fetch-site': 'cross-site' }],
    ['a page on another port of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('not %s', async (_, headers) => {
    for (const method of ['GET', 'POST', 'PUT']) {
      const { status } = await ask(method === 'POST' ? '/debug/heap-snapshot' : '/debug/log-level', {
        method,
        headers: headers as Record<string, string>,
        body: 'debug',
      });
      expect(status).toBe(403);
    }
    expect(debug.log.level).toBe('info');
  });

  it.each(['localhost', 'LOCALHOST:6060', '127.0.0.1:80', '[::1]:6060'])('%s, also from a page of ours', async host => {
    expect(await ask('/debug/', { headers: { host } })).toMatchObject({ status: 200 });
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect(await ask('/debug/', { headers })).toMatchObject({ status: 200 });
  });
});

describe('what is asked', () => {
  it('/debug/ says what there is', async () => {
    const { endpoints } = (await json('/debug/')) as { endpoints: { path: string; methods: readonly string[] }[] };
    expect(endpoints.map(({ path, methods }) => `${methods.join(' ')} ${path}`)).toEqual([
      'GET HEAD /debug/queue',
      'GET HEAD /debug/reconciles',
      'GET HEAD /debug/cache',
      'GET HEAD /debug/replica',
      'GET HEAD /debug/watches',
      'POST /debug/heap-snapshot',
      'POST /debug/cpu-profile',
      'GET HEAD PUT /debug/log-level',
    ]);
    expect((await ask('/debug')).body).toContain('/debug/cpu-profile     POST');
  });

  it('what costs something is asked for with POST', async () => {
    for (const path of ['/debug/heap-snapshot', '/debug/cpu-profile']) {
      expect(await ask(path)).toMatchObject({ status: 405, body: 'POST only\n' });
    }
    expect(await ask('/debug/queue', { method: 'POST' })).toMatchObject({ status: 405, body: 'GET or HEAD only\n' });
  });

  it('is text or JSON', async () => {
    expect(await ask('/debug/queue?format=json')).toMatchObject({ type: 'application/json' });
    const headers = { accept: 'application/json' };
    expect(await ask('/debug/queue?format=text', { headers })).toMatchObject({ type: 'text/plain; charset=utf-8' });
    expect(await ask('/debug/queue?format=yaml')).toMatchObject({
      status: 400,
      body: 'format is json or text, not "yaml"\n',
    });
  });

  it('may be nonsense', async () => {
    for (const path of ['/', '/metrics', '/debug/nothing', '//', '/debug/queue/../cache', '/debug/%']) {
      expect(await ask(path)).toMatchObject({ status: 404 });
    }
  });

  it('may meet what throws', async () => {
    const queued = (): never => {
      throw new Error('broken: token eyJhbGciOi.eyJzdWIiOi.abc');
    };
    debug.server.sources.controllers.push({ name: 'broken', reconciles: () => [], queued });
    expect(await ask('/debug/queue')).toMatchObject({ status: 500, body: 'broken: token [hidden]\n' });
  });
});
