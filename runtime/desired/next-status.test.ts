import { describe, expect, test } from 'vitest';
import { nextStatus } from './next-status.js';

const NOW = new Date('2026-01-02T00:00:00Z');
const EARLIER = '2026-01-01T00:00:00Z';
const ready = { type: 'Ready', status: 'True', reason: 'Up', message: '' };
const kept = { ...ready, observedGeneration: 1, lastTransitionTime: EARLIER };

describe('the next status', () => {
  test('is none where the status is as wished', () => {
    expect(
      nextStatus({ replicas: 1, conditions: [kept] }, { replicas: 1, conditions: [ready] }, 1, NOW),
    ).toBeUndefined();
    expect(nextStatus(undefined, {}, 1, NOW)).toBeUndefined();
  });

  test('is without what is not wished any more', () => {
    expect(nextStatus({ a: 1, b: { c: 1, d: 2 } }, { b: { c: 1 } }, 1, NOW)).toEqual({ b: { c: 1 } });
  });

  test('sets the generation of conditions, and the time of those that change', () => {
    const synced = { ...kept, type: 'Synced', lastTransitionTime: EARLIER };
    const wished = [
      { ...ready, type: 'New' },
      { ...ready, status: 'False' },
      { ...ready, type: 'Synced' },
    ];
    expect(nextStatus({ conditions: [synced, kept] }, { conditions: wished }, 2, NOW)).toEqual({
      conditions: [
        { ...synced, observedGeneration: 2 },
        { ...kept, status: 'False', observedGeneration: 2, lastTransitionTime: '2026-01-02T00:00:00Z' },
        { ...kept, type: 'New', observedGeneration: 2, lastTransitionTime: '2026-01-02T00:00:00Z' },
      ],
    });
  });

  test('removes conditions that are not wished any more, and takes a generation that is said', () => {
    const former = [{ ...kept, type: 'Gone' }, kept];
    const wished = { conditions: [{ ...ready, observedGeneration: 5 }] };
    expect(nextStatus({ conditions: former }, wished, 2, NOW)).toEqual({
      conditions: [{ ...kept, observedGeneration: 5 }],
    });
  });

  test('has no condition twice: its times would change without end', () => {
    expect(() => nextStatus({}, { conditions: [ready, { ...ready, status: 'False' }] }, 1, NOW)).toThrow(
      'the condition Ready is wished twice in a status',
    );
  });

  test('leaves lists alone that are no conditions', () => {
    expect(nextStatus({}, { conditions: ['a'] }, 2, NOW)).toEqual({ conditions: ['a'] });
  });
});
