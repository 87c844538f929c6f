import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { afterEach, expect, test } from 'vitest';
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
  const text = longText(20_000_000);
  let sent = 0;
  const { answer } = await asked(async response => {
    for (let at = 0; at < text.length; at += 50_000) {
      if (!response.write(text.slice(at, at + 50_000))) await once(response, 'drain');
      sent = at;
    }
    response.end();
  });
  const pieces = answer.body[Symbol.asyncIterator]();
  const first = await pieces.next();
  let got = Buffer.from(first.value as Uint8Array).toString('latin1');
  let before = -1;
  while (sent !== before) {
    before = sent;
    for (let times = 0; times < 200; times++) await turn();
  }
  expect(sent, 'the sockets of both sides hold some megabytes').toBeLessThan(15_000_000);
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    got += Buffer.from(next.value).toString('latin1');
  }
  expect(got === text).toBe(true);
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

test('leaving early ends the request', async () => {
  let closed: Promise<unknown> | undefined;
  const { answer } = await asked(response => {
    closed = once(response, 'close');
    response.write('one');
  });
  for await (const _ of answer.body) break;
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

test('no server is an error', async () => {
  const agent = new Agent();
  ends.push(() => agent.destroy());
  const request = { origin: 'http://127.0.0.1:1', path: '/', method: 'GET' as const };
  await expect(gatheredAnswer(agent, request, undefined)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
