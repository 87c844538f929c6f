import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLines } from './json-lines.js';

async function* chunks(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts].map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b)) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
  yield bytes.subarray(start);
}

async function read(text: string, cuts: readonly number[] = []): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonLines(chunks(Buffer.from(text), cuts))) values.push(value);
  return values;
}

test('cuts nothing, wherever the chunks end', async () => {
  const value = fc.record({ text: fc.string({ unit: 'grapheme' }), number: fc.integer() });
  await fc.assert(
    fc.asyncProperty(fc.array(value), fc.array(fc.nat()), async (values, cuts) => {
      const text = values.map(value => `${JSON.stringify(value)}\n`).join('');
      expect(await read(text, cuts)).toEqual(values);
    }),
  );
});

test('joins a character whose bytes come in two chunks', async () => {
  const text = '{"a":"ü€😀"}\n';
  for (let cut = 0; cut < Buffer.byteLength(text); cut++) expect(await read(text, [cut])).toEqual([{ a: 'ü€😀' }]);
});

test('skips empty lines and carriage returns', async () => {
  expect(await read('\n{"a":1}\r\n\r\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }]);
});

test('refuses a stream that ends inside a line, after the whole ones', async () => {
  const lines = jsonLines(chunks(Buffer.from('{"a":1}\n{"a":'), []));
  expect((await lines.next()).value).toEqual({ a: 1 });
  await expect(lines.next()).rejects.toThrow('ended in the middle of a line');
});

test('asks the stream for more only when what came is taken', async () => {
  let asked = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (;;) {
      asked++;
      yield Buffer.from('1\n2\n');
    }
  }
  const lines = jsonLines(source());
  await lines.next();
  await lines.next();
  expect(asked).toBe(1);
  await lines.next();
  expect(asked).toBe(2);
});
