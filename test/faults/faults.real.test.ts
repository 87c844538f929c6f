// Faults on a real control plane, under the generated role, while people make, scale, edit and delete Redis: in the end all
// is as wished, and at no moment was anything as it must not be. The long form is `npm run test:faults`.
import { test as base, expect } from 'vitest';
import type { RunOptions } from './run.js';
import { run } from './run.js';
import { openWorld } from './world.js';

const SEED = Number(process.env.SEED ?? 20_261_123);

const test = base
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that are asked for, here none.
  .extend('world', { scope: 'file' }, async ({}, { onCleanup }) => {
    const world = await openWorld();
    onCleanup(() => world.close());
    return world;
  });

const runs: readonly (readonly [string, Omit<RunOptions, 'seed'>])[] = [
  ['the operator is killed', { kind: 'kill', count: 5 }],
  ['the API server is killed and comes back', { kind: 'restart', count: 1 }],
  ['etcd stands still for seconds', { kind: 'pause', count: 1 }],
  ['a proxy drops, delays, cuts and duplicates', { kind: 'proxy', count: 4 }],
];

test.for(runs)('%s', { timeout: 240_000 }, async ([, options], { world }) => {
  const outcome = await run(world, { ...options, seed: SEED });
  expect(outcome.reconciles).toBeGreaterThan(0);
});
