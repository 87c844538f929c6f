// Certificates change while a server is asked as fast as it answers, as API servers ask: on connections that stay open, and
// on new ones that trust what the caBundle says at that moment.
import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CertificateServer, DAY, MINUTE, Replica, SECRET, SERVICE } from '../../test/certificate-world.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { aborted } from '../clock/aborted.js';
import { systemClock } from '../clock/clock.js';
import { FakeClock } from '../clock/fake-clock.js';
import { WebhookServer } from '../webhook/webhook-server.js';

const ROTATIONS = 20;
const OPEN = 8;
const HOST = `${SERVICE.name}.${SERVICE.namespace}.svc`;

interface Answered {
  readonly status: number;
  readonly socket: TLSSocket;
  /** Of the certificate that the server has shown on this connection. */
  readonly serial: string;
}

function ask(port: number, agent: Agent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', servername: HOST, port, path: '/x', method: 'POST', agent };
    const sent = request(options, response => {
      const socket = response.socket as TLSSocket;
      const { serialNumber: serial } = socket.getPeerCertificate();
      response.resume();
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, socket, serial }));
    });
    sent.setHeader('content-type', 'application/json');
    sent.on('error', reject);
    sent.end('{}');
  });
}

describe('twenty rotations under load', () => {
  test('cost no request and no connection, and each new connection is trusted', async () => {
    const clock = new FakeClock(Date.now());
    const api = new CertificateServer();
    api.applyTargets();
    const replica = new Replica({ server: api, clock, resyncPeriod: DAY });
    await api.advance(clock, 0);
    const { source } = replica;
    const certificates = {
      current: () => source.current(),
      onChange: (listener: () => void) => source.onChange(listener),
      run: aborted,
    };
    const log = new RecordedLog();
    const server = new WebhookServer({ port: 0, host: '127.0.0.1', clock: systemClock, certificates, log });
    server.serve({ path: '/x', name: 'x', answer: async () => ({ status: 200, body: {} }) });
    const stop = new AbortController();
    const ended = server.run(stop.signal);
    await server.ready(stop.signal);
    const port = server.address?.port ?? 0;
    let isOver = false;
    onTestFinished(async () => {
      isOver = true;
      stop.abort();
      await ended;
      await replica.stop();
    });

    const statuses: number[] = [];
    const sockets: Set<TLSSocket>[] = [];
    const serials = new Set<string>();
    const trusting = (keepAlive: boolean): Agent => new Agent({ ca: api.bundles()[0] ?? '', keepAlive, maxSockets: 1 });
    const onOpenOne = async (agent: Agent): Promise<void> => {
      const used = new Set<TLSSocket>();
      sockets.push(used);
      while (!isOver) {
        const { status, socket } = await ask(port, agent);
        statuses.push(status);
        used.add(socket);
      }
      agent.destroy();
    };
    const onNewOnes = async (): Promise<void> => {
      while (!isOver) {
        const agent = trusting(false);
        const { status, serial } = await ask(port, agent);
        statuses.push(status);
        serials.add(serial);
        agent.destroy();
      }
    };
    const load = [...Array.from({ length: OPEN }, () => onOpenOne(trusting(true))), onNewOnes(), onNewOnes()];
    for (const each of load) each.catch(() => {});
    for (let times = 0; times < ROTATIONS; times += 1) {
      const before = { asked: statuses.length, shown: serials.size };
      api.delete(SECRET);
      await api.advance(clock, MINUTE + 1);
      // Until the new certificate was shown, and much was asked meanwhile; a request that fails ends the wait.
      const seen = async (): Promise<void> => {
        while (serials.size === before.shown || statuses.length < before.asked + 20)
          await new Promise(resolve => setImmediate(resolve));
      };
      await Promise.race([seen(), ...load]);
    }
    isOver = true;
    await Promise.all(load);

    expect(replica.changes).toHaveLength(1 + ROTATIONS);
    expect(serials.size).toBeGreaterThanOrEqual(ROTATIONS);
    expect(statuses.length).toBeGreaterThanOrEqual(20 * ROTATIONS);
    expect(statuses.filter(status => status !== 200)).toEqual([]);
    expect(sockets.map(used => used.size)).toEqual(Array.from({ length: OPEN }, () => 1));
    expect(log.of('warn')).toEqual([]);
  }, 120_000);
});
