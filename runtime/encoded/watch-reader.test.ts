import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damages, objectTexts, valueTexts } from '../../test/json-texts.js';
import { endOfValue } from './json-scan.js';
import { WatchReader } from './watch-reader.js';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const IS_POD = '"kind":"Pod","apiVersion":"v1"';

/** What is wrong with an object is seen by who reads it. */
function read(reader: WatchReader, line: string): { readonly type: string; readonly object: unknown } | undefined {
  try {
    const event = reader.read(Buffer.from(line));
    if (!('object' in event)) return { type: event.type, object: undefined };
    if (endOfValue(event.object, 0) !== event.object.length) return undefined;
    return { type: event.type, object: JSON.parse(Buffer.from(event.object).toString()) };
  } catch (error) {
    expect((error as Error).constructor).toBeOneOf([TypeError, SyntaxError]);
    return undefined;
  }
}

const lines = fc
  .record({
    type: fc.constantFrom('ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'),
    object: objectTexts.map(text => text.trim().slice(1)),
    front: fc.constantFrom(IS_POD, '"apiVersion":"v1","kind":"Pod"'),
    other: valueTexts,
    spelling: fc.nat(9),
  })
  .map(({ type, object, front, other, spelling }) => {
    const pod = `{${front}${object.trim() === '}' ? '' : ','}${object}`;
    if (spelling === 0) return `{"object":${pod},"type":"${type}"}`;
    if (spelling === 1) return `{"type":"${type}","object":${pod},"other":${other}}`;
    if (spelling === 2) return `{"type":"${type}","object":${pod} }`;
    return `{"type":"${type}","object":${pod}}`;
  });

test('reads of each line what is there, whatever was read before', () => {
  let [refused, accepted] = [0, 0];
  fc.assert(
    fc.property(fc.array(fc.tuple(lines, fc.option(damages)), { minLength: 2, maxLength: 8 }), parts => {
      const reader = new WatchReader(POD);
      for (const [line, damage] of parts) {
        const text = damage === null ? line : damage(line);
        const event = read(reader, text);
        if (event === undefined) {
          refused++;
          continue;
        }
        accepted++;
        const { type, object } = JSON.parse(text) as { readonly type: string; readonly object: unknown };
        expect(event).toEqual({ type, object: event.object === undefined ? undefined : object });
      }
    }),
    { numRuns: 300 },
  );
  expect(accepted).toBeGreaterThan(300);
  expect(refused).toBeGreaterThan(150);
});

const line = (type: string, object: string) => `{"type":"${type}","object":${object}}`;

test('refuses an object of another kind, also behind ones of the right kind', () => {
  const reader = new WatchReader(POD);
  const right = line('ADDED', `{${IS_POD},"metadata":{}}`);
  for (let time = 0; time < 3; time++) {
    expect(read(reader, right)).toEqual({ type: 'ADDED', object: { ...POD, metadata: {} } });
    for (const wrong of ['"kind":"Node","apiVersion":"v1"', '"kind":"Pod","apiVersion":"v2"', '"kind":"Pods"']) {
      expect(() => reader.read(Buffer.from(line('ADDED', `{${wrong},"metadata":{}}`)))).toThrow(
        /the watch brought an object of the (kind|apiVersion) /,
      );
    }
  }
});

test('remembers how lines begin, and not the room in which they lay', () => {
  const reader = new WatchReader(POD);
  const room = Buffer.alloc(200);
  for (const type of ['ADDED', 'MODIFIED', 'DELETED', 'ADDED']) {
    const text = line(type, `{${IS_POD},"metadata":{}}`);
    const length = room.write(text);
    const { object, ...event } = reader.read(room.subarray(0, length)) as { type: string; object: Uint8Array };
    expect([event.type, Buffer.from(object).toString()]).toEqual([type, `{${IS_POD},"metadata":{}}`]);
  }
});

test('goes through an object once: what is wrong within is left to who reads it', () => {
  const reader = new WatchReader(POD);
  const broken = Buffer.from(line('MODIFIED', `{${IS_POD},"a":tru}`));
  expect(() => reader.read(broken)).toThrow(SyntaxError);
  reader.read(Buffer.from(line('MODIFIED', `{${IS_POD},"a":true}`)));
  expect(reader.read(broken)).toEqual({ type: 'MODIFIED', object: Buffer.from(`{${IS_POD},"a":tru}`) });
});

test('reads objects that do not say what they are, and any where nothing is expected', () => {
  for (const expected of [POD, undefined]) {
    const reader = new WatchReader(expected);
    for (const metadata of ['{"a":{}}', '{"b":{}}']) {
      expect(read(reader, line('ADDED', `{"metadata":${metadata}}`))).toEqual({
        type: 'ADDED',
        object: { metadata: JSON.parse(metadata) as unknown },
      });
    }
  }
});
