// Our judgement of definitions is that of a real API server, for definitions that are spoilt at random.
import { describe, expect } from 'vitest';
import { RawClient } from '../../hack/schema/raw-client.js';
import { type Ask, agreementOf, type Comparison, compare, ourJudgement } from '../definitions/agreement.js';
import { RICH_DEFINITION } from '../definitions/rich-definition.js';
import { spoiltDefinition } from '../definitions/spoil.js';
import { test as base } from './fixture.js';

const COUNT = 400;
/** What is left is rarer than that: docs/reference/definitions-agreement.md. One check that is missing shows. */
const MOST_DISAGREEMENTS = 1;
const MOST_OTHER_FIELDS = 4;

const test = base.extend('ask', { scope: 'file' }, async ({ controlPlane }): Promise<Ask> => {
  const client = await RawClient.of(controlPlane);
  return definition =>
    client
      .send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All', definition as never)
      .catch(error => {
        // Of some definitions the server's own checks die, and it hangs up.
        if (error.code === 'ECONNRESET') return { code: 0, body: {} };
        throw error;
      });
});

describe('definitions', () => {
  test('that are sound are taken by both', async ({ ask }) => {
    expect(ourJudgement(RICH_DEFINITION).messages).toEqual([]);
    expect((await ask(RICH_DEFINITION)).code).toBe(201);
  });

  test('that are spoilt at random get the same verdict', { timeout: 120_000 }, async ({ ask }) => {
    const all: Comparison[] = [];
    for (let number = 0; number < COUNT; number++) all.push(await compare(spoiltDefinition(number), ask));
    const { asked, taken, disagreements, otherFields } = agreementOf(all);
    const told = (those: readonly Comparison[]) =>
      JSON.stringify(
        those.map(({ spoilt, ours, theirs }) => ({ number: spoilt.number, ours, theirs })),
        null,
        1,
      );
    expect(asked).toBeGreaterThan(COUNT * 0.9);
    // Enough of both kinds.
    expect(taken).toBeGreaterThan(COUNT / 10);
    expect(asked - taken).toBeGreaterThan(COUNT / 10);
    expect(disagreements.length, told(disagreements)).toBeLessThanOrEqual(MOST_DISAGREEMENTS);
    expect(otherFields.length, told(otherFields)).toBeLessThanOrEqual(MOST_OTHER_FIELDS);
  });
});
