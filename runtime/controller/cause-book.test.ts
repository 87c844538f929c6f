import { describe, expect, it } from 'vitest';
import { cached } from '../../test/arrivals.js';
import { thing } from '../../test/things.js';
import { FakeClock } from '../clock/fake-clock.js';
import { CauseBook, releaseCauses } from './cause-book.js';
import { type Cause, causeText, type EventCause } from './causes.js';
import type { CausingEvent } from './event-handlers.js';

const event = (name: string, type: EventCause['type'] = 'created'): EventCause => ({
  type,
  kind: 'Pod',
  object: { namespace: 'default', name },
});
let version = 1;
/** An update of a Thing that sets these fields of its data. */
const update = (name: string, before: Record<string, string>, after: Record<string, string>): CausingEvent => ({
  type: 'updated',
  kind: 'Pod',
  old: cached(thing(name, version++, { data: before })),
  object: cached(thing(name, version++, { data: after })),
});
const texts = (causes: readonly Cause[]): string[] => causes.map(causeText);

describe('the causes of a key', () => {
  it('come in their order, once, and are forgotten when they are taken', () => {
    const book = new CauseBook(new FakeClock());
    book.add('k', event('a'));
    book.add('other', event('z'));
    book.add('k', event('b', 'deleted'));
    expect(texts(book.take('k'))).toEqual(['Pod default/a created', 'Pod default/b deleted']);
    expect([book.take('k'), book.size]).toEqual([[], 1]);
  });

  it('are one for the updates of one object, with what differs in the end', () => {
    const book = new CauseBook(new FakeClock());
    book.event('k', update('a', { x: '1', y: '1' }, { x: '2', y: '2' }));
    book.event('k', update('b', { x: '1' }, { z: '1' }));
    book.event('k', update('a', { x: '2', y: '2' }, { x: '1', y: '3' }));
    expect(texts(book.take('k'))).toEqual(['Pod default/a updated: data.y', 'Pod default/b updated: data.z, data.x']);
  });

  it('name at most 8 paths', () => {
    const book = new CauseBook(new FakeClock());
    const many = (value: string) => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, value]));
    book.event('k', update('a', many('1'), many('2')));
    expect(book.take('k')).toMatchObject([{ paths: { length: 8 } }]);
  });

  it('are at most ten, and a count of the rest, which is not looked into', () => {
    const book = new CauseBook(new FakeClock());
    for (let i = 0; i < 14; i += 1) book.event('k', update(`p-${i}`, {}, { x: '1' }));
    expect(book.open).toBe(10);
    const causes = book.take('k');
    expect(causes).toHaveLength(11);
    expect(causes.at(-1)).toEqual({ type: 'more', count: 4 });
    expect(causeText(causes.at(-1) as Cause)).toBe('and 4 more');
  });
});

describe('what an update has changed', () => {
  it('is found out when it is read, once, and as JSON too', () => {
    const book = new CauseBook(new FakeClock());
    book.event('k', update('a', { x: '1' }, { x: '2' }));
    const causes = book.take('k');
    expect(book.open).toBe(1);
    expect(JSON.parse(JSON.stringify(causes))).toEqual([
      { type: 'updated', kind: 'Pod', object: { namespace: 'default', name: 'a' }, paths: ['data.x'] },
    ]);
    expect([book.open, (causes[0] as EventCause).paths]).toEqual([0, ['data.x']]);
  });

  it('is not found out any more once the reconcile has ended', () => {
    const book = new CauseBook(new FakeClock());
    book.event('k', update('a', { x: '1' }, { x: '2' }));
    const causes = book.take('k');
    releaseCauses(causes);
    expect([book.open, texts(causes)]).toEqual([0, ['Pod default/a updated']]);
  });

  it('is not found out where two thousand others wait, so that few old states are kept', () => {
    const book = new CauseBook(new FakeClock());
    const changed = update('a', { x: '1' }, { x: '2' });
    for (let i = 0; i < 2200; i += 1) book.event(`k-${i}`, changed);
    expect(book.open).toBe(2000);
    expect(texts(book.take('k-1999'))).toEqual(['Pod default/a updated: data.x']);
    expect(texts(book.take('k-2000'))).toEqual(['Pod default/a updated']);
    for (let i = 0; i < 2200; i += 1) releaseCauses(book.take(`k-${i}`));
    expect([book.open, book.size]).toEqual([0, 0]);
  });

  it('is not found out in part: where one of the updates is not known, none is told', () => {
    const book = new CauseBook(new FakeClock());
    const filling = update('z', { x: '1' }, { x: '2' });
    book.event('first', update('a', { x: '1' }, { x: '2' }));
    for (let i = 1; i < 2000; i += 1) book.event(`k-${i}`, filling);
    book.event('second', update('a', { x: '1' }, { x: '2' }));
    book.event('first', update('a', { y: '1' }, { y: '2' }));
    for (let i = 1; i < 2000; i += 1) releaseCauses(book.take(`k-${i}`));
    book.event('second', update('a', { y: '1' }, { y: '2' }));
    expect(texts(book.take('first'))).toEqual(['Pod default/a updated']);
    expect(texts(book.take('second'))).toEqual(['Pod default/a updated']);
    expect(book.open).toBe(0);
  });

  it('is joined with what was read already', () => {
    const book = new CauseBook(new FakeClock());
    book.event('k', update('a', { x: '1' }, { x: '2' }));
    const failed = book.take('k');
    expect(texts(failed)).toEqual(['Pod default/a updated: data.x']);
    book.event('k', update('a', { y: '1' }, { y: '2' }));
    book.retry('k', 1, failed);
    expect(texts(book.take('k'))).toEqual(['retry 1', 'Pod default/a updated: data.x, data.y']);
    expect(book.open).toBe(0);
  });
});

describe('a requeue', () => {
  it('is a cause once its moment has come, not where something else runs the key earlier', async () => {
    const clock = new FakeClock();
    const book = new CauseBook(clock);
    book.requeue('k', 10_000);
    book.add('k', event('a'));
    expect(texts(book.take('k'))).toEqual(['Pod default/a created']);
    book.requeue('k', 10_000);
    await clock.advance(10_000);
    book.add('k', event('a'));
    expect(texts(book.take('k'))).toEqual(['requeue after 10 s', 'Pod default/a created']);
    expect(book.size).toBe(0);
  });
});

describe('a retry', () => {
  it('keeps what the failed reconcile was about, and what came meanwhile', () => {
    const book = new CauseBook(new FakeClock());
    book.event('k', update('a', { x: '1' }, { x: '2' }));
    const first = book.take('k');
    book.add('k', event('b'));
    book.retry('k', 1, first);
    const second = book.take('k');
    expect(texts(second)).toEqual(['retry 1', 'Pod default/a updated: data.x', 'Pod default/b created']);
    book.retry('k', 2, second);
    expect(texts(book.take('k'))).toEqual(['retry 2', 'Pod default/a updated: data.x', 'Pod default/b created']);
  });

  it('does not make the list longer, however often it happens', () => {
    const book = new CauseBook(new FakeClock());
    for (let i = 0; i < 30; i += 1) book.add('k', event(`p-${i}`));
    let causes = book.take('k');
    for (let attempt = 1; attempt < 5; attempt += 1) {
      book.retry('k', attempt, causes);
      causes = book.take('k');
      expect([causes.length, causes[0], causes.at(-1)]).toEqual([
        11,
        { type: 'retry', attempt },
        { type: 'more', count: 21 },
      ]);
    }
  });
});

it.each<[Cause, string]>([
  [{ type: 'updated', kind: 'Node', object: { name: 'n' }, paths: [] }, 'Node n updated'],
  [{ type: 'listed', kind: 'Pod', object: { namespace: 'a', name: 'b' } }, 'Pod a/b listed'],
  [{ type: 'resynced', kind: 'Pod', object: { namespace: 'a', name: 'b' } }, 'Pod a/b resynced'],
  [{ type: 'requeue', after: 250 }, 'requeue after 250 ms'],
  [{ type: 'requeue', after: 1500 }, 'requeue after 1.5 s'],
  [{ type: 'requeue', after: 3_600_000 }, 'requeue after 3600 s'],
  [{ type: 'source', name: 'prices' }, 'source prices'],
])('%j reads %s', (cause, text) => {
  expect(causeText(cause)).toBe(text);
});
