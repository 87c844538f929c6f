// The HTTP server of the debug endpoints, which the machine itself alone reaches.
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Clock } from '../clock/clock.js';
import { foreignRequest } from '../http/foreign-request.js';
import { type HttpAnswer, HttpRunnable } from '../http/http-runnable.js';
import type { LogControl } from '../log/log-level.js';
import type { Logger } from '../log/logger.js';
import { thrownText } from '../log/thrown-text.js';
import { textWithoutSecrets } from '../log/without-secrets.js';
import { cachePage } from './cache-page.js';
import { cpuProfile } from './cpu-profile.js';
import { checkDebugOptions, type DebugOptions } from './debug-options.js';
import { DebugSources } from './debug-sources.js';
import { heapSnapshot } from './heap-snapshot.js';
import { answerLogLevel } from './log-level.js';
import { answerPage, NoPageError, numberIn, type Page } from './page.js';
import { queuePage } from './queue-page.js';
import { reconcilesPage } from './reconciles-page.js';
import { replicaPage } from './replica-page.js';
import { table } from './table.js';
import { watchesPage } from './watches-page.js';

export interface DebugSurroundings {
  /** Its levels are shown and changed where it is one that has them. */
  readonly log: Logger;
  readonly clock: Clock;
}

interface Endpoint {
  /** `POST` for what costs the process something: a link that somebody follows, or a page that loads, must not. */
  readonly methods: readonly string[];
  readonly says: string;
  readonly answer: (request: IncomingMessage, query: URLSearchParams) => Promise<HttpAnswer>;
}

const READ: readonly string[] = ['GET', 'HEAD'];

/** Answers `/debug/` with what there is, and each of that with what `sources` hold. */
export class DebugServer extends HttpRunnable {
  readonly sources: DebugSources;

  /** @throws RangeError, TypeError for an address that others reach */
  constructor(options: DebugOptions, surroundings: DebugSurroundings) {
    const { port, host } = checkDebugOptions(options);
    const sources = new DebugSources();
    const all = endpoints(sources, surroundings);
    super({
      name: 'debug endpoints',
      port,
      host,
      hint: ', or false for no debug endpoints, with the option debug of new Manager() or --debug-bind-address',
      answer: request => answer(request, all),
    });
    this.sources = sources;
  }
}

function endpoints(sources: DebugSources, { log, clock }: DebugSurroundings): ReadonlyMap<string, Endpoint> {
  const page = (says: string, make: (query: URLSearchParams) => Page): Endpoint => ({
    methods: READ,
    says,
    answer: async (request, query) => answerPage(make(query), request, query),
  });
  const profile = oneAtATime('a CPU profile', (request, query) => answerProfile(request, query, clock));
  const all = new Map<string, Endpoint>([
    [
      '/debug/queue',
      page('keys that wait, and keys that workers hold: ?controller= &limit=', query =>
        queuePage(sources, query, clock.monotonic()),
      ),
    ],
    [
      '/debug/reconciles',
      page('what is under way, why, and since when: ?controller=', query =>
        reconcilesPage(sources, query, clock.monotonic()),
      ),
    ],
    [
      '/debug/cache',
      page('kinds in the cache; ?kind= its keys: &namespace= &limit= &after=; &name= an object', query =>
        cachePage(sources, query),
      ),
    ],
    [
      '/debug/replica',
      page('whether it leads, and which shards it holds; ?key=default/a whose an object is', query =>
        replicaPage(sources, query),
      ),
    ],
    ['/debug/watches', page('how lists and watches do', () => watchesPage(sources))],
    [
      '/debug/heap-snapshot',
      {
        methods: ['POST'],
        says: 'the heap, for the tools of Chrome; the process stands still meanwhile',
        answer: oneAtATime('a heap snapshot', answerHeap),
      },
    ],
    [
      '/debug/cpu-profile',
      { methods: ['POST'], says: 'where the time goes, for the tools of Chrome: ?seconds=10', answer: profile },
    ],
  ]);
  const levels = levelsOf(log);
  if (levels !== undefined) {
    const says = 'the levels of the log; PUT sets them to the body, such as info,cache=debug';
    all.set('/debug/log-level', {
      methods: [...READ, 'PUT'],
      says,
      answer: request => answerLogLevel(request, levels),
    });
  }
  return all;
}

async function answer(request: IncomingMessage, all: ReadonlyMap<string, Endpoint>): Promise<HttpAnswer> {
  const refusal = foreignRequest(request);
  if (refusal !== undefined) return refusal;
  const { method = '', url = '' } = request;
  // Not by `new URL`, which throws at paths that anybody can send.
  const [path = '', search] = url.split('?', 2);
  const query = new URLSearchParams(search);
  try {
    if (path === '/debug' || path === '/debug/') return answerPage(index(all), request, query);
    const endpoint = all.get(path);
    if (endpoint === undefined) throw new NoPageError(404, `there is no ${path}; /debug/ says what there is`);
    if (endpoint.methods.includes(method)) return await endpoint.answer(request, query);
    return {
      status: 405,
      body: `${endpoint.methods.join(' or ')} only\n`,
      headers: { allow: endpoint.methods.join(', ') },
    };
  } catch (error) {
    const status = error instanceof NoPageError ? error.status : 500;
    return { status, body: `${textWithoutSecrets(thrownText(error))}\n` };
  }
}

function index(all: ReadonlyMap<string, Endpoint>): Page {
  const endpoints = [...all].map(([path, { methods, says }]) => ({ path, methods, says }));
  const rows = endpoints.map(({ path, methods, says }) => [path, methods.join(', '), says]);
  return { data: { endpoints }, text: table(['PATH', 'METHODS', 'SHOWS'], rows) };
}

async function answerHeap(): Promise<HttpAnswer> {
  return { status: 200, body: await heapSnapshot(), headers: attachment(`heap-${process.pid}.heapsnapshot`) };
}

async function answerProfile(request: IncomingMessage, query: URLSearchParams, clock: Clock): Promise<HttpAnswer> {
  const seconds = numberIn(query, 'seconds', { least: 1, most: 300, or: 10 });
  // Nobody waits for it any more; and when the server stops, it closes the connection.
  const left = new AbortController();
  const leave = (): void => left.abort();
  request.socket.once('close', leave);
  try {
    const body = await cpuProfile(seconds, clock, left.signal);
    return { status: 200, body, headers: attachment(`cpu-${process.pid}.cpuprofile`) };
  } finally {
    request.socket.off('close', leave);
  }
}

function attachment(filename: string): Readonly<Record<string, string>> {
  return { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="${filename}"` };
}

/** Two at once would say of each other how slow the process is. The next one may come when this one has gone out. */
function oneAtATime(what: string, make: Endpoint['answer']): Endpoint['answer'] {
  let isBusy = false;
  return async (request, query) => {
    if (isBusy) throw new NoPageError(409, `${what} is being taken already`);
    isBusy = true;
    let answer: HttpAnswer | undefined;
    try {
      answer = await make(request, query);
      return answer;
    } finally {
      const end = (): void => {
        isBusy = false;
        request.socket.off('close', end);
      };
      if (answer?.body instanceof Readable) {
        // A heap snapshot that is destroyed says nothing of it.
        answer.body.once('end', end);
        request.socket.once('close', end);
      } else end();
    }
  };
}

/** A logger of `createLogger` has levels; one of the user's own may have none. */
function levelsOf(log: Logger): LogControl | undefined {
  return 'level' in log && 'modules' in log ? (log as Logger & LogControl) : undefined;
}
