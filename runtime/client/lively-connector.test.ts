import { once } from 'node:events';
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority, issueServerCertificate } from '../../devcluster/tls/certificates.js';
import { livelyConnector } from './lively-connector.js';

const PING_INTERVAL = 20;
const { certificate: cert, key } = await issueServerCertificate(
  await createAuthority(new Date()),
  ['127.0.0.1'],
  new Date(),
);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe('an HTTP/2 connection', () => {
  it('whose other side says nothing more ends with the reason, and the next call takes another', async () => {
    const connections: Socket[] = [];
    const origin = await listen(createServer({ cert, key, ALPNProtocols: ['h2'] }), connections);
    const get = agent();
    for (const count of [1, 2]) {
      await expect(get(origin)).rejects.toMatchObject({
        code: 'ETIMEDOUT',
        message: 'nothing came for 0.04 s, not even the answer to a ping',
      });
      expect(connections).toHaveLength(count);
    }
  });

  it('that answers pings may take as long as it likes', async () => {
    const server = createSecureServer({ cert, key });
    let waiting: ServerHttp2Stream | undefined;
    let pings = 0;
    server.on('session', session =>
      session.on('ping', () => {
        pings += 1;
        if (pings === 8) waiting?.respond({ ':status': 200 }, { endStream: true });
      }),
    );
    server.on('stream', stream => {
      waiting = stream;
    });
    expect((await agent()(await listen(server))).statusCode).toBe(200);
  });
});

/** Gets from an origin, over connections that end when they are silent. */
function agent() {
  const connect = livelyConnector(buildConnector({ allowH2: true, rejectUnauthorized: false }), PING_INTERVAL);
  const made = new Agent({ allowH2: true, h2Options: { pingInterval: PING_INTERVAL }, connect });
  cleanups.push(() => made.destroy());
  return (origin: string) => made.request({ origin, path: '/', method: 'GET' });
}

async function listen(server: Server, connections: Socket[] = []): Promise<string> {
  server.on('secureConnection', (socket: TLSSocket) => {
    socket.on('error', () => {});
    connections.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(async () => {
    for (const socket of connections) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
