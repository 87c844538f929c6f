// Certificates change while a server is asked as fast as it answers, as API servers ask: on connections that stay open, and
// on new ones that trust what the caBundle says at that moment.
import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { systemClock } from '../../runtime/clock/clock.js';
import { WebhookServer } from '../../runtime/webhook/webhook-server.js';
import { RecordedLog } from '../recorded-log.js';
import type { RotatingSource } from './rotating-sources.js';

export interface RotationOptions {
  readonly rotations: number;
  /** At least so many requests between two of them. */
  readonly requests: number;
  /** Connections that stay open, each with one request at a time. */
  readonly open: number;
  /** So many at once ask each time on a connection of its own. */
  readonly fresh: number;
}

export interface RotationOutcome {
  readonly seconds: number;
  /** Answered with 200, on connections that stay open and on new ones. */
  readonly onOpenOnes: number;
  readonly onNewOnes: number;
  /** Different ones that new connections have been shown. */
  readonly certificates: number;
  /** What went wrong: requests without an answer, or with another one. */
  readonly failed: readonly string[];
  /** How often one of those that were to stay open was another one. */
  readonly reconnects: number;
  readonly warnings: readonly string[];
}

/** @throws Error when a new certificate is not shown within a minute */
export async function rotateUnderLoad(rotating: RotatingSource, options: RotationOptions): Promise<RotationOutcome> {
  const started = performance.now();
  const log = new RecordedLog();
  const { source: certificates, host } = rotating;
  const server = new WebhookServer({ port: 0, host: '127.0.0.1', clock: systemClock, certificates, log });
  server.serve({ path: '/x', name: 'x', answer: async () => ({ status: 200, body: {} }) });
  const stop = new AbortController();
  const ended = server.run(stop.signal);
  await server.ready(stop.signal);
  const port = server.address?.port ?? 0;
  let isOver = false;
  const failed: string[] = [];
  const answered = { open: 0, fresh: 0 };
  const serials = new Set<string>();
  let reconnects = 0;

  const tell = async (agent: Agent): Promise<Answered | undefined> => {
    const answer = await ask({ port, host, agent }).catch((error: Error) => error.message);
    if (typeof answer !== 'string' && answer.status === 200) return answer;
    failed.push(typeof answer === 'string' ? answer : `HTTP ${answer.status}`);
    return undefined;
  };
  const onOpenOne = async (): Promise<void> => {
    const agent = new Agent({ ca: rotating.trusted(), keepAlive: true, maxSockets: 1 });
    let before: TLSSocket | undefined;
    while (!isOver) {
      const answer = await tell(agent);
      if (answer === undefined) continue;
      answered.open += 1;
      if (before !== undefined && answer.socket !== before) reconnects += 1;
      before = answer.socket;
    }
    agent.destroy();
  };
  const onNewOnes = async (): Promise<void> => {
    while (!isOver) {
      const agent = new Agent({ ca: rotating.trusted(), keepAlive: false });
      const answer = await tell(agent);
      agent.destroy();
      if (answer === undefined) continue;
      answered.fresh += 1;
      serials.add(answer.serial);
    }
  };
  const load = [
    ...Array.from({ length: options.open }, onOpenOne),
    ...Array.from({ length: options.fresh }, onNewOnes),
  ];
  try {
    await until(() => serials.size > 0, 'the first certificate is not shown');
    for (let times = 1; times <= options.rotations; times += 1) {
      const [asked, shown] = [answered.open + answered.fresh, serials.size];
      await rotating.rotate();
      await until(
        () => serials.size > shown && answered.open + answered.fresh >= asked + options.requests,
        `the certificate of rotation ${times} is not shown`,
      );
    }
  } finally {
    isOver = true;
    await Promise.all(load);
    stop.abort();
    await ended;
    await rotating.stop();
  }
  return {
    seconds: (performance.now() - started) / 1000,
    onOpenOnes: answered.open,
    onNewOnes: answered.fresh,
    certificates: serials.size,
    failed,
    reconnects,
    warnings: [...log.of('warn'), ...log.of('error')].map(({ message }) => message),
  };
}

interface Answered {
  readonly status: number;
  readonly socket: TLSSocket;
  /** Of the certificate that the server has shown on this connection. */
  readonly serial: string;
}

interface Way {
  readonly port: number;
  readonly host: string;
  readonly agent: Agent;
}

function ask({ port, host: servername, agent }: Way): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', servername, port, path: '/x', method: 'POST', agent };
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

const PATIENCE = 60_000;

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!holds()) {
    if (performance.now() > end) throw new Error(otherwise);
    await new Promise(resolve => setImmediate(resolve));
  }
}
