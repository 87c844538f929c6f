// Whatever is done to a source: manifests or findings, never both, never neither, and no file is half written.
// Thousands more: hack/mutations/run.ts
import { afterAll, describe, expect, it, vi } from 'vitest';
import { Judge } from './judge.js';
import { mutantOf } from './mutants.js';
import { MUTATORS } from './mutators.js';

vi.setConfig({ testTimeout: 120_000 });

const EACH = 3;
const kinds = Object.keys(MUTATORS);

describe('generate, of a source that is spoilt', () => {
  const judge = new Judge();
  afterAll(() => judge.dispose());

  it.each(kinds.map((kind, index) => [kind, index] as const))('by "%s", has an answer', async (kind, index) => {
    for (let turn = 0; turn < EACH; turn++) {
      const mutant = mutantOf(index + turn * kinds.length);
      const { outcome, problems } = await judge.judge(mutant);
      expect([mutant.number, mutant.kind, problems]).toEqual([mutant.number, kind, []]);
      expect(['yaml', 'diagnostics']).toContain(outcome);
    }
  });
});
