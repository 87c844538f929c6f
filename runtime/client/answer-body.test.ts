import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type AnswerBody, bodyText, type RawAnswer } from './answer-body.js';

const TEXT = JSON.stringify({ kind: 'Status', message: 'Größe'.repeat(20) });
const plain = Buffer.from(TEXT);
const zipped = gzipSync(TEXT);

test.each([
  ['with its length', plain, { 'content-length': String(plain.length) }],
  ['in pieces', plain, {}],
  ['compressed, with its length', zipped, { 'content-encoding': 'gzip', 'content-length': String(zipped.length) }],
  ['compressed, in pieces', zipped, { 'content-encoding': 'gzip' }],
])('the text of an answer %s is read', async (_, bytes, headers) => {
  expect(await bodyText(answer(bytes, headers))).toBe(TEXT);
  expect(await bodyText(answer(bytes, headers), plain.length)).toBe(TEXT);
});

test('an answer that never ends is given up, and the rest of it is not taken', async () => {
  let taken = 0;
  const endless = {
    async *[Symbol.asyncIterator]() {
      for (;;) {
        taken += 1;
        yield Buffer.alloc(100);
      }
    },
  } as unknown as AnswerBody;
  await expect(bodyText({ statusCode: 200, headers: {}, body: endless }, 1000)).rejects.toThrow(
    'the answer is longer than 1000 bytes',
  );
  expect(taken).toBe(11);
});

test.each([{}, { 'content-length': String(zipped.length) }])(
  'what is small only while it is compressed is given up too (%j)',
  async headers => {
    await expect(
      bodyText(answer(zipped, { 'content-encoding': 'gzip', ...headers }), plain.length - 1),
    ).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  },
);

/** A body that comes byte after byte, always in the same room. */
function answer(bytes: Buffer, headers: RawAnswer['headers']): RawAnswer {
  const body = {
    text: async () => bytes.toString('utf8'),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
    async *[Symbol.asyncIterator]() {
      const room = Buffer.alloc(1);
      for (const byte of bytes) {
        room[0] = byte;
        yield room;
      }
    },
  } as unknown as AnswerBody;
  return { statusCode: 200, headers, body };
}
