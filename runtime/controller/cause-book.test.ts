import { describe, expect, it } from 'vitest';
import { FakeClock } from '../clock/fake-clock.js';
import { CauseBook } from './cause-book.js';
import { type Cause, causeText, type EventCause } from './causes.js';

const event = (name: string, type: EventCause['type'] = 'created', paths?: readonly string[]): EventCause => ({
  type,
  kind: 'Pod',
  object: { namespace: 'default', name },
  paths,
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

  it('are one for the updates of one object, with the paths of all, at most 8', () => {
    const book = new CauseBook(new FakeClock());
    book.add('k', event('a', 'updated', ['spec.x', 'status.phase']));
    book.add('k', event('b', 'updated', ['status.phase']));
    book.add('k', event('a', 'updated', ['status.phase', 'status.ip']));
    expect(texts(book.take('k'))).toEqual([
      'Pod default/a updated: spec.x, status.phase, status.ip',
      'Pod default/b updated: status.phase',
    ]);
    for (let i = 0; i < 20; i += 1) book.add('k', event('a', 'updated', [`spec.f${i}`]));
    expect(book.take('k')).toMatchObject([{ paths: { length: 8 } }]);
  });

  it('are at most ten, and a count of the rest', () => {
    const book = new CauseBook(new FakeClock());
    for (let i = 0; i < 14; i += 1) book.add('k', event(`p-${i}`));
    expect(book.isFull('k')).toBe(true);
    const causes = book.take('k');
    expect(causes).toHaveLength(11);
    expect(causes.at(-1)).toEqual({ type: 'more', count: 4 });
    expect(causeText(causes.at(-1) as Cause)).toBe('and 4 more');
    expect(book.isFull('k')).toBe(false);
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
    book.add('k', event('a', 'updated', ['spec.x']));
    const first = book.take('k');
    book.add('k', event('b'));
    book.retry('k', 1, first);
    const second = book.take('k');
    expect(texts(second)).toEqual(['retry 1', 'Pod default/a updated: spec.x', 'Pod default/b created']);
    book.retry('k', 2, second);
    expect(texts(book.take('k'))).toEqual(['retry 2', 'Pod default/a updated: spec.x', 'Pod default/b created']);
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
