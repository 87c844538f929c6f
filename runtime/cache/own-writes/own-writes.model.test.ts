import { expect, test } from 'vitest';
import { Coverage } from '../../../test/own-writes/coverage.js';
import { OwnWritesWorld, VARIANTS } from '../../../test/own-writes/world.js';

const INTERLEAVINGS = 100_000;
const STEPS = 24;

/** mulberry32: bytes that are the same for a seed on every machine. */
function bytesOf(seed: number, count: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) & 255;
  });
}

/** @returns what went wrong, with what had led there */
function play(variant: number, script: Uint8Array, coverage: Coverage, log?: string[]): string | undefined {
  const world = new OwnWritesWorld(variant, coverage, log && (line => log.push(line)));
  try {
    for (let at = 0; at < script.length; at += 3) {
      world.step(script[at] as number, script[at + 1] as number, script[at + 2] as number);
    }
    world.settle();
    return undefined;
  } catch (error) {
    return [...(log ?? []), String(error)].join('\n');
  }
}

/** Leaves out steps, many at first, as long as it still fails. */
function shrunk(variant: number, script: Uint8Array): Uint8Array {
  for (let count = script.length / 6; count >= 1; count = Math.floor(count / 2)) {
    for (let at = 0; at < script.length; ) {
      const shorter = Uint8Array.from([...script.subarray(0, at), ...script.subarray(at + 3 * Math.floor(count))]);
      if (play(variant, shorter, new Coverage()) === undefined) at += 3 * Math.floor(count);
      else script = shorter;
    }
  }
  return script;
}

const HAPPENED = [
  '410',
  'answers after the watch',
  'answers before the watch',
  'answers lost',
  'answers out of order',
  'answers without an object',
  'bookmarks',
  'breaks',
  'ceilings asked for',
  'ceilings not found out',
  'creates',
  'deletions that take time',
  'deletions with a version',
  'deletions without a version',
  'finalizers taken away',
  'foreign deletions',
  'gone, of no known version',
  'lists',
  'lists of an older version',
  'lists that failed half way',
  'live reads',
  'live reads of nothing',
  'lost without an event',
  'recreations',
  'restores',
  'updates',
  'writes that change nothing',
  'writes that leave the selector',
];

test(`reads are never older than own writes, and never go back, in ${INTERLEAVINGS} interleavings`, {
  timeout: 120_000,
}, () => {
  const coverage = new Coverage();
  for (let seed = 0; seed < INTERLEAVINGS; seed += 1) {
    const variant = seed % VARIANTS;
    const script = bytesOf(seed, 3 * STEPS);
    if (play(variant, script, coverage) !== undefined) {
      const least = play(variant, shrunk(variant, script), new Coverage(), []);
      expect.fail(`seed ${seed}, variant ${variant}:\n${least}`);
    }
  }
  const { counts } = coverage;
  expect(Object.keys(counts)).toEqual(HAPPENED);
  expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(INTERLEAVINGS / 100);
});
