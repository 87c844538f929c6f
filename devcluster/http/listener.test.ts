import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
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
