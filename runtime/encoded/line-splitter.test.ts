import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, objectTexts } from '../../test/json-texts.js';
import { LONGEST_OBJECT } from './carry.js';
import { LineSplitter } from './line-splitter.js';

function lines(chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter();
  const result = chunks.flatMap(chunk => splitter.push(chunk).map(line => Buffer.from(line).toString()));
  splitter.end();
  return result;
}

test('finds all lines, wherever the chunks end', () => {
  // White space between values is what a line may not have within.
  const line = objectTexts.map(text => JSON.stringify(JSON.parse(text)));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(), { maxLength: 20 }), (expected, cuts) => {
      const bytes = Buffer.from(expected.map(line => `${line}\n`).join(''));
      expect(lines(chunksOf(bytes, cuts))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('leaves out lines of white space', () => {
  expect(lines([Buffer.from('\n{"a":1}\r\n\r\n \t\n'), Buffer.from('{"a":2}'), Buffer.from('\n')])).toEqual([
    '{"a":1}\r',
    '{"a":2}',
  ]);
});

test('refuses a stream that ends inside a line', () => {
  expect(() => lines([Buffer.from('{"a":1}\n{"a":')])).toThrow('the stream ended in the middle of a line');
});

test('gives views of the chunk, and copies only what straddles a border', () => {
  const splitter = new LineSplitter();
  const chunk = Buffer.from('{"a":1}\n{"b":');
  expect(splitter.push(chunk).map(line => line.buffer)).toEqual([chunk.buffer]);
  chunk.fill(0);
  expect(splitter.push(Buffer.from('2}\n')).map(line => Buffer.from(line).toString())).toEqual(['{"b":2}']);
});

test('keeps the views of a call while the next line begins', () => {
  const splitter = new LineSplitter();
  expect(splitter.push(Buffer.from('"first'))).toEqual([]);
  const [line] = splitter.push(Buffer.from(' line"\n"second line'));
  expect(Buffer.from(line as Uint8Array).toString()).toBe('"first line"');
});

test('refuses a line that does not end, and takes the longest that is allowed', () => {
  const piece = Buffer.from('aaaaaaaaaa');
  const splitter = new LineSplitter(40);
  for (let line = 0; line < 2; line++) {
    for (let i = 0; i < 4; i++) splitter.push(piece);
    expect(splitter.push(Buffer.from('\n')).map(({ length }) => length)).toEqual([40]);
  }
  for (let i = 0; i < 4; i++) splitter.push(piece);
  const message = (bytes: number) =>
    `a line of the stream is longer than ${bytes} bytes, which no object of an API server is`;
  expect(() => splitter.push(Buffer.from('a'))).toThrow(message(40));
  expect(() => new LineSplitter().push(new Uint8Array(LONGEST_OBJECT + 1))).toThrow(message(67_108_864));
});
