// The recorded answers to patches are still those of the real server.
import { describe, expect } from 'vitest';
import { prepare, record } from '../../hack/patch/record-answers.js';
import { SCENARIOS } from '../../hack/patch/scenarios/scenarios.js';
import { recorded } from '../patch/recorded.js';
import { expectedOutcomes } from '../patch/replay.js';
import { test as base } from './fixture.js';

const test = base.extend('prepared', { scope: 'file' }, async ({ ownControlPlane }) => {
  await prepare(ownControlPlane.kubectl);
  return ownControlPlane.kubectl;
});

describe('the real server', () => {
  test.for(Object.keys(SCENARIOS))('answers as it was recorded: %s', async (table, { prepared }) => {
    const { scenarios } = await record(prepared, table);
    const outcomes = (each: (typeof scenarios)[number]) => [each.name, expectedOutcomes(each)];
    expect(scenarios.map(outcomes)).toEqual(recorded(table).map(outcomes));
  });
});
