import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damages, gapTexts, objectText, objectTexts, valueTexts } from '../../test/json-texts.js';
import { readWatchEvent } from './watch-line.js';

const read = (text: string) => readWatchEvent(Buffer.from(text));

const events = fc
  .record({
    type: fc.constantFrom('"ADDED"', '"MODIFIED"', '"DELETED"', '"\\u0041DDED"'),
    object: objectTexts,
    other: valueTexts,
    keys: fc.shuffledSubarray(['type', 'object', 'other'], { minLength: 3 }),
    gaps: gapTexts,
  })
  .map(({ keys, gaps, ...values }) => ({
    ...values,
    text: `${gaps[0]}${objectText(
      keys.map(key => [`"${key}"`, values[key as 'type' | 'object' | 'other']]),
      gaps,
    )}${gaps[0]}`,
  }));

test('finds the object of an event, wherever it stands', () => {
  fc.assert(
    fc.property(events, ({ type, object, text }) => {
      const event = read(text);
      expect(event.type).toBe(JSON.parse(type));
      expect('object' in event && Buffer.from(event.object).toString()).toBe(object);
    }),
    { numRuns: 500 },
  );
});

test('accepts no event that JSON.parse does not accept', () => {
  let refused = 0;
  let accepted = 0;
  fc.assert(
    fc.property(events, damages, ({ text }, damage) => {
      const damaged = damage(text);
      let event: ReturnType<typeof read>;
      try {
        event = read(damaged);
      } catch (error) {
        expect((error as Error).constructor).toBeOneOf([TypeError, SyntaxError]);
        refused++;
        return;
      }
      const { type, object } = JSON.parse(damaged) as { readonly type: string; readonly object: unknown };
      expect(event.type).toBe(type);
      expect('object' in event && JSON.parse(Buffer.from(event.object).toString())).toEqual(object);
      accepted++;
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
  expect(accepted).toBeGreaterThan(100);
});

test('gives a view of the line', () => {
  const line = Buffer.from('{"type":"ADDED","object":{"a":1}}');
  const event = readWatchEvent(line);
  expect('object' in event && event.object.buffer).toBe(line.buffer);
});

test.each([
  ['{"resourceVersion":"12"}', false],
  ['{"resourceVersion":"12","annotations":{"a":"b"}}', false],
  ['{"resourceVersion":"12","annotations":null}', false],
  ['{"resourceVersion":"12","annotations":{"k8s.io/initial-events-end":"false"}}', false],
  ['{"annotations":{"k8s.io/initial-events-end":"true"},"resourceVersion":"12"}', true],
])('reads the bookmark %s', (metadata, initialEventsEnd) => {
  const text = `{"type":"BOOKMARK","object":{"kind":"Pod","metadata":${metadata}}}`;
  expect(read(text)).toEqual({ type: 'BOOKMARK', resourceVersion: '12', initialEventsEnd });
});

test('reads the Status of an error', () => {
  const status = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version: 1 (2)' };
  expect(read(JSON.stringify({ type: 'ERROR', object: status }))).toEqual({ type: 'ERROR', status });
});

test.each([
  ['[]', TypeError, 'no event of a known type: []'],
  ['{"type":"ADDED"}', TypeError, 'no event of a known type'],
  ['{"type":"ADDED","object":null}', TypeError, 'no event of a known type'],
  ['{"type":5,"object":{}}', TypeError, 'no event of a known type'],
  ['{"type":"GONE","object":{}}', TypeError, 'no event of a known type: {"type":"GONE"'],
  ['{"kind":"Status","code":500}', TypeError, 'no event of a known type'],
  ['{"type":"BOOKMARK","object":{"metadata":{}}}', TypeError, 'has no resourceVersion'],
  ['{"type":"ADDED","object":{}} {}', SyntaxError, 'unexpected "{" at position 29'],
  ['{"type":"ADDED","object":{"a"', SyntaxError, 'the JSON ends too early'],
  ['<html>', TypeError, 'no event of a known type: <html>'],
])('says what is wrong with %s', (text, type, message) => {
  expect(() => read(text)).toThrow(type);
  expect(() => read(text)).toThrow(message);
});
