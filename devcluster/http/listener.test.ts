import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { createTlsIdentity } from '../tls/identity.js';
import { type Listener, LOOPBACK, listen, PortTakenError } from './listener.js';

let listener: Listener | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listener?.close();
  listener = undefined;
});

/** Sends bytes as they are, and resolves to what comes back until the server hangs up. */
function raw(port: number, bytes: string): { readonly socket: Socket; readonly ended: Promise<string> } {
  const socket = connect(port, LOOPBACK);
  sockets.push(socket);
  socket.write(bytes);
  let text = '';
  socket.on('data', chunk => {
    text += chunk;
  });
  const ended = new Promise<string>(resolve => socket.on('error', () => {}).on('close', () => resolve(text)));
  return { socket, ended };
}

test.each([
  ['headers that do not end', 'GET / HTTP/1.1\r\nHost: a\r\n'],
  ['a body that does not end', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc'],
])('%s are cut off, an answer that goes on is not', async (_, bytes) => {
  listener = await listen(0, (request, response) => request.url === '/watch' && response.write('first\n'), {
    timeouts: { headers: 50, request: 50 },
  });
  const watch = get(`http://${LOOPBACK}:${listener.port}/watch`);
  const [response] = await once(watch, 'response');
  expect(await raw(listener.port, bytes).ended).toMatch(/^HTTP\/1\.1 408 /);
  expect([response.complete, response.destroyed]).toEqual([false, false]);
  watch.destroy();
});

test.each([
  ['headers', 'GET / HTTP/1.1\r\n', 'A: b\r\n'],
  ['a chunked body', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\n \r\n'],
])('%s that come drop by drop without an end are cut off', async (_, start, drop) => {
  listener = await listen(0, request => request.resume(), { timeouts: { headers: 50, request: 50 } });
  const { socket, ended } = raw(listener.port, start);
  // Each drop follows the one before, so the connection is never idle.
  const drip = (): void => void (socket.writable && socket.write(drop, () => setImmediate(drip)));
  drip();
  // A client that goes on sending may not get to read the answer.
  expect(await ended).toMatch(/^(HTTP\/1\.1 (408|431) |$)/);
});

test('connections that say nothing are cut off, however many, and keep nobody out', async () => {
  listener = await listen(0, (_, response) => response.end('served'), { timeouts: { headers: 200, request: 200 } });
  const { port } = listener;
  const silent = Array.from({ length: 300 }, () => raw(port, ''));
  await Promise.all(silent.map(({ socket }) => once(socket, 'connect')));
  const { ended } = raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  expect(await ended).toMatch(/served/);
  await Promise.all(silent.map(each => each.ended));
});

test('over TLS, a connection that says nothing after its handshake is cut off', async () => {
  listener = await listen(0, () => {}, { tls: await tlsContext(), timeouts: { headers: 50, request: 50 } });
  const socket = connectTls({ port: listener.port, host: LOOPBACK, rejectUnauthorized: false });
  sockets.push(socket);
  await once(socket, 'secureConnect');
  socket.resume();
  await once(socket, 'close');
});

test('a connection is kept for the next request no longer than it may be idle', async () => {
  listener = await listen(0, (_, response) => response.end('served'), { timeouts: { idle: 1 } });
  expect(await raw(listener.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n').ended).toMatch(/served/);
});

test('requests that do not wait for answers are answered in their order', async () => {
  const waiting: (() => void)[] = [];
  listener = await listen(0, ({ url }, response) => {
    waiting.push(() => response.end(`<${url}>`));
    // The last one is answered first.
    if (waiting.length === 100) for (const answer of waiting.reverse()) answer();
  });
  const paths = Array.from({ length: 100 }, (_, at) => `/${at}`);
  const requests = paths.map(path => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
  const { socket } = raw(listener.port, requests);
  let text = '';
  for await (const chunk of socket) {
    text += chunk;
    if (text.includes('</99>')) break;
  }
  expect(text.match(/<\/\d+>/g)).toEqual(paths.map(path => `<${path}>`));
});

test('requests of a client that takes no answers are not all read', async () => {
  let asked = 0;
  listener = await listen(0, (_, response) => {
    asked++;
    response.end(Buffer.alloc(64 * 1024));
  });
  const { socket } = raw(listener.port, '');
  socket.pause();
  const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const all = 100_000;
  await new Promise<void>(resolve => socket.once('connect', resolve));
  socket.write(request.repeat(all));
  // Others are served meanwhile; when they have been, what is read of the first one has come to its end.
  const { port } = listener;
  for (let other = 0; other < 20; other++) {
    await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n').ended;
  }
  expect(asked).toBeLessThan(all / 10);
});

test('a handshake that does not come to its end is cut off', async () => {
  const tls = await tlsContext();
  listener = await listen(0, () => {}, { tls, timeouts: { handshake: 50 } });
  expect(await raw(listener.port, '').ended).toBe('');
});

test('plain HTTP on the port of TLS is told so', async () => {
  listener = await listen(0, () => {}, { tls: await tlsContext() });
  expect(await raw(listener.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n').ended).toBe(
    'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n',
  );
});

test('what is neither TLS nor HTTP is answered nothing', async () => {
  listener = await listen(0, () => {}, { tls: await tlsContext() });
  expect(await raw(listener.port, 'anything but HTTP\r\n\r\n').ended).toBe('');
});

test.each(['plain HTTP', 'TLS'])('over %s, closing ends connections that have said nothing', async how => {
  const tls = how === 'TLS' ? await tlsContext() : undefined;
  const mine = await listen(0, () => {}, tls && { tls });
  const { socket, ended } = raw(mine.port, '');
  await once(socket, 'connect');
  await mine.close();
  expect(await ended).toBe('');
});

test('closing ends answers that go on', async () => {
  const mine = await listen(0, (_, response) => response.write('first\n'));
  const watch = get(`http://${LOOPBACK}:${mine.port}/`);
  const [response] = await once(watch, 'response');
  await Promise.all([mine.close(), once(response, 'error')]);
  expect(response.complete).toBe(false);
});

test('a port that is taken is told', async () => {
  listener = await listen(0, () => {});
  await expect(listen(listener.port, () => {})).rejects.toThrow(PortTakenError);
});

async function tlsContext() {
  const { server, authority } = await createTlsIdentity({ administrator: { name: 'a' }, now: new Date() });
  return { ...server, clientAuthority: authority.certificate };
}
