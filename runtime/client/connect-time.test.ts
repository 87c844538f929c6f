// A process of its own: the timers of undici, of which it has one set, are moved here.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { makeDispatcher } from './dispatcher.js';

test('a server that takes the connection, and then says nothing, is given up after 10 s', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const origin = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  const dispatcher = makeDispatcher(origin, {}, { proxy: undefined, http2: false }, new AbortController().signal);
  let outcome: unknown;
  const over = dispatcher.request({ origin, path: '/', method: 'GET' }).catch((error: unknown) => {
    outcome = error;
  });
  const [socket] = (await once(silent, 'connection')) as [Socket];
  socket.on('error', () => {});
  // It is the client who speaks first.
  await once(socket, 'data');
  // They are right to a second.
  vi.advanceTimersByTime(9_000);
  await turn();
  expect(outcome).toBeUndefined();
  vi.advanceTimersByTime(2_000);
  await over;
  expect(outcome).toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
  vi.useRealTimers();
  await dispatcher.destroy();
  silent.close();
});
