// Reflectors for tests, on a client and a clock that the test moves.
import { expect } from 'vitest';
import type { Snapshot } from '../decorators/snapshot.js';
import type { ReflectorScope } from '../runtime/cache/list-pages.js';
import { Reflector } from '../runtime/cache/reflector.js';
import type { Reach, ReflectorSink } from '../runtime/cache/reflector-sink.js';
import { ConnectionError } from '../runtime/client/connection-error.js';
import { FakeClock } from '../runtime/clock/fake-clock.js';
import type { EncodedObject } from '../runtime/encoded/encoded-object.js';
import { RecordedLog } from './recorded-log.js';
import { ScriptedClient } from './scripted-client.js';
import { Thing } from './things.js';

export interface FollowOptions extends Omit<ReflectorScope, 'shardSelector'> {
  /** Default: a client that has no word for streamed lists. */
  readonly client?: ScriptedClient;
  /** Default: 0, which makes the back-off 0.8 s, 1.6 s, 3.2 s ... */
  readonly random?: () => number;
}

const runs: (() => Promise<void>)[] = [];

/** Stops every reflector that `follow` has started; for `afterEach`. */
export async function stopAll(): Promise<void> {
  for (const stop of runs.splice(0)) await stop();
}

/** A running reflector, and what its sink has seen: `put a@1`, `upsert a@2`, `remove a@3`, `finish`. */
export function follow({ client = new ScriptedClient(), random = () => 0, ...scope }: FollowOptions = {}) {
  const clock = new FakeClock();
  const log = new RecordedLog();
  const seen: string[] = [];
  const reached: string[] = [];
  const read = (object: EncodedObject) => (JSON.parse(Buffer.from(object).toString()) as Snapshot<Thing>).metadata;
  const take = (what: string, object: EncodedObject): string => {
    const { name, resourceVersion } = read(object);
    seen.push(`${what} ${name}@${resourceVersion}`);
    return resourceVersion;
  };
  const change = (what: string, object: EncodedObject, reach: Reach): void => {
    reach(read(object).resourceVersion);
    take(what, object);
  };
  const sink: ReflectorSink = {
    replace: () => ({
      put: object => take('put', object),
      remove: object => take('remove', object),
      finish: async resourceVersion => {
        seen.push('finish');
        reached.push(resourceVersion);
      },
    }),
    upsert: (object, reach) => change('upsert', object, reach),
    remove: (object, reach) => change('remove', object, reach),
    reached: resourceVersion => void reached.push(resourceVersion),
  };
  const reflector = new Reflector({ kind: Thing, client, sink, log, clock, random, ...scope });
  const stopping = new AbortController();
  const run = reflector.run(stopping.signal);
  const stop = async () => {
    stopping.abort();
    await run;
    expect(client.open, 'open calls after the stop').toBe(0);
    expect(clock.pending, 'timers after the stop').toBe(0);
    expect(reflector.state).toBe('stopped');
  };
  runs.push(stop);
  /** Up to the open watch after a first list. */
  const watching = async (resourceVersion = '10') => {
    (await client.nextList()).answer([], resourceVersion);
    return client.nextWatch();
  };
  return { client, clock, log, sink, seen, reached, reflector, stop, watching, run, stopping };
}

/** What was asked for, without the signal and the namespace. */
export function asked({ options }: { options: object }) {
  const { signal: _, namespace: __, ...rest } = options as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}

/** What a client throws when its connection breaks. */
export const broken = (code = 'ECONNRESET') =>
  new ConnectionError('watch Thing', 'https://server', Object.assign(new Error(code), { code }));
