import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SlabRecord, Slabs } from './slabs.js';

/** As documented: twice what is alive, and a segment more. */
const limit = (live: number) => 2 * live + 256 * 1024;

const NOISE = Uint8Array.from({ length: 1 << 19 }, (_, at) => Math.imul(at + 1, 2654435761) >>> 24);

/** Bytes that tell one record from another, and one place in it from another. */
function bytesOf(id: number, length: number): Buffer {
  const start = (id * 7919) % (NOISE.length - length);
  return Buffer.from(NOISE.subarray(start, start + length));
}

interface Entry {
  readonly record: SlabRecord;
  readonly bytes: Buffer;
}

function expectSame(slabs: Slabs, entries: readonly Entry[]): void {
  const others = entries.filter(({ record, bytes }) => !bytes.equals(slabs.read(record)));
  expect(others).toEqual([]);
  expectSizes(slabs, entries);
}

function expectSizes(slabs: Slabs, entries: readonly Entry[]): void {
  const live = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(slabs.liveBytes).toBe(live);
  expect(slabs.deadBytes).toBeLessThanOrEqual(slabs.usedBytes - live);
  expect(slabs.usedBytes).toBeLessThanOrEqual(limit(live));
  if (entries.length === 0) expect([slabs.usedBytes, slabs.deadBytes, slabs.segments]).toEqual([0, 0, 0]);
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      add: fc.oneof(fc.nat(200), fc.nat(9000), fc.nat(400_000)),
      times: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ remove: fc.nat(), times: fc.integer({ min: 1, max: 16 }) }) },
);

test('keeps what was added and not removed, in at most twice its room, and views of what was there before', () => {
  let moved = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), steps => {
      const slabs = new Slabs();
      const entries: Entry[] = [];
      const views: { readonly view: Uint8Array; readonly bytes: Buffer }[] = [];
      let id = 0;
      for (const [at, each] of steps.entries()) {
        for (let time = 0; time < each.times; time++) {
          if ('add' in each) {
            const bytes = bytesOf(id++, each.add);
            entries.push({ record: slabs.add(bytes), bytes });
          } else if (entries.length > 0) {
            const [{ record, bytes }] = entries.splice(each.remove % entries.length, 1) as [Entry];
            views.push({ view: slabs.read(record), bytes });
            slabs.remove(record);
          }
        }
        if (at % 8 === 0) expectSame(slabs, entries);
        else expectSizes(slabs, entries);
      }
      expectSame(slabs, entries);
      for (const { record, bytes } of entries) views.push({ view: slabs.read(record), bytes });
      for (const { record } of entries.splice(0)) slabs.remove(record);
      expectSame(slabs, []);
      expect(views.filter(({ view, bytes }) => !bytes.equals(view))).toEqual([]);
      moved += slabs.movedBytes;
    }),
    { numRuns: 150 },
  );
  // Or all of this would have shown nothing about moving.
  expect(moved).toBeGreaterThan(0);
});

test('stays within twice of what is alive, and moves no more than was written, while objects change for long', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), numbers => {
      const slabs = new Slabs();
      const entries: Entry[] = [];
      let written = 0;
      let isWithin = true;
      const next = () => numbers.next().value as number;
      for (let id = 0; id < 3000; id++) {
        const bytes = bytesOf(id, 1000 + (next() % 5000));
        written += bytes.length;
        if (entries.length >= 400) {
          const at = next() % entries.length;
          slabs.remove((entries[at] as Entry).record);
          entries[at] = { record: slabs.add(bytes), bytes };
        } else entries.push({ record: slabs.add(bytes), bytes });
        isWithin &&= slabs.usedBytes <= limit(slabs.liveBytes);
      }
      expect(isWithin).toBe(true);
      expectSame(slabs, entries);
      expect(slabs.movedBytes).toBeGreaterThan(0);
      expect(slabs.movedBytes).toBeLessThanOrEqual(written);
    }),
    { numRuns: 5 },
  );
});

test('gives up a segment that has room left for small records only, and holes', () => {
  const slabs = new Slabs();
  const KB = 1024;
  for (let id = 0; id < 30; id++) slabs.add(bytesOf(id, 10 * KB));
  // Each time a little less than half a segment dies, and the next record does not fit in what is left.
  for (let time = 0; time < 30; time++) {
    const dead = [63 * KB, 32 * KB, 32 * KB].map(length => slabs.add(bytesOf(time, length)));
    for (let id = 0; id < 2; id++) slabs.add(bytesOf(id, 36 * KB));
    for (const record of dead) slabs.remove(record);
    expect(slabs.usedBytes).toBeLessThanOrEqual(limit(slabs.liveBytes));
  }
});

test('gives ten small records a small segment', () => {
  const slabs = new Slabs();
  for (let id = 0; id < 10; id++) slabs.add(bytesOf(id, 900));
  expect(slabs.segments).toBe(1);
  expect(slabs.usedBytes).toBe(16 * 1024);
});

test('gives a large record a segment of its own size', () => {
  const slabs = new Slabs();
  const record = slabs.add(new Uint8Array(5_000_000));
  expect(slabs.usedBytes).toBe(5_000_000);
  slabs.remove(record);
  expect(slabs.usedBytes).toBe(0);
});

test('refuses a record that was removed, and one of others', () => {
  const slabs = new Slabs();
  const record = slabs.add(bytesOf(1, 10));
  const foreign = new Slabs().add(bytesOf(2, 10));
  expect(() => slabs.read(foreign)).toThrow('is not in these slabs');
  slabs.remove(record);
  expect(() => slabs.read(record)).toThrow('is not in these slabs');
  expect(() => slabs.remove(record)).toThrow('is not in these slabs');
});
