import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../decorators/condition.js';
import {
  findCondition,
  isConditionFalse,
  isConditionPresentAndEqual,
  isConditionTrue,
  type NewCondition,
  removeCondition,
  setCondition,
} from './conditions.js';

const EARLIER = '2026-01-01T00:00:00Z';
const NOW = new Date('2026-01-02T00:00:00.750Z');

const ready: Condition = {
  type: 'Ready',
  status: 'True',
  reason: 'AllReady',
  message: '3 of 3',
  observedGeneration: 1,
  lastTransitionTime: EARLIER,
};
const synced: Condition = { ...ready, type: 'Synced' };

function wish(change: Partial<NewCondition> = {}): NewCondition {
  const { lastTransitionTime: _, ...rest } = ready;
  return { ...rest, ...change };
}

describe('setCondition', () => {
  test('adds a new one at the end, changed now, in whole seconds', () => {
    expect(setCondition([synced], wish(), NOW)).toEqual([
      synced,
      { ...ready, lastTransitionTime: '2026-01-02T00:00:00Z' },
    ]);
    expect(setCondition(undefined, wish(), NOW)).toHaveLength(1);
  });

  test('leaves out a generation that is not known', () => {
    const set = setCondition([ready], wish({ status: 'False', observedGeneration: undefined }), NOW);
    expect(set[0]).not.toHaveProperty('observedGeneration');
    expect(setCondition(set, wish({ status: 'False', observedGeneration: undefined }), NOW)).toBe(set);
  });

  test('answers the same list when nothing changes', () => {
    const conditions = [synced, ready];
    expect(setCondition(conditions, wish(), NOW)).toBe(conditions);
  });

  test('keeps order and transition time when all but the status changes', () => {
    const change = { reason: 'Other', message: 'other', observedGeneration: 2 };
    expect(setCondition([ready, synced], wish(change), NOW)).toEqual([{ ...ready, ...change }, synced]);
  });

  test('moves the transition time when the status changes', () => {
    expect(setCondition([ready], wish({ status: 'False' }), NOW)[0]).toEqual({
      ...ready,
      status: 'False',
      lastTransitionTime: '2026-01-02T00:00:00Z',
    });
  });

  test('leaves the given list as it is', () => {
    const conditions = Object.freeze([Object.freeze({ ...ready })]);
    setCondition(conditions, wish({ status: 'Unknown' }), NOW);
    expect(conditions).toEqual([ready]);
  });
});

test('takes the transition time that it is told, where the status changes', () => {
  const told = {
    type: 'Ready',
    status: 'True',
    reason: 'Up',
    message: '',
    lastTransitionTime: '2020-01-01T00:00:00Z',
  } as const;
  const set = setCondition([], told, new Date());
  expect(set).toEqual([told]);
  expect(setCondition(set, { ...told, lastTransitionTime: '2021-01-01T00:00:00Z' }, new Date())).toBe(set);
  const down = { ...told, status: 'False', lastTransitionTime: '2021-01-01T00:00:00Z' } as const;
  expect(setCondition(set, down, new Date())).toEqual([down]);
  expect(isConditionFalse([down], 'Ready')).toBe(true);
  expect(isConditionFalse(set, 'Ready')).toBe(false);
  expect(isConditionPresentAndEqual(set, 'Ready', 'True')).toBe(true);
  expect(isConditionPresentAndEqual(set, 'Other', 'True')).toBe(false);
});

test('finds, asks and removes by type', () => {
  expect(findCondition([synced, ready], 'Ready')).toBe(ready);
  expect(findCondition(undefined, 'Ready')).toBeUndefined();
  expect(isConditionTrue([ready], 'Ready')).toBe(true);
  expect(isConditionTrue([{ ...ready, status: 'Unknown' }], 'Ready')).toBe(false);
  expect(isConditionTrue([], 'Ready')).toBe(false);
  expect(removeCondition([synced, ready], 'Ready')).toEqual([synced]);
  const without = [synced];
  expect(removeCondition(without, 'Ready')).toBe(without);
});

test('each type is there once, and setting twice is as once', () => {
  const type = fc.constantFrom('Ready', 'Synced', 'Degraded');
  const status = fc.constantFrom('True' as const, 'False' as const, 'Unknown' as const);
  fc.assert(
    fc.property(fc.array(fc.record({ type, status })), changes => {
      const end = changes.reduce<readonly Condition[]>((list, change) => {
        const next = setCondition(list, wish(change), NOW);
        expect(setCondition(next, wish(change), new Date(0))).toBe(next);
        return next;
      }, []);
      expect(new Set(end.map(({ type }) => type)).size).toBe(end.length);
      for (const { type } of changes) {
        expect(findCondition(end, type)?.status).toBe(changes.findLast(change => change.type === type)?.status);
      }
    }),
  );
});
