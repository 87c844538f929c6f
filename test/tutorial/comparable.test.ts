import { expect, test } from 'vitest';
import { saysTheSame } from './comparable.js';

const EVENTS = '  Type    Reason     Age  From   Message\n';

test.each([
  ['ages and widths of columns', 'NAME      AGE\ncache-0   5s', 'NAME   AGE\ncache-0  2m11s'],
  ['times', 'at 2026-11-23T12:05:00Z', 'at 2027-01-01T00:00:00.5Z'],
  ['uids', 'UID: e76ba132-af47-46c7-ba77-911bfdba9a37', 'UID: a0cf422f-9188-4366-86d5-b2a6d544ba94'],
  ['ports and processes', 'http://127.0.0.1:33635 (pid 3)', 'http://127.0.0.1:1 (pid 44)'],
  ['how long an Event went on', '5s (x2 over 9s)', '61s (x2 over 3m)'],
  ['the order of Events', `${EVENTS}a\nb`, `${EVENTS}b\na`],
  ['the namespace that newer kubectls name', 'pod "a" deleted from default namespace', 'pod "a" deleted'],
])('the same but for %s', (_, one, other) => {
  expect(saysTheSame(one, other)).toBe(true);
});

test.each([
  ['names', 'cache-0 5s', 'cache-1 5s'],
  ['numbers', 'cache 2 2 redis:7-alpine 5s', 'cache 2 1 redis:7-alpine 5s'],
  ['counts of Events', '5s (x2 over 9s)', '5s (x3 over 9s)'],
  ['messages', `${EVENTS}a\nb`, `${EVENTS}a\nc`],
  ['lines', 'a\nb', 'b\na'],
  ['images', 'redis:7-alpine', 'redis:8-alpine'],
  ['indentations', 'spec:\n  group: a', 'spec:\ngroup: a'],
])('other %s are another output', (_, one, other) => {
  expect(saysTheSame(one, other)).toBe(false);
});
