import { describe, expect, it } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { scriptedController } from '../../test/scripted-controller.js';
import { Thing, thing } from '../../test/things.js';
import { ApiError } from '../client/api-error.js';
import type { Client } from '../client/client.js';
import { done, requeueAfter } from './result.js';

const FINALIZER = 'example.com/cleanup';
const KEY = { namespace: 'default', name: 'a' };
const options = { finalizer: FINALIZER };

describe('before the first reconcile', () => {
  it('the finalizer is put on the object, behind those of others, and the reconcile sees it', async () => {
    const { server, operator } = world(with_(thing('a', 1), ['other.org/x']));
    await operator.put(server.object as Snapshot<Thing>);
    expect(server.object?.metadata.finalizers).toEqual(['other.org/x', FINALIZER]);
    expect(operator.last.object.metadata).toMatchObject({
      finalizers: ['other.org/x', FINALIZER],
      resourceVersion: '2',
    });
  });

  it('nothing is written for an object that has it', async () => {
    const { server, operator } = world(with_(thing('a', 1), [FINALIZER]));
    await operator.put(server.object as Snapshot<Thing>);
    expect([operator.runs.length, server.writes]).toEqual([1, 0]);
  });

  it('a change by others meanwhile is a quiet retry, with no reconcile in between', async () => {
    const { server, operator } = world(thing('a', 1));
    server.object = { ...thing('a', 5), data: { by: 'others' } };
    await operator.put(thing('a', 1));
    expect([operator.runs.length, operator.log.of('error')]).toEqual([0, []]);
    await operator.put(server.object);
    await operator.clock.advance(5);
    expect([operator.runs.length, server.object?.metadata.finalizers]).toEqual([1, [FINALIZER]]);
  });
});

describe('finalize', () => {
  const dying = (finalizers: readonly string[] = [FINALIZER]) => deleting(with_(thing('a', 7), finalizers));

  it('releases the object once it is done, and only its own finalizer', async () => {
    const { server, operator } = world(dying(['other.org/x', FINALIZER]));
    await operator.put(server.object as Snapshot<Thing>);
    expect(operator.last.method).toBe('finalize');
    await operator.last.end(requeueAfter(1000));
    expect(server.writes).toBe(0);
    await operator.clock.advance(1000);
    await operator.last.end(done);
    expect([server.writes, server.object?.metadata.finalizers]).toEqual([1, ['other.org/x']]);
  });

  it('does not release after a failure', async () => {
    const { server, operator } = world(dying());
    await operator.put(server.object as Snapshot<Thing>);
    await operator.last.fail(new Error('not yet'));
    expect([server.writes, server.object?.metadata.finalizers]).toEqual([0, [FINALIZER]]);
  });

  it('does not run again for an object that was released, however old the cache is', async () => {
    const { server, operator } = world(dying(['other.org/x', FINALIZER]));
    await operator.put(server.object as Snapshot<Thing>);
    await operator.last.end();
    await operator.put(deleting(with_(thing('a', 8), ['other.org/x', FINALIZER])));
    await operator.put(server.object as Snapshot<Thing>);
    expect([operator.runs.length, server.writes]).toEqual([1, 1]);
  });

  it('runs for another object of the same name', async () => {
    const { server, operator } = world(dying());
    await operator.put(server.object as Snapshot<Thing>);
    await operator.last.end();
    expect(server.object).toBeUndefined();
    server.object = deleting(with_(thing('a', 20, { uid: 'another' }), [FINALIZER]));
    await operator.put(server.object);
    expect(operator.runs).toHaveLength(2);
  });

  it('does not run while others hold the object that this controller never held, or no longer holds', async () => {
    const { operator } = world(dying());
    await operator.put(dying(['other.org/x']));
    expect(operator.runs).toEqual([]);
  });

  it('is not run again when others change the object between its end and the release', async () => {
    const { server, operator } = world(dying(['other.org/x', FINALIZER]));
    await operator.put(server.object as Snapshot<Thing>);
    server.object = { ...deleting(with_(thing('a', 9), ['third.org/y', 'other.org/x', FINALIZER])), data: { by: 'x' } };
    await operator.last.end();
    expect(server.object).toMatchObject({
      metadata: { finalizers: ['third.org/y', 'other.org/x'] },
      data: { by: 'x' },
    });
    expect([operator.runs.length, operator.log.of('error')]).toEqual([1, []]);
  });

  it.each<[string, Snapshot<Thing> | undefined]>([
    ['has gone', undefined],
    ['has lost the finalizer', deleting(with_(thing('a', 9), ['other.org/x']))],
    ['has gone and come again', thing('a', 30, { uid: 'another' })],
  ])('ends well where the object %s before it could be released', async (_, meanwhile) => {
    const { server, operator } = world(dying());
    await operator.put(server.object as Snapshot<Thing>);
    server.object = meanwhile;
    await operator.last.end();
    expect(server.object).toEqual(meanwhile);
    expect([operator.log.of('error'), operator.clock.pending]).toEqual([[], 0]);
  });

  it('gives up, and is tried again, where every state of the object is outrun', async () => {
    const { server, operator } = world(dying());
    await operator.put(server.object as Snapshot<Thing>);
    server.outrun = true;
    await operator.last.end();
    expect([server.writes, operator.clock.pending]).toEqual([10, 1]);
    server.outrun = false;
    await operator.clock.advance(5);
    await operator.last.end();
    expect(server.object).toBeUndefined();
  });
});

it.each([
  [
    'clean/',
    true,
    'controller thing: "clean/" is no finalizer: the name in "clean/" must be letters, digits, "-", "_" and "." with a letter or digit at both ends',
  ],
  [FINALIZER, false, 'controller thing: with finalizer example.com/cleanup, its reconciler needs a method finalize'],
])('a finalizer %s is refused at once where it would not work (finalizes: %s)', (finalizer, finalizes, says) => {
  expect(() => scriptedController({ options: { finalizer }, finalizes })).toThrow(new TypeError(says));
});

type Finalized = Snapshot<Thing> & { readonly metadata: { readonly finalizers?: readonly string[] } };

function with_(object: Snapshot<Thing>, finalizers: readonly string[]): Finalized {
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

function deleting(object: Finalized): Finalized {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
}

/** A server that keeps one Thing, as the real one treats merge patches of its finalizers. */
function world(start: Finalized) {
  const server = {
    object: start as Finalized | undefined,
    writes: 0,
    /** Somebody else changes the object before each write. */
    outrun: false,
  };
  const refuse = (verb: 'get' | 'patch', code: number, reason: string): ApiError => {
    const details = { kind: 'things', name: KEY.name };
    return new ApiError({ verb, kind: kindInfo(Thing), key: KEY }, code, { kind: 'Status', code, reason, details });
  };
  const get = async () => {
    if (server.object === undefined) throw refuse('get', 404, 'NotFound');
    return server.object;
  };
  const patch = async (_: unknown, __: unknown, { metadata }: { metadata: Record<string, unknown> }) => {
    server.writes += 1;
    const present = server.object;
    if (present === undefined) throw refuse('patch', 404, 'NotFound');
    if (server.outrun || metadata.resourceVersion !== present.metadata.resourceVersion) {
      throw refuse('patch', 409, 'Conflict');
    }
    const finalizers = (metadata.finalizers ?? []) as string[];
    const resourceVersion = String(Number(present.metadata.resourceVersion) + 1);
    const now = { ...present, metadata: { ...present.metadata, finalizers, resourceVersion } };
    server.object = now.metadata.deletionTimestamp !== undefined && finalizers.length === 0 ? undefined : now;
    return now;
  };
  return { server, operator: scriptedController({ options, client: { get, patch } as unknown as Client }) };
}
