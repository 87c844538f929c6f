import { expect, test } from 'vitest';
import { type ReferenceText, textOfDelta } from './text-delta.js';
import { TextPacker } from './text-packer.js';

const SETTINGS = Array.from({ length: 20 }, (_, at) => `"setting-${at}":"the value of setting ${at}"`).join();

function textOf(id: number, version: number): Buffer {
  return Buffer.from(`{"metadata":{"name":"object-${id}","resourceVersion":"${version}"},"data":{${SETTINGS}}}`);
}

/** Texts by object, as a store keeps them: one of each. */
class Packed {
  readonly packer = new TextPacker();
  readonly #references = new Map<number, ReferenceText | undefined>();
  #version = 0;

  put(id: number): void {
    this.#version += 1;
    const { reference } = this.packer.pack(textOf(id, this.#version));
    this.remove(id);
    this.#references.set(id, reference);
  }

  remove(id: number): void {
    const reference = this.#references.get(id);
    if (reference !== undefined) this.packer.release(reference);
    this.#references.delete(id);
  }

  /** Counted from the texts. */
  get references(): ReadonlySet<ReferenceText> {
    return new Set([...this.#references.values()].filter(reference => reference !== undefined));
  }
}

test('counts the references that texts need, until none does', () => {
  const packed = new Packed();
  for (let id = 0; id < 1000; id++) packed.put(id);
  const { references } = packed;
  expect(references.size).toBe(4);
  expect(packed.packer.references).toBe(references.size);
  const bytes = [...references].reduce((sum, reference) => sum + reference.bytes.length, 0);
  expect(packed.packer.referenceBytes).toBe(bytes);
  for (let id = 0; id < 1000; id++) packed.remove(id);
  expect([packed.packer.references, packed.packer.referenceBytes]).toEqual([0, 0]);
});

test('has few references, also where some objects change all the time and others now and then', () => {
  const packed = new Packed();
  const objects = 500;
  for (let id = 0; id < objects; id++) packed.put(id);
  for (let id = 0; id < objects; id++) for (let time = 0; time < 60; time++) packed.put(time === 0 ? id : id % 10);
  expect(packed.packer.references).toBe(packed.references.size);
  expect(packed.references.size).toBeLessThanOrEqual(16 + objects / 64 + 1);
});

test('takes new references where the texts have become others', () => {
  const packer = new TextPacker();
  const length = (text: string) => packer.pack(Buffer.from(text)).bytes.length;
  const other = (seed: number) =>
    Array.from({ length: 400 }, (_, at) => ((at * seed * 7919) % 9973).toString(36)).join();
  // Each way to write it has so many texts that no more references than these are asked for.
  for (let seed = 2; seed < 80; seed++) {
    for (let id = 0; id < 30; id++) length(`{"name":"${id}","data":"${other(seed)}"}`);
    expect(length(`{"name":"last","data":"${other(seed)}"}`)).toBeLessThan(100);
  }
});

test('a difference stays what it is while the text is compared to others', () => {
  const packer = new TextPacker();
  const [a, b, other] = [1, 2, 3].map(seed => noise(seed)) as [Buffer, Buffer, Buffer];
  for (const text of [b, a]) expect(packer.pack(text).reference).toBeUndefined();
  // Half of it is that of the last one, and its beginning that of the one before.
  const text = Buffer.concat([b.subarray(0, 100), a.subarray(100, 600), other.subarray(600)]);
  const { bytes, reference } = packer.pack(text);
  expect(bytes.length).toBeGreaterThan(text.length * 0.4);
  expect(Buffer.from(textOfDelta(bytes, reference as ReferenceText)).equals(text)).toBe(true);
});

/** Letters and commas that are the same for a seed. */
function noise(seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length: 1000 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 24) % 8 === 0 ? 44 : 97 + ((state >>> 16) % 26);
    }),
  );
}
