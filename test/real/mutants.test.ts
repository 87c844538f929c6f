// What codegen makes of a spoilt source without a word against it, the API server takes.
import { afterAll, describe, expect } from 'vitest';
import { test } from '../cluster/fixture.js';
import { refusals } from '../mutations/api-server.js';
import { Judge } from '../mutations/judge.js';
import { mutantOf } from '../mutations/mutants.js';
import { MUTATORS } from '../mutations/mutators.js';

const COUNT = Object.keys(MUTATORS).length;

describe('the manifests of a spoilt source', () => {
  const judge = new Judge();
  afterAll(() => judge.dispose());

  test('are such as the API server takes', { timeout: 300_000 }, async ({ raw, namespace }) => {
    const seen = new Set<string>();
    for (let number = 0; number < COUNT; number++) {
      const { documents } = await judge.judge(mutantOf(number));
      for (const { content } of documents.filter(each => !seen.has(each.content))) {
        seen.add(content);
        expect([number, await refusals(content, raw.fetch, namespace)]).toEqual([number, []]);
      }
    }
    expect(seen.size).toBeGreaterThan(20);
  });
});
