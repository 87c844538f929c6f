import { describe, expect, it } from 'vitest';
import { checkExact } from './rounded-numbers.js';

const body = (json: string) => Buffer.from(json);

describe('a patch with a whole number beyond 2^53', () => {
  it('is refused when the number was sent, and has lost digits', () => {
    const sent = body('{"list":[{"id":9007199254740993}]}');
    const step = { op: 'add', path: '/list/1', value: { id: JSON.parse('9007199254740993') } } as const;
    expect(() => checkExact([step], sent)).toThrow(
      new RangeError('it would write back 9007199254740993, of which JavaScript loses digits'),
    );
  });

  it.each<[string, unknown, string]>([
    ['was not sent', 2 ** 60, '{"a":1}'],
    ['was sent and is written as it was', 2 ** 60, `{"a":${2 ** 60}}`],
    ['was sent as one with an exponent', 1e20, '{"a":1e20}'],
    ['is in a text', 2 ** 60, `{"a":"${2 ** 60}1"}`],
  ])('is taken when it %s', (_when, value, sent) => {
    expect(() => checkExact([{ op: 'replace', path: '/a', value }], body(sent))).not.toThrow();
  });

  it('is taken when it stays where it is', () => {
    const sent = body('{"a":9007199254740993,"b":1}');
    expect(() =>
      checkExact(
        [
          { op: 'remove', path: '/a' },
          { op: 'replace', path: '/b', value: 2 },
        ],
        sent,
      ),
    ).not.toThrow();
  });
});
