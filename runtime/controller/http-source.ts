// A source that asks a web server every so often, and has objects reconciled when it answers something else.
import { createHash } from 'node:crypto';
import { unlessAborted } from '../cache/interruptible.js';
import { sleep } from '../clock/clock.js';
import { linkedController } from '../clock/linked-controller.js';
import { ExplainedError } from '../log/explained-error.js';
import type { ObjectKey } from '../meta/object-key.js';
import type { ExternalSource, SourceContext, Trigger } from './external-source.js';
import { jittered } from './timer-source.js';

/** What the server has answered. */
export interface PolledAnswer {
  readonly headers: Headers;
  readonly body: string;
}

type HeadersOf = Readonly<Record<string, string>>;

export interface HttpPollOptions<K extends ObjectKey = ObjectKey, R = any> {
  readonly url: string | URL;
  /** Milliseconds between the end of one request and the next one, give or take a tenth. */
  readonly every: number;
  /** Default: the host and path of the URL. */
  readonly name?: string;
  /** Also asked for anew at each request, for tokens that expire. */
  readonly headers?: HeadersOf | (() => HeadersOf | Promise<HeadersOf>);
  /** Milliseconds for one request, its headers included; default 30 000. */
  readonly timeout?: number;
  /** Which objects an answer concerns; default: all of the reconciled kind. */
  readonly keys?: (
    answer: PolledAnswer,
    context: SourceContext<R>,
  ) => readonly Trigger<K>[] | Promise<readonly Trigger<K>[]>;
  /** From 0 to below 1; default Math.random. */
  readonly random?: () => number;
}

const TIMEOUT = 30_000;

/** By what the next request asks whether there is anything new. */
interface Seen {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly hash: string;
}

/**
 * Asks at once, then every so often. The first answer counts, and each one that differs from the one before: by a 304 to
 * the ETag or the date of the last one, or else by the body itself. A request that fails is logged once, and asked again
 * at the next turn; so is a `keys` that throws, with the same answer.
 * @throws TypeError for what is no http(s) URL, RangeError unless the period and the timeout are above 0
 */
export function httpPoll<K extends ObjectKey = ObjectKey, R = any>(
  options: HttpPollOptions<K, R>,
): ExternalSource<K, R> {
  const url = new URL(options.url);
  const { name = `${url.host}${url.pathname}`, every: period, timeout = TIMEOUT, keys, random = Math.random } = options;
  if (!['http:', 'https:'].includes(url.protocol)) throw new TypeError(`httpPoll: ${url.href} is no http(s) URL`);
  if (!(period > 0 && period < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`httpPoll of ${url.href}: every is a number of milliseconds > 0, not ${period}`);
  }
  if (!(timeout > 0)) {
    throw new RangeError(`httpPoll of ${url.href}: timeout is a number of milliseconds > 0, not ${timeout}`);
  }
  return {
    name,
    async *open(context) {
      const { log, clock, signal } = context;
      let seen: Seen | undefined;
      let isFailing = false;
      do {
        try {
          const answer = await ask(url, options, seen, context);
          const isNews = answer !== undefined && answer.seen.hash !== seen?.hash;
          // All keys are of the reconciled kind, whose scope decides what a key is.
          const step = isNews && (await (keys?.(answer, context) ?? (context.allKeys() as readonly K[])));
          // Only now: where `keys` fails, the answer is still news at the next turn.
          seen = answer?.seen ?? seen;
          if (isFailing) log.info('the poll gets answers again');
          isFailing = false;
          if (step !== false) yield step;
        } catch (error) {
          if (signal.aborted) return;
          log[isFailing ? 'debug' : 'warn']('the poll failed; it is tried again at the next turn', { error });
          isFailing = true;
        }
      } while (await sleep(clock, jittered(period, 0.1, random), signal));
    },
  };
}

/** The answer; undefined when the server says that nothing has changed. */
async function ask(
  url: URL,
  { headers = {}, timeout = TIMEOUT }: HttpPollOptions,
  seen: Seen | undefined,
  { clock, signal }: SourceContext,
): Promise<(PolledAnswer & { readonly seen: Seen }) | undefined> {
  const { signal: either, abort, release } = linkedController(signal);
  const timer = clock.setTimer(timeout, () => {
    abort(new ExplainedError(`GET ${url.href}: no answer within ${timeout} ms`));
  });
  try {
    // What makes the headers is a function of the user's, which may hang as well.
    const given = typeof headers === 'function' ? await unlessAborted(made(headers), either) : headers;
    either.throwIfAborted();
    const asked = new Headers(given);
    if (seen?.etag != null) asked.set('If-None-Match', seen.etag);
    if (seen?.lastModified != null) asked.set('If-Modified-Since', seen.lastModified);
    const response = await fetch(url, { headers: asked, signal: either });
    const body = await response.text();
    if (response.status === 304 && seen !== undefined) return undefined;
    if (!response.ok) throw new ExplainedError(`GET ${url.href}: ${response.status} ${response.statusText}`);
    const hash = createHash('sha256').update(body).digest('base64');
    const [etag, lastModified] = [response.headers.get('etag'), response.headers.get('last-modified')];
    return { headers: response.headers, body, seen: { etag, lastModified, hash } };
  } finally {
    timer.cancel();
    release();
  }
}

async function made(headers: () => HeadersOf | Promise<HeadersOf>): Promise<HeadersOf> {
  return headers();
}
