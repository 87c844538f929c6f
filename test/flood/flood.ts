// Floods a webhook server with spoilt requests, and looks at each answer and at the server's memory.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { chanceOf } from '../mutations/chance.js';
import { send, thingReview } from '../webhook-world.js';
import { ALLOWING, VALIDATE } from './flooded-webhooks.js';
import { type SpoiltRequest, spoiltRequest } from './spoil.js';
import { judge } from './verdict.js';

export interface FloodOptions {
  readonly seed: number;
  readonly requests: number;
  /** How many times the memory of the server is looked at. */
  readonly samples: number;
  /** How many requests are under way at once. */
  readonly atOnce: number;
  /** Called with each look at the memory: a long run shows how it goes. */
  readonly onSample?: (sample: FloodSample) => void;
}

/** What a server had in memory after so many requests. */
export interface FloodSample {
  readonly requests: number;
  /** Bytes after a collection; so are the others. */
  readonly heapUsed: number;
  /** What the engine has taken for its heap, used or not. */
  readonly heapTotal: number;
  readonly external: number;
  readonly rss: number;
}

export interface FloodOutcome {
  readonly seconds: number;
  /** How many answers there were of each sort. */
  readonly answers: ReadonlyMap<string, number>;
  readonly samples: readonly FloodSample[];
  /** What must not have been. */
  readonly wrong: readonly string[];
}

const BODY_LIMIT = 7 * 1024 * 1024;

/** @throws Error when the server ends, or no longer answers as it should when all is over */
export async function flood({ seed, requests, samples, atOnce, onSample }: FloodOptions): Promise<FloodOutcome> {
  const started = performance.now();
  const server = fork(fileURLToPath(new URL('server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--conditions=source', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(server, 'exit').then(([status]) => {
    throw new Error(`the server has ended with ${status}`);
  });
  ended.catch(() => {});
  const [{ port, ca }] = (await Promise.race([once(server, 'message'), ended])) as [{ port: number; ca: string }];
  const agent = new Agent({ ca, keepAlive: true, maxSockets: atOnce });
  const answers = new Map<string, number>();
  const wrong: string[] = [];
  const taken: FloodSample[] = [];
  try {
    let next = 0;
    const work = async (until: number): Promise<void> => {
      while (next < until) {
        const at = next;
        next += 1;
        const request = spoiltRequest(chanceOf(Math.imul(seed, 1_000_003) + at), BODY_LIMIT);
        const answer = await answerOf(request, { port, agent, ca }).catch((error: Error) => {
          wrong.push(
            `request ${at} of seed ${seed} (${request.how.join(', ')}; ${request.method} ${request.path.slice(0, 80)}): ${error.message}`,
          );
          return 'wrong';
        });
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    };
    for (let sample = 1; sample <= samples; sample += 1) {
      const until = Math.ceil((requests * sample) / samples);
      await Promise.race([Promise.all(Array.from({ length: atOnce }, () => work(until))), ended]);
      const memory = await Promise.race([memoryOf(server), ended]);
      const looked = { requests: until, ...memory };
      taken.push(looked);
      onSample?.(looked);
    }
    await stillRight({ port, agent });
  } finally {
    agent.destroy();
    if (server.connected) server.send('stop');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }
  return { seconds: (performance.now() - started) / 1000, answers, samples: taken, wrong };
}

/**
 * Bytes that the heap, with what is external, grows by over the second half, as the line through the samples has it: the
 * first half is for what is compiled and filled once.
 */
export function floodGrowth(samples: readonly FloodSample[]): number {
  const half = samples.slice(Math.floor(samples.length / 2));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const xs = half.map((_sample, at) => at);
  const ys = half.map(({ heapUsed, external }) => heapUsed + external);
  const [x, y] = [mean(xs), mean(ys)];
  const slope =
    xs.reduce((sum, at) => sum + (at - x) * ((ys[at] ?? 0) - y), 0) / xs.reduce((sum, at) => sum + (at - x) ** 2, 0);
  return slope * (half.length - 1);
}

interface Way {
  readonly port: number;
  readonly agent: Agent;
  readonly ca: string;
}

async function answerOf(request: SpoiltRequest, way: Way): Promise<string> {
  if (request.cutAt !== undefined) return cutOff(request, request.cutAt, way);
  const { path, body, method, headers } = request;
  try {
    return judge(request, await send(way, path, body, { method, headers }));
  } catch (error) {
    // What is no HTTP to Node, or bodies with methods that have none, may end the connection.
    if (method !== 'POST' && (error as NodeJS.ErrnoException).code === 'ECONNRESET') return 'connection ended';
    throw error;
  }
}

/** Sends the start of a request, and goes away. */
async function cutOff({ method, path, headers, body }: SpoiltRequest, at: number, { port, ca }: Way): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', ca, servername: 'localhost' });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  const lines = Object.entries({ host: 'localhost', ...headers, 'content-length': body.length + 1 });
  const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  socket.write(Buffer.concat([Buffer.from(head), body]).subarray(0, head.length + at));
  socket.destroy();
  await once(socket, 'close');
  return 'cut off';
}

async function memoryOf(server: ChildProcess): Promise<Omit<FloodSample, 'requests'>> {
  server.send('memory');
  const [memory] = (await once(server, 'message')) as [Omit<FloodSample, 'requests'>];
  return memory;
}

/** A review that is as it should be is allowed, and one denied. */
async function stillRight(way: { readonly port: number; readonly agent: Agent }): Promise<void> {
  for (const [path, allowed] of [
    [ALLOWING, true],
    [VALIDATE, false],
  ] as const) {
    const { text } = await send(way, path, JSON.stringify(thingReview()));
    if (JSON.parse(text).response?.allowed !== allowed) throw new Error(`after the flood, ${path} answers ${text}`);
  }
}
