// What becomes of answers that do not come to their end. What they say is looked at in test/cluster/webhooks.
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAuthority } from '../../test/webhook-world.js';
import { WebhookClient } from './webhook-client.js';

const client = new WebhookClient(() => {
  throw new Error('there are no Services');
});
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/whole': response => response.end('{}'),
  '/cut': response => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{', () => response.destroy());
  },
  '/endless': response => {
    const more = (): void => void response.write(Buffer.alloc(1024 * 1024), error => error || setImmediate(more));
    more();
  },
  '/slow': response => void response.write('{'),
  '/silent': () => {},
  '/held': response => void held.push(response),
  '/round': response => response.writeHead(308, { location: '/round' }).end(),
  '/later': response => response.writeHead(503, { 'retry-after': '60' }).end(),
  '/elsewhere': response => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end('x'),
};
let server: Server;
let caBundle = '';
let asked: string[] = [];

beforeAll(async () => {
  const authority = await testAuthority();
  caBundle = Buffer.from(authority.ca).toString('base64');
  server = createServer(await authority.issue(), (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    response.on('error', () => {});
    answers[path]?.(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  client.close();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

/** What is held is answered when it is let go. */
const held: ServerResponse[] = [];

async function post(path: string, timeoutSeconds = 10, signal = new AbortController().signal): Promise<string> {
  asked = [];
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}${path}`;
  const answer = await client
    .post({ url, caBundle }, {}, { timeoutSeconds, signal })
    .catch((error: Error) => error.message);
  return answer.replaceAll(`127.0.0.1:${port}`, 'HOST');
}

const unread = (why: string) =>
  `failed to call webhook: unexpected error when reading response body. Please retry. Original error: ${why}`;
const unanswered = (path: string, why: string, timeout = '10s') =>
  `failed to call webhook: Post "https://HOST${path}?timeout=${timeout}": ${why}`;

test('an answer that comes to its end is read', async () => {
  expect(await post('/whole')).toBe('{}');
});

test('one that is cut off, that has no end, or that comes too slowly is a failure', async () => {
  expect(await post('/cut')).toBe(unread('unexpected EOF'));
  expect(await post('/endless')).toBe(unread('it is longer than 16777216 bytes'));
  // Long enough for its first byte to come, on any machine.
  expect(await post('/slow', 3)).toBe(unread('context deadline exceeded'));
  expect(await post('/silent', 0.1)).toBe(unanswered('/silent', 'context deadline exceeded', '0.1s'));
});

test('whoever leads round and round is followed ten times', async () => {
  expect(await post('/round')).toBe(unanswered('/round', 'stopped after 10 redirects'));
  expect(asked).toHaveLength(10);
});

test('what is not encrypted is not followed', async () => {
  const code = 'the server responded with the status code 307 but did not return more information';
  expect(await post('/elsewhere')).toBe(`failed to call webhook: ${code}`);
});

test('whoever asks to come again later than there is time is not waited for', async () => {
  expect(await post('/later', 3)).toBe(unanswered('/later', 'context deadline exceeded', '3s'));
  expect(asked).toHaveLength(1);
});

test('a client that leaves ends the call', async () => {
  const leaving = new AbortController();
  const answer = post('/silent', 10, leaving.signal);
  await expect.poll(() => asked.length).toBe(1);
  leaving.abort();
  expect(await answer).toBe(unanswered('/silent', 'context canceled'));
});

test('a webhook that makes room for others is not cut off', async () => {
  const few = new WebhookClient(() => {
    throw new Error('there are no Services');
  }, 1);
  const { port } = server.address() as AddressInfo;
  const options = { timeoutSeconds: 10, signal: new AbortController().signal };
  const waiting = few.post({ url: `https://127.0.0.1:${port}/held`, caBundle }, {}, options);
  await expect.poll(() => held.length).toBe(1);
  expect(await few.post({ url: `https://localhost:${port}/whole`, caBundle }, {}, options)).toBe('{}');
  held[0]?.end('{"held":true}');
  expect(await waiting).toBe('{"held":true}');
  few.close();
});
