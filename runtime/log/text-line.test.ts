import { expect, test } from 'vitest';
import { textLine } from './text-line.js';

const line = (fields: Record<string, unknown>, msg = 'started'): string =>
  textLine(JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00.000Z', ...fields, msg }), false);
const HEAD = '2026-01-01T00:00:00.000Z INFO  started';

test.each<[string, Record<string, unknown>, string]>([
  ['a message alone', {}, `${HEAD}\n`],
  ['a plain word bare', { controller: 'redis', key: 'default/a' }, `${HEAD} controller=redis key=default/a\n`],
  [
    'numbers and truth values bare',
    { workers: 4, ready: false, none: null },
    `${HEAD} workers=4 ready=false none=null\n`,
  ],
  ['a text with spaces or quotes as JSON', { a: 'two words', b: 'a "b"' }, `${HEAD} a="two words" b="a \\"b\\""\n`],
  ['an empty text as JSON', { a: '' }, `${HEAD} a=""\n`],
  ['objects as JSON', { gvk: { kind: 'Pod' }, list: [1, 2] }, `${HEAD} gvk={"kind":"Pod"} list=[1,2]\n`],
])('shows %s', (_, fields, expected) => {
  expect(line(fields)).toBe(expected);
});

test('shows the message of an error in the line, and its stack and those of its causes below', () => {
  const error = {
    name: 'Error',
    message: 'no answer',
    stack: 'Error: no answer\n    at a.ts:1',
    cause: { name: 'Error', message: 'b', stack: 'Error: b\n    at b.ts:2' },
  };
  expect(line({ error, attempt: 2 })).toBe(
    [
      `${HEAD} error="no answer" attempt=2`,
      '    Error: no answer',
      '        at a.ts:1',
      '    caused by Error: b',
      '        at b.ts:2',
      '',
    ].join('\n'),
  );
});

test('shows an error without a stack by its message, and its causes by theirs', () => {
  const error = {
    name: 'ConnectionError',
    message: 'get Pod default/a: connect failed',
    code: 'ECONNREFUSED',
    cause: { name: 'AggregateError', message: '', cause: { name: 'Error', message: 'connect failed' } },
  };
  expect(line({ error })).toBe(
    [
      `${HEAD} error="get Pod default/a: connect failed"`,
      '    caused by AggregateError',
      '    caused by Error: connect failed',
      '',
    ].join('\n'),
  );
  expect(line({ error: { name: 'ConfigError', message: 'nowhere' } })).toBe(`${HEAD} error=nowhere\n`);
});

test('takes no object for an error that has more to say', () => {
  expect(line({ owner: { name: 'a', message: 'b', kind: 'Redis' } })).toBe(
    `${HEAD} owner={"name":"a","message":"b","kind":"Redis"}\n`,
  );
});

test('shows a cause that is no error', () => {
  expect(line({ error: { name: 'Error', message: 'a', stack: 'Error: a', cause: { code: 7 } } })).toContain(
    '    caused by {"code":7}\n',
  );
});

test('escapes control characters, so that no text can forge a line or move the cursor', () => {
  const forged = line({ 'na\nme': 'a\u001b[2J', other: '\u009b2J' }, 'one\ntwo');
  expect(forged.split('\n')).toHaveLength(2);
  expect(forged).not.toMatch(/[^\P{Cc}\n]/u);
  expect(forged).toContain('one\\x0atwo');
});

test.each([
  ['debug', '\u001b[90mDEBUG\u001b[39m'],
  ['info', '\u001b[32mINFO \u001b[39m'],
  ['warn', '\u001b[33mWARN \u001b[39m'],
  ['error', '\u001b[31mERROR\u001b[39m'],
  ['fatal', '\u001b[41mFATAL\u001b[49m'],
])('colours the level %s when asked to', (level, expected) => {
  expect(textLine(JSON.stringify({ level, time: 'now', msg: 'm' }), true)).toContain(expected);
});
