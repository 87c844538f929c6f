// Asks the API server afresh what `schema/` is held against, so that a new version of it shows what it changed.
import { expect } from 'vitest';
import { type Answer, askServer, type RecordedAnswers, sorted } from '../../hack/schema/ask-server.js';
import recorded from '../../schema/testdata/api-server-answers.json' with { type: 'json' };
import { test } from './fixture.js';

test('the API server answers as recorded about schemas and values', async ({ controlPlane }) => {
  const { server: _, ...fresh } = inOrder(await askServer(controlPlane));
  const { server: __, ...known } = inOrder(recorded as unknown as RecordedAnswers);
  expect(fresh).toEqual(known);
});

/** Whether an order does not hold shows by chance only, so the order of all causes is left out. */
function inOrder({ server, values, updates, definitions }: RecordedAnswers): RecordedAnswers {
  const plain = <T extends { readonly answer: Answer }>(each: T) => {
    const { anyOrder: _, causes, ...answer } = each.answer;
    return { ...each, answer: { ...answer, ...(causes !== undefined && { causes: sorted(causes) }) } };
  };
  return { server, values: values.map(plain), updates: updates.map(plain), definitions: definitions.map(plain) };
}
