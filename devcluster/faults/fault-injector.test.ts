import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestCluster, type TestCluster } from '../../test/dev-cluster.js';
import { FakeClock } from '../clock/fake-clock.js';
import { cut, cutWatch } from './cut.js';
import { delay, hang } from './delay.js';
import { drop, loseAnswer } from './drop.js';
import { expire } from './expire.js';
import type { Fault } from './fault.js';
import { garble } from './garble.js';
import { interfere } from './interfere.js';
import { conflict, refuse } from './refuse.js';
import { silenceWatch } from './silence-watch.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const clock = new FakeClock();
let cluster: TestCluster;

beforeEach(async () => {
  cluster = await startTestCluster({ clock, sparedByFaults: userAgent => userAgent === 'spared' });
});
afterEach(() => cluster.stop());

const create = (name: string) => cluster.request('POST', MAPS, { metadata: { name } });
const exists = async (name: string) => (await cluster.request('GET', `${MAPS}/${name}`)).code === 200;

/** What comes of an answer until its connection ends, and whether it ended in order. */
async function received(path: string): Promise<{ readonly text: string; readonly whole: boolean }> {
  const response = await fetch(cluster.url + path);
  let text = '';
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
    return { text, whole: true };
  } catch {
    return { text, whole: false };
  }
}

describe('refuse', () => {
  test('answers with a Status and does nothing else', async () => {
    cluster.faults.add(refuse('ServiceUnavailable', { retryAfterSeconds: 7, message: 'not now' }), { verb: 'create' });
    const answer = await create('a');
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(answer.code).toBe(503);
    expect(answer.body).toMatchObject({
      kind: 'Status',
      reason: 'ServiceUnavailable',
      message: 'not now',
      details: { retryAfterSeconds: 7 },
    });
    expect(await exists('a')).toBe(false);
  });

  test('can be a conflict, in the words of the server', async () => {
    await create('a');
    cluster.faults.add(conflict(), { times: 1 });
    const patch = () =>
      cluster.request('PATCH', `${MAPS}/a`, { data: {} }, { 'content-type': 'application/merge-patch+json' });
    const { code, body } = await patch();
    expect([code, body.reason]).toEqual([409, 'Conflict']);
    expect(body.message).toBe(
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect((await patch()).code).toBe(200);
  });
});

describe('delay', () => {
  test('hands the request on when the time has come by the clock of the cluster', async () => {
    cluster.faults.add(delay(1000), { verb: 'create' });
    let answered = false;
    const creating = create('a').then(() => {
      answered = true;
    });
    while (clock.pending === 0) await nextTurn();
    await clock.advance(999);
    expect([answered, await exists('a')]).toEqual([false, false]);
    await clock.advance(1);
    await creating;
    expect(await exists('a')).toBe(true);
  });

  test('lets the request go on at once when it is taken away', async () => {
    const fault = cluster.faults.add(delay(1000), { verb: 'create' });
    const creating = create('a');
    while (fault.hits === 0) await nextTurn();
    fault.remove();
    expect((await creating).code).toBe(201);
    expect(clock.pending).toBe(0);
  });

  test('does not carry out what the client does not wait for', async () => {
    const fault = cluster.faults.add(delay(1000), { verb: 'create' });
    const leaving = new AbortController();
    const body = JSON.stringify({ metadata: { name: 'a' } });
    const creating = fetch(cluster.url + MAPS, { method: 'POST', body, signal: leaving.signal });
    while (fault.hits === 0) await nextTurn();
    leaving.abort();
    await expect(creating).rejects.toThrow();
    while (clock.pending > 0) await nextTurn();
    expect(await exists('a')).toBe(false);
  });
});

describe('connections', () => {
  test('hang says nothing until it is taken away', async () => {
    const fault = cluster.faults.add(hang(), { verb: 'create' });
    const creating = create('a');
    while (fault.hits === 0) await nextTurn();
    fault.remove();
    await expect(creating).rejects.toThrow();
    expect(await exists('a')).toBe(false);
  });

  test('drop closes them before anything is done', async () => {
    cluster.faults.add(drop(), { verb: 'create' });
    await expect(create('a')).rejects.toThrow();
    expect(await exists('a')).toBe(false);
  });

  test('loseAnswer closes them when all is done', async () => {
    cluster.faults.add(loseAnswer(), { verb: 'create' });
    await expect(create('a')).rejects.toThrow();
    expect(await exists('a')).toBe(true);
  });

  test.each([0, 1, 50])('cut lets %d bytes through', async afterBytes => {
    await create('a');
    const whole = await received(`${MAPS}/a`);
    cluster.faults.add(cut({ afterBytes }), { verb: 'get' });
    expect(await received(`${MAPS}/a`)).toEqual({ text: whole.text.slice(0, afterBytes), whole: false });
  });

  test('cut lets an answer through that is not longer', async () => {
    const whole = await received('/version');
    cluster.faults.add(cut({ afterBytes: whole.text.length }));
    expect(await received('/version')).toEqual(whole);
  });

  test('garble keeps the length and nothing else', async () => {
    const { body } = await create('a');
    const whole = await received(`${MAPS}/a`);
    cluster.faults.add(garble(), { verb: 'get', times: 1 });
    const garbled = await received(`${MAPS}/a`);
    expect(garbled.text).toHaveLength(whole.text.length);
    expect(() => JSON.parse(garbled.text)).toThrow();
    expect(body.metadata.name).toBe('a');
  });
});

describe('watches', () => {
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c']) await create(name);
  });
  const watch = `${MAPS}?watch=true`;
  const names = (text: string) => [...text.matchAll(/"ADDED","object":\{.*?"name":"(\w)"/g)].map(([, name]) => name);

  test.each([0, 1, 3])('cutWatch lets %d events through', async afterEvents => {
    cluster.faults.add(cutWatch({ afterEvents }));
    const { text, whole } = await received(watch);
    expect(names(text)).toEqual(['a', 'b', 'c'].slice(0, afterEvents));
    expect([whole, text === '' || text.endsWith('\n')]).toEqual([false, true]);
  });

  test('cutWatch can cut the next event in the middle', async () => {
    cluster.faults.add(cutWatch({ afterEvents: 1, midEvent: true }));
    const { text } = await received(watch);
    const [first = '', second = '', ...rest] = text.split('\n');
    expect(JSON.parse(first).object.metadata.name).toBe('a');
    expect(second).toMatch(/^\{"type":"ADDED"/);
    expect(() => JSON.parse(second)).toThrow();
    expect(rest).toEqual([]);
  });

  test('silenceWatch lets some events through, then nothing, until it is taken away', async () => {
    const fault = cluster.faults.add(silenceWatch({ afterEvents: 2 }));
    const events = cluster.events(watch);
    const seen = [(await events.next()).value?.object.metadata.name, (await events.next()).value?.object.metadata.name];
    expect(seen).toEqual(['a', 'b']);
    const next = events.next();
    await create('d');
    // Bookmarks and the end would come by now.
    await clock.advance(2 * 60 * 60_000);
    fault.remove();
    await expect(next).rejects.toThrow();
  });

  test('expire ends them with an ERROR event, after as many others', async () => {
    cluster.faults.add(expire({ afterEvents: 2 }), { verb: 'watch' });
    const { text, whole } = await received(watch);
    const lines = text.trimEnd().split('\n');
    expect([lines.length, names(text), whole]).toEqual([3, ['a', 'b'], true]);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });

  test('expire refuses lists', async () => {
    cluster.faults.add(expire(), { verb: 'list' });
    expect((await cluster.request('GET', MAPS)).body).toMatchObject({ code: 410, reason: 'Expired' });
  });

  test('garble makes one event unreadable', async () => {
    cluster.faults.add(garble({ afterEvents: 1 }));
    cluster.faults.add(cutWatch({ afterEvents: 3 }));
    const [first = '', second = '', third = ''] = (await received(watch)).text.split('\n');
    expect(JSON.parse(first).type).toBe('ADDED');
    expect(() => JSON.parse(second)).toThrow();
    expect(JSON.parse(third).type).toBe('ADDED');
  });
});

describe('a watch that is refused', () => {
  test.each<[string, () => Fault<any>]>([
    ['cutWatch', () => cutWatch({ afterEvents: 1 })],
    ['silenceWatch', () => silenceWatch()],
    ['expire', () => expire()],
    ['garble', () => garble()],
  ])('has no events, and %s lets the refusal through as it is', async (_, fault) => {
    const refused = `${MAPS}?watch=true&pretty=true&labelSelector=!!`;
    const expected = await received(refused);
    cluster.faults.add(fault(), { verb: 'watch' });
    expect(await received(refused)).toEqual(expected);
    expect(JSON.parse(expected.text)).toMatchObject({ kind: 'Status', code: 400 });
  });
});

test('interfere changes the object first, so that the conflict is real', async () => {
  const { body: old } = await create('a');
  cluster.faults.add(interfere(), { times: 1 });
  const refused = await cluster.request('PUT', `${MAPS}/a`, { ...old, data: { x: '1' } });
  expect([refused.code, refused.body.reason]).toEqual([409, 'Conflict']);
  const { body: now } = await cluster.request('GET', `${MAPS}/a`);
  expect(now.metadata.resourceVersion).not.toBe(old.metadata.resourceVersion);
  expect((await cluster.request('PUT', `${MAPS}/a`, { ...now, data: { x: '1' } })).code).toBe(200);
});

describe('several faults', () => {
  test('add up in their order, until one ends the request', async () => {
    const first = cluster.faults.add(delay(10), { verb: 'create' });
    const second = cluster.faults.add(refuse('InternalError'), { verb: 'create', times: 1 });
    const third = cluster.faults.add(loseAnswer(), { verb: 'create' });
    const refused = create('a');
    while (clock.pending === 0) await nextTurn();
    await clock.advance(10);
    expect((await refused).code).toBe(500);
    expect([first.hits, second.hits, third.hits]).toEqual([1, 1, 0]);
    first.remove();
    await expect(create('a')).rejects.toThrow();
    expect([first.hits, second.hits, third.hits]).toEqual([1, 1, 1]);
  });

  test('may be many on one request', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    try {
      for (let count = 0; count < 20; count += 1) cluster.faults.add(delay(10), { verb: 'create' });
      const creating = create('a');
      await clock.advanceUntil(creating, 10);
      await nextTurn();
      expect(warned).not.toHaveBeenCalled();
    } finally {
      process.off('warning', warned);
    }
  });

  test('let go what they hold back when the cluster stops', async () => {
    const own = await startTestCluster({ clock });
    const removed = vi.fn();
    const holding: Fault = {
      verbs: ['create'],
      inflict: exchange => exchange.removed.addEventListener('abort', removed),
    };
    const fault = own.faults.add(holding);
    const creating = own.request('POST', MAPS, { metadata: { name: 'a' } });
    while (fault.hits === 0) await nextTurn();
    await own.stop();
    await expect(creating).rejects.toThrow();
    expect(removed).toHaveBeenCalledOnce();
  });

  test('are gone together', async () => {
    cluster.faults.add(refuse('Forbidden'));
    cluster.faults.add(drop());
    cluster.faults.clear();
    expect((await create('a')).code).toBe(201);
  });

  test('are gone after a reset, and stay through a restart', async () => {
    const fault = cluster.faults.add(refuse('Forbidden'), { verb: 'create' });
    await cluster.restart();
    expect((await create('a')).code).toBe(403);
    await cluster.reset();
    expect((await create('a')).code).toBe(201);
    expect(fault.hits).toBe(1);
  });
});

test('spared clients are struck only by faults that name them', async () => {
  const own = { 'user-agent': 'spared' };
  cluster.faults.add(refuse('Forbidden'), { verb: 'list' });
  expect((await cluster.request('GET', MAPS, undefined, own)).code).toBe(200);
  cluster.faults.add(refuse('Gone'), { verb: 'list', userAgent: 'spared' });
  expect((await cluster.request('GET', MAPS, undefined, own)).code).toBe(410);
});
