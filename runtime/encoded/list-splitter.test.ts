import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, damages, gapTexts, listText, objectText, objectTexts } from '../../test/json-texts.js';
import { endOfValue } from './json-scan.js';
import type { ListMetadata } from './list-frame.js';
import { ListSplitter } from './list-splitter.js';

interface Split {
  readonly items: readonly string[];
  readonly metadata: ListMetadata;
}

/** Views are read before the next chunk comes, as they have to be. */
function split(chunks: readonly Uint8Array[]): Split {
  const splitter = new ListSplitter();
  const items = chunks.flatMap(chunk => splitter.push(chunk).map(item => Buffer.from(item).toString()));
  return { items, metadata: splitter.end() };
}

const splitText = (text: string, cuts: readonly number[] = []) => split(chunksOf(Buffer.from(text), cuts));

const METADATA = '{"resourceVersion":"7","continue":"x\\u0041","remainingItemCount":3}';
const READ = { apiVersion: 'v1', kind: 'PodList', resourceVersion: '7', continue: 'xA', remainingItemCount: 3 };

/** Lists whose keys come in any order, with others between them. */
const lists = fc
  .record({
    items: fc.array(objectTexts, { maxLength: 5 }),
    entries: fc.shuffledSubarray(['kind', 'apiVersion', 'metadata', 'items', 'other'], { minLength: 5 }),
    other: objectTexts,
    itemsKey: fc.constantFrom('"items"', '"it\\u0065ms"'),
    gaps: gapTexts,
  })
  .map(({ items, entries, other, itemsKey, gaps }) => {
    const values: Record<string, string> = {
      kind: '"PodList"',
      apiVersion: '"v1"',
      metadata: METADATA,
      items: listText(items, gaps),
      other,
    };
    const text = objectText(
      entries.map(key => [key === 'items' ? itemsKey : `"${key}"`, values[key] as string]),
      gaps,
    );
    return { items, text: `${gaps[0]}${text}${gaps[0]}` };
  });

test('finds the items of any list, wherever its chunks end', () => {
  fc.assert(
    fc.property(lists, fc.array(fc.nat(), { maxLength: 20 }), ({ items, text }, cuts) => {
      expect(splitText(text, cuts)).toEqual({ items, metadata: READ });
    }),
    { numRuns: 1000 },
  );
});

test('finds the items of a list that is cut at each of its bytes', () => {
  const items = ['{"a":"ü€😀\\"}\\\\"}', '{}', '{"metadata":{"items":[{"b":[1,2]}]},"c":"]}"}'];
  const text = `{"kind":"PodList","items":[${items.join(', ')}],"metadata":${METADATA},"apiVersion":"v1"}\n`;
  const bytes = Buffer.from(text);
  for (let cut = 0; cut <= bytes.length; cut++) expect(splitText(text, [cut])).toEqual({ items, metadata: READ });
  const single = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  expect(split(single)).toEqual({ items, metadata: READ });
});

test('accepts no list that JSON.parse does not accept, when its items are checked too', () => {
  let broken = 0;
  let accepted = 0;
  fc.assert(
    fc.property(lists, damages, fc.array(fc.nat(), { maxLength: 3 }), ({ text }, damage, cuts) => {
      const damaged = damage(text);
      let parsed: { items?: unknown } | undefined;
      try {
        parsed = JSON.parse(damaged) as { items?: unknown };
      } catch {
        broken++;
      }
      let items: readonly string[] | undefined;
      let ends: readonly number[] = [];
      try {
        items = splitText(damaged, cuts).items;
        ends = items.map(item => endOfValue(Buffer.from(item), 0));
      } catch {
        return;
      }
      expect(ends).toEqual(items.map(item => Buffer.byteLength(item)));
      expect(parsed).toBeDefined();
      expect(items.map(item => JSON.parse(item) as unknown)).toEqual(parsed?.items ?? []);
      accepted++;
    }),
    { numRuns: 2000 },
  );
  expect(broken).toBeGreaterThan(500);
  expect(accepted).toBeGreaterThan(100);
});

test('gives views of the chunk, and copies only what straddles a border', () => {
  const splitter = new ListSplitter();
  const chunk = Buffer.from('{"kind":"PodList","apiVersion":"v1","items":[{"a":1},{"b":2},{"c"');
  const [first, second, ...others] = splitter.push(chunk);
  expect(others).toEqual([]);
  expect([first?.buffer, second?.buffer]).toEqual([chunk.buffer, chunk.buffer]);
  // The rest of this chunk is not needed any more.
  chunk.fill(0);
  const third = splitter.push(Buffer.from(':3}]}')).map(item => Buffer.from(item).toString());
  expect(third).toEqual(['{"c":3}']);
  splitter.end();
});

test('does not copy an item again and again that comes in thousands of chunks', () => {
  const text = `{"kind":"PodList","apiVersion":"v1","items":[{"a":"${'x'.repeat(4_000_000)}"},{}]}`;
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 100) }, (_, at) =>
    bytes.subarray(at * 100, at * 100 + 100),
  );
  expect(split(chunks).items.map(item => item.length)).toEqual([4_000_008, 2]);
});

test.each([
  ['items null', '"items":null'],
  ['items empty', '"items": [ ] '],
  ['no items', '"metadata":{}'],
])('takes a list with %s', (_, rest) => {
  expect(splitText(`{"kind":"PodList","apiVersion":"v1",${rest}}`)).toEqual({
    items: [],
    metadata: {
      apiVersion: 'v1',
      kind: 'PodList',
      resourceVersion: '',
      continue: undefined,
      remainingItemCount: undefined,
    },
  });
});

test.each([
  ['', 'the stream ended in the middle of a list'],
  ['{"kind":"PodList","apiVersion":"v1"', 'the stream ended in the middle of a list'],
  [
    '{"kind":"PodList","apiVersion":"v1","items":[{"a":1},{"b"',
    'the stream ended in the middle of a list, after 1 item',
  ],
  ['{"kind":"PodList","apiVersion":"v1","items":[]} {', 'something follows behind the end of the list'],
  ['{"kind":"PodList","apiVersion":"v1","items":[],}', 'the answer is not a list: '],
  ['{"kind":"PodList","apiVersion":"v1","items":[{},]}', 'items[1] is no object'],
  ['{"kind":"PodList","apiVersion":"v1","items":[{}{}]}', 'items[1] is no object'],
  ['{"kind":"PodList","apiVersion":"v1","items":[null]}', 'items[0] is no object'],
  ['{"kind":"PodList","apiVersion":"v1","items":{"a":1}}', 'not a list but a PodList: it has no items'],
  ['{"kind":"PodList","apiVersion":"v1","items":[],"items":[{}]}', 'it has items twice'],
  ['{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}', 'not a list but a Pod'],
  ['{"kind":"Status","apiVersion":"v1","message":"no, thanks"}', 'not a list but a Status: no, thanks'],
  ['{"items":[]}', 'it has no apiVersion or no kind'],
  ['[]', 'it is no object of JSON'],
  ['<html>', 'it is no object of JSON'],
  ['404 page not found', 'it is no object of JSON'],
  [`{"kind":"Page","text":"${'x'.repeat(1 << 20)}"}`, 'no items in its first megabyte'],
])('says what is wrong with %.70s', (text, message) => {
  expect(() => splitText(text)).toThrow(message);
});

test('refuses an item that does not end, in a list that may be as long as it likes', () => {
  const splitter = new ListSplitter(40);
  const item = '{"a":"30 bytes are in this one"}';
  const pieces = ['{"kind":"PodList","apiVersion":"v1","items":[', ...`${item},`.repeat(9), '{"a":"', 'a'.repeat(34)];
  const items = pieces.flatMap(piece => splitter.push(Buffer.from(piece)).map(view => Buffer.from(view).toString()));
  expect(items).toEqual(Array(9).fill(item));
  const message = 'items[9] of the list is longer than 40 bytes, which no object of an API server is';
  expect(() => splitter.push(Buffer.from('a'))).toThrow(message);
});
