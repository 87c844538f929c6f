import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { CachedObject } from '../cache/cached-object.js';
import {
  and,
  annotationsChanged,
  generationChanged,
  labelSelector,
  labelsChanged,
  matching,
  not,
  or,
  type Predicate,
  resourceVersionChanged,
} from './predicates.js';

type Cached = CachedObject<KubernetesObject>;
const BASE: Partial<Cached> = { resourceVersion: '1', generation: 1, labels: { app: 'a' }, annotationsHash: 7 };

/** Of which reading the object, or its bytes, is an error: built-in predicates do without. */
function cached(parts: Partial<Cached> = {}): Cached {
  const unread = (): never => {
    throw new Error('a built-in predicate has parsed the object');
  };
  const header = { ...BASE, ...parts };
  return Object.defineProperties(header, { object: { get: unread }, encoded: { get: unread } }) as Cached;
}

describe('what an update changed', () => {
  it.each<[string, Predicate, Partial<Cached>, boolean]>([
    ['generationChanged', generationChanged, { generation: 2 }, true],
    ['generationChanged', generationChanged, { resourceVersion: '2', labels: {} }, false],
    ['labelsChanged', labelsChanged, { labels: { app: 'b' } }, true],
    ['labelsChanged', labelsChanged, { labels: { app: 'a', tier: 'x' } }, true],
    ['labelsChanged', labelsChanged, { labels: { tier: 'a' } }, true],
    ['labelsChanged', labelsChanged, { labels: undefined }, true],
    ['labelsChanged', labelsChanged, { labels: { app: 'a' }, generation: 2 }, false],
    ['annotationsChanged', annotationsChanged, { annotationsHash: 8 }, true],
    ['annotationsChanged', annotationsChanged, { labels: {} }, false],
    ['resourceVersionChanged', resourceVersionChanged, { resourceVersion: '2' }, true],
    ['resourceVersionChanged', resourceVersionChanged, {}, false],
  ])('%s, without parsing: case %#', (_, predicate, change, counts) => {
    expect(predicate.update?.(cached(), cached(change))).toBe(counts);
    expect([predicate.create, predicate.delete]).toEqual([undefined, undefined]);
  });

  it('is not that no labels became empty ones', () => {
    expect(labelsChanged.update?.(cached({ labels: undefined }), cached({ labels: {} }))).toBe(false);
  });
});

describe('labelSelector', () => {
  it.each([
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] }],
    [{ app: 'a' }],
    ['app in (a,b)'],
  ])('looks at the object, and at the new state of an update: %j', selector => {
    const predicate = labelSelector(selector);
    const [fits, not] = [cached(), cached({ labels: { app: 'c' } })];
    expect([predicate.create?.(fits), predicate.create?.(not)]).toEqual([true, false]);
    expect([predicate.update?.(not, fits), predicate.update?.(fits, not)]).toEqual([true, false]);
    expect([predicate.delete?.(fits), predicate.delete?.(not)]).toEqual([true, false]);
    expect(predicate.create?.(cached({ labels: undefined }))).toBe(false);
  });

  it.each([
    [{ matchExpressions: [{ key: 'app', operator: 'in', values: ['a'] }] }, 'unknown operator in'],
    [{ 'not a key': 'x' }, 'label selector on "not a key"'],
    ['app in a', 'label selector "app in a"'],
  ])('refuses at once what the API server would refuse: %j', (selector, says) => {
    expect(() => labelSelector(selector)).toThrow(says);
  });
});

describe('joined predicates', () => {
  const yes: Predicate = matching(() => true);
  const no: Predicate = matching(() => false);
  const outcomes = ({ create, update, delete: gone }: Predicate): (boolean | undefined)[] => [
    create?.(cached()),
    update?.(cached(), cached()),
    gone?.(cached()),
  ];

  it.each<[string, Predicate, boolean]>([
    ['and of none', and(), true],
    ['and of all', and(yes, yes), true],
    ['and of one that refuses', and(yes, no), false],
    ['or of none', or(), false],
    ['or of one that lets through', or(no, yes), true],
    ['or of none that lets through', or(no, no), false],
    ['not of one that lets through', not(yes), false],
    ['not of one that refuses', not(no), true],
    ['all together', and(or(no, yes), not(and(yes, no))), true],
  ])('%s', (_, predicate, lets) => {
    expect(outcomes(predicate)).toEqual([lets, lets, lets]);
  });

  it('take a predicate that says nothing of a change to let it through, as controller-runtime does', () => {
    expect(outcomes(or(generationChanged, no))).toEqual([true, false, true]);
    expect(outcomes(and(generationChanged, yes))).toEqual([true, false, true]);
    expect(outcomes(not(generationChanged))).toEqual([false, true, false]);
  });
});
