import { expect, test } from 'vitest';
import type { ApiObject } from '../../object/api-object.js';
import { EVENT_RULES } from './event-rules.js';

const TIMED = {
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingController: 'example.dev/operator',
  reportingInstance: 'one',
  action: 'Scale',
  reason: 'Scaled',
  type: 'Normal',
};

const fieldsOf = (group: string, event: object, old?: object) => {
  const metadata = { name: 'a', namespace: 'default', uid: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
  const made = (fields: object) => ({ apiVersion: 'v1', kind: 'Event', metadata, ...fields }) as unknown as ApiObject;
  return EVENT_RULES[`${group}/events`]?.validate?.(made(event), old && made(old)).map(({ field }) => field);
};

test.each([
  ['that says all is accepted', TIMED, []],
  ['without a time is refused for that alone', { ...TIMED, eventTime: null, action: '' }, ['eventTime']],
  ['without an action', { ...TIMED, action: '' }, ['action']],
  ['with a reason that is too long', { ...TIMED, reason: 'x'.repeat(129) }, ['reason']],
  ['with a note that is too long', { ...TIMED, note: 'x'.repeat(1025) }, ['message']],
  [
    'of a controller that is no name',
    { ...TIMED, reportingController: '/' },
    ['reportingController', 'reportingController'],
  ],
  ['of another type', { ...TIMED, type: 'Error' }, ['type']],
])('an Event of events.k8s.io %s', (_what, event, fields) => {
  expect([...new Set(fieldsOf('events.k8s.io', event))]).toEqual([...new Set(fields)]);
});

test('an Event of the core group needs nothing without a time of its own, and a reporter with it', () => {
  expect(fieldsOf('', {})).toEqual([]);
  const { reportingController, ...rest } = TIMED;
  expect(fieldsOf('', { ...rest, reportingComponent: reportingController })).toEqual([]);
  expect(fieldsOf('', rest)).toContain('reportingComponent');
});

test('an Event that is there may stay without a time', () => {
  expect(fieldsOf('events.k8s.io', { type: 'Normal' }, {})).toEqual([]);
});
