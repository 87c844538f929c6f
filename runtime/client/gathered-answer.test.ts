import { randomBytes } from 'node:crypto';
import { getEventListeners, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { Agent, buildConnector } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../devcluster/tls/certificates.js';
import { makeDispatcher } from './dispatcher.js';
import { gatheredAnswer } from './gathered-answer.js';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server that answers so, and a request to it. */
async function asked(answer: (response: ServerResponse) => void, signal?: AbortSignal) {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const options = { proxy: undefined, http2: false, reuseReads: true };
  const dispatcher = makeDispatcher(origin, {}, options, new AbortController().signal);
  ends.push(
    () => new Promise(resolve => server.close(resolve)),
    () => dispatcher.destroy(),
  );
  const request = { origin: origin.origin, path: '/', method: 'GET' as const, bodyTimeout: 0 };
  return { server, answer: await gatheredAnswer(dispatcher, request, signal) };
}

async function tlsPair() {
  const authority = await createAuthority(new Date());
  const { certificate: cert, key } = await issueServerCertificate(authority, ['127.0.0.1'], new Date());
  return { cert, key, ca: authority.certificate };
}

/** Each piece as it was while it was looked at. */
async function read(body: AsyncIterable<Uint8Array>): Promise<{ text: string; pieces: number; error: unknown }> {
  const pieces: string[] = [];
  try {
    for await (const piece of body) {
      pieces.push(Buffer.from(piece).toString('latin1'));
      await turn();
    }
    return { text: pieces.join(''), pieces: pieces.length, error: undefined };
  } catch (error) {
    return { text: pieces.join(''), pieces: pieces.length, error };
  }
}

/** Different bytes everywhere, so that none can be taken for others. */
function longText(length: number): string {
  let text = '';
  for (let at = 0; text.length < length; at++) text += `${at},`;
  return text.slice(0, length);
}

test('what comes in many small pieces is all there, in fewer', async () => {
  const text = longText(2_000_000);
  const { answer } = await asked(response => {
    for (let at = 0; at < text.length; at += 4000) response.write(text.slice(at, at + 4000));
    response.end();
  });
  const { text: got, pieces, error } = await read(answer.body);
  expect([got === text, error]).toEqual([true, undefined]);
  expect(pieces).toBeLessThan(300);
});

test('a reader who is slow keeps the server waiting, and misses nothing', async () => {
  const part = randomBytes(50_000);
  const parts = 400;
  let sent = 0;
  const { answer } = await asked(async response => {
    for (; sent < parts; sent++) if (!response.write(part)) await once(response, 'drain');
    response.end();
  });
  const pieces = answer.body[Symbol.asyncIterator]();
  let length = 0;
  let isSame = true;
  const take = (piece: Uint8Array): void => {
    for (let from = 0; from < piece.length; ) {
      const at = length % part.length;
      const same = Math.min(piece.length - from, part.length - at);
      isSame &&= part.compare(piece, from, from + same, at, at + same) === 0;
      from += same;
      length += same;
    }
  };
  take((await pieces.next()).value as Uint8Array);
  let before = -1;
  while (sent !== before) {
    before = sent;
    for (let times = 0; times < 200; times++) await turn();
  }
  expect(sent, 'the sockets of both sides hold some megabytes').toBeLessThan(300);
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) take(next.value);
  expect([length, isSame]).toEqual([parts * part.length, true]);
});

test('what came before the connection broke is handed on first', async () => {
  const { answer } = await asked(response => {
    response.write('one', () => response.destroy());
  });
  const { text, error } = await read(answer.body);
  expect(text).toBe('one');
  expect(error).toMatchObject({ message: expect.stringMatching(/other side closed|terminated|hang up/) as unknown });
});

test('a signal ends it with its reason, and the request with it', async () => {
  const stop = new AbortController();
  let closed: Promise<unknown> | undefined;
  const { answer } = await asked(response => {
    closed = once(response, 'close');
    response.write('one');
  }, stop.signal);
  const pieces = answer.body[Symbol.asyncIterator]();
  await pieces.next();
  const next = pieces.next();
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(next).rejects.toBe(reason);
  await closed;
});

test('a signal that aborts before the answer rejects with its reason', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const answer = asked(() => stop.abort(reason), stop.signal);
  await expect(answer).rejects.toBe(reason);
});

test('a signal that aborts while the connection is made rejects at once, and nothing is sent', async () => {
  let asked = 0;
  const server = createServer(() => asked++).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connecting = Promise.withResolvers<() => void>();
  const agent = new Agent({
    connect: (target, callback) => connecting.resolve(() => buildConnector({})(target, callback)),
  });
  const stop = new AbortController();
  const answer = gatheredAnswer(agent, { origin, path: '/', method: 'GET' }, stop.signal);
  const connect = await connecting.promise;
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(answer).rejects.toBe(reason);
  connect();
  const [socket] = (await once(server, 'connection')) as [Socket];
  await once(
    socket.on('error', () => {}),
    'close',
  );
  expect(asked).toBe(0);
  await agent.destroy();
  server.close();
});

test('a signal that aborts has nothing handed on that was not read before', async () => {
  const stop = new AbortController();
  let written: Promise<unknown> | undefined;
  const { answer } = await asked(response => {
    written = new Promise(resolve => response.write('one', resolve));
  }, stop.signal);
  await written;
  for (let turns = 0; turns < 20; turns++) await turn();
  const reason = new Error('enough');
  stop.abort(reason);
  expect(await read(answer.body)).toMatchObject({ text: '', error: reason });
});

test('leaving early ends the request', async () => {
  let closed: Promise<unknown> | undefined;
  const { answer } = await asked(response => {
    closed = once(response, 'close');
    response.write('one');
  });
  for await (const _ of answer.body) break;
  await closed;
});

test('pieces of what is compressed stay what they are: decompression is behind', async () => {
  const bytes = randomBytes(300_000);
  const { answer } = await asked(async response => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    for (let at = 0; at < bytes.length; at += 4000) {
      response.write(bytes.subarray(at, at + 4000));
      await turn();
    }
    response.end();
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body) pieces.push(piece);
  expect(pieces.length).toBeGreaterThan(2);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
});

test('what only says that an answer will come is none', async () => {
  const { answer } = await asked(response => {
    response.writeProcessing();
    response.end('one');
  });
  expect(answer.statusCode).toBe(200);
  expect(await answer.body.text()).toBe('one');
});

test('a signal that lives on keeps nothing of what has ended', async () => {
  const { signal } = new AbortController();
  const { answer } = await asked(response => response.end('one'), signal);
  await answer.body.text();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('of a body that is dumped and does not end soon, the rest is not taken', async () => {
  let closed: Promise<unknown> | undefined;
  const { answer } = await asked(response => {
    closed = once(response, 'close');
    response.write(longText(300_000));
  });
  await answer.body.dump();
  await closed;
});

test('a whole body is its bytes, and one that is dumped leaves the connection for the next', async () => {
  const text = longText(300_000);
  const whole = await asked(response => response.end(text));
  expect((await whole.answer.body.text()) === text).toBe(true);
  const dumped = await asked(response => response.end('no'));
  await dumped.answer.body.dump();
  const pieces = await asked(response => response.end(gzipSync(text), 'latin1'));
  expect(Buffer.from(await pieces.answer.body.arrayBuffer()).equals(gzipSync(text))).toBe(true);
});

test('over HTTP/2 answers share a connection, and one that is left early ends alone', async () => {
  const { cert, key, ca } = await tlsPair();
  const text = longText(2_000_000);
  let sessions = 0;
  const server = createSecureServer({ cert, key })
    .on('session', () => sessions++)
    .on('stream', (stream, { ':path': path }) => {
      stream.on('error', () => {});
      stream.respond({ ':status': 200 });
      if (path === '/ended') stream.end(text);
      else stream.write('one');
      closed.push(once(stream, 'close'));
    })
    .listen(0, '127.0.0.1');
  const closed: Promise<unknown>[] = [];
  await once(server, 'listening');
  const origin = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const dispatcher = makeDispatcher(origin, { ca }, { proxy: undefined, http2: true }, new AbortController().signal);
  ends.push(
    () => new Promise(resolve => server.close(resolve)),
    () => dispatcher.destroy(),
  );
  const ask = (path: string) =>
    gatheredAnswer(dispatcher, { origin: origin.origin, path, method: 'GET', bodyTimeout: 0 }, undefined);
  const open = await ask('/open');
  const [ended, again] = [await ask('/ended'), await ask('/ended')];
  for await (const piece of open.body) {
    expect(Buffer.from(piece).toString()).toBe('one');
    break;
  }
  await closed[0];
  // Longer than what waits for a reader.
  for (let turns = 0; turns < 100; turns++) await turn();
  for (const { body } of [ended, again]) expect((await read(body)).text === text).toBe(true);
  expect(sessions).toBe(1);
});

test('over TLS each answer on a connection is what was sent, wherever it is cut', async () => {
  const { cert, key, ca } = await tlsPair();
  let connections = 0;
  const texts = Array.from({ length: 12 }, (_, at) => longText(5000 + 25_000 * at));
  const server = createTlsServer({ cert, key }, async socket => {
    connections++;
    for await (const request of socket as AsyncIterable<Buffer>) {
      const at = Number(/^GET \/(\d+)/.exec(request.toString())?.[1]);
      const text = texts[at] as string;
      const chunks = text.match(/.{1,3000}/g)?.map(chunk => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
      const head = `HTTP/1.1 200 OK\r\nx-head: ${'h'.repeat(300)}${at}\r\ntransfer-encoding: chunked\r\n\r\n`;
      const whole = `${head}${chunks?.join('')}0\r\nx-end: ${'e'.repeat(300)}\r\n\r\n`;
      for (let from = 0, piece = 0; from < whole.length; piece++) {
        const length = from < head.length || from > whole.length - 400 ? 40 : 1 + ((piece * 997) % 6000);
        socket.write(whole.slice(from, from + length));
        from += length;
        if (piece % 3 === 0) await turn();
      }
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const options = { proxy: undefined, http2: false, reuseReads: true };
  const dispatcher = makeDispatcher(origin, { ca }, options, new AbortController().signal);
  ends.push(
    () => new Promise(resolve => server.close(resolve)),
    () => dispatcher.destroy(),
  );
  for (const [at, text] of texts.entries()) {
    const request = { origin: origin.origin, path: `/${at}`, method: 'GET' as const };
    const { headers, body } = await gatheredAnswer(dispatcher, request, undefined);
    expect(headers['x-head']).toBe(`${'h'.repeat(300)}${at}`);
    expect((await read(body)).text === text).toBe(true);
  }
  // The next request can start while the end of the last answer is still being read.
  expect(connections).toBeLessThanOrEqual(2);
});

test('no server is an error', async () => {
  const agent = new Agent();
  ends.push(() => agent.destroy());
  const request = { origin: 'http://127.0.0.1:1', path: '/', method: 'GET' as const };
  await expect(gatheredAnswer(agent, request, undefined)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
