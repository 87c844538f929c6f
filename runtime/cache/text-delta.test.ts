import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deltaOf, ReferenceText, textOfDelta } from './text-delta.js';
import { TextPacker } from './text-packer.js';

const pod = (i: number, spec: object = {}) =>
  Buffer.from(
    JSON.stringify({
      metadata: { name: `pod-${i}`, namespace: 'default', uid: `0000-${i}`, labels: { app: 'web', tier: `t${i % 3}` } },
      spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', ...spec },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], message: 'x'.repeat(100) },
    }),
  );

/** Texts made of few pieces, so that they have much in common, at other places and in another order. */
const pieces = fc.constantFrom(
  '{"metadata":',
  '"namespace":"default"',
  '"labels":{"app":',
  'x',
  '"',
  '\\',
  'äöü',
  '0000000000',
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map(parts => Buffer.from(parts.join(''))),
  fc.uint8Array({ maxLength: 300 }),
);

describe('a delta', () => {
  test('has all of the text, whatever it is compared to', () => {
    fc.assert(
      fc.property(text, text, (now, before) => {
        const reference = new ReferenceText(before);
        const delta = deltaOf(now, reference, now.length * 2 + 16);
        expect(delta).toBeDefined();
        expect(Buffer.from(textOfDelta(Uint8Array.from(delta ?? []), reference))).toEqual(Buffer.from(now));
      }),
      { numRuns: 2000 },
    );
  });

  test('of a long text reaches as far as its reference is kept', () => {
    const long = Buffer.concat(Array.from({ length: 400 }, (_, i) => pod(i)));
    const reference = new ReferenceText(long);
    const now = Buffer.concat([Buffer.from('first'), long, Buffer.from('last')]);
    const delta = Uint8Array.from(deltaOf(now, reference, now.length) ?? []);
    expect(Buffer.from(textOfDelta(delta, reference)).equals(now)).toBe(true);
    expect(delta.length).toBeLessThan(long.length / 2);
  });

  test('of objects of a kind is short', () => {
    const reference = new ReferenceText(pod(1));
    const changed = pod(2000, { nodeName: 'a', restartPolicy: 'Never' });
    expect(deltaOf(changed, reference, 1000)?.length).toBeLessThan(changed.length / 4);
  });

  test('is given up when it gets too long', () => {
    const noise = (seed: number) => Buffer.from(Array.from({ length: 500 }, (_, i) => (i * i * seed) >> 3));
    expect(deltaOf(noise(7), new ReferenceText(noise(11)), 300)).toBeUndefined();
  });
});

describe('a packer', () => {
  const unpack = (packed: { bytes: Uint8Array; reference: ReferenceText | undefined }) =>
    packed.reference === undefined ? packed.bytes : textOfDelta(packed.bytes, packed.reference);

  test('keeps the first object of its sort, and of the others what is different', () => {
    const packer = new TextPacker();
    const other = (i: number) =>
      Buffer.from(JSON.stringify({ rules: Array.from({ length: 90 }, (_, k) => k * 31), i }));
    const sizes = [pod(1), pod(2), other(1), pod(3), other(2)].map(text => {
      const packed = packer.pack(text);
      expect(Buffer.from(unpack(packed))).toEqual(text);
      return packed.bytes.length === text.length ? 'whole' : packed.bytes.length < text.length / 3 ? 'short' : 'long';
    });
    expect(sizes).toEqual(['whole', 'short', 'whole', 'short', 'short']);
  });

  test('keeps huge texts as they are, and does not compare others to them', () => {
    const packer = new TextPacker();
    const huge = Buffer.concat(Array.from({ length: 500 }, (_, i) => pod(i)));
    expect(huge.length).toBeGreaterThan(128 * 1024);
    packer.pack(pod(1));
    expect(packer.pack(huge)).toEqual({ bytes: huge, reference: undefined });
    expect(packer.pack(huge.subarray(0, 100_000)).reference).toBeDefined();
    expect(packer.pack(pod(2)).reference?.bytes).toEqual(Uint8Array.from(pod(1)));
  });

  test('goes with the times: what has become common is in the reference after a while', () => {
    const packer = new TextPacker();
    const args = Array.from({ length: 30 }, (_, i) => `--flag-number-${i}=${i * 7}`);
    const size = (i: number, more: object) => packer.pack(pod(i, more)).bytes.length;
    size(0, {});
    const before = size(1, { args });
    for (let i = 2; i < 400; i++) size(i, { args });
    expect(size(400, { args })).toBeLessThan(before / 4);
  });

  test('gives up on texts that have nothing in common, and takes heart again', () => {
    const packer = new TextPacker();
    const noise = (seed: number) =>
      Buffer.from(Array.from({ length: 600 }, (_, i) => Math.imul(i * i + 7, seed) >>> 11));
    for (let i = 0; i < 100; i++) {
      const text = noise(2 * i + 12345);
      expect(Buffer.from(unpack(packer.pack(text)))).toEqual(text);
    }
    const sizes = Array.from({ length: 200 }, (_, i) => packer.pack(pod(i)).bytes.length);
    expect(sizes.at(-1)).toBeLessThan(pod(199).length / 3);
  });
});
