import { expect, test } from 'vitest';
import { RecordedLog } from '../../test/recorded-log.js';
import { ToldOnce } from './told-once.js';

function told() {
  const log = new RecordedLog();
  const once = new ToldOnce(log);
  const warn = (fields = {}): void => once.when(true, 'state', 'warn', 'it is so', fields);
  return { log, once, warn };
}

test('a state is told of when it begins, when it is another one, and when it begins again', () => {
  const { log, once, warn } = told();
  warn({ count: 1 });
  warn({ count: 1 });
  expect(log.lines).toHaveLength(1);
  warn({ count: 2 });
  expect(log.lines).toHaveLength(2);
  expect([once.forget('state'), once.forget('state')]).toEqual([true, false]);
  warn({ count: 2 });
  once.when(false, 'state', 'warn', 'it is so');
  warn({ count: 2 });
  expect(log.lines).toHaveLength(4);
});

test('an error counts by its message, also one that is no JSON', () => {
  const { log, warn } = told();
  const error = (message: string) => {
    const made: Error & { self?: unknown; size?: bigint } = new Error(message);
    made.self = made;
    made.size = 1n;
    return made;
  };
  warn({ error: error('away') });
  warn({ error: error('away') });
  expect(log.lines).toHaveLength(1);
  warn({ error: error('refused') });
  expect(log.lines).toHaveLength(2);
});
