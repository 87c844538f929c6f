// The recorded answers to patches are still those of the real server.
import { describe, expect } from 'vitest';
import { prepare, record } from '../../hack/patch/record-answers.js';
import { SCENARIOS } from '../../hack/patch/scenarios/scenarios.js';
import { recorded } from '../patch/recorded.js';
import { expectedOutcomes } from '../patch/replay.js';
import { test as base } from './fixture.js';

// Steps of a scenario are a second apart, so all tables are played at the same time.
const test = base.extend('played', { scope: 'file' }, async ({ kubectl }) => {
  await prepare(kubectl);
  const tables = Object.keys(SCENARIOS);
  const recordings = await Promise.all(tables.map(table => record(kubectl, table)));
  return new Map(tables.map((table, at) => [table, recordings[at]?.scenarios ?? []]));
});

describe('the real server', () => {
  test.for(Object.keys(SCENARIOS))('answers as it was recorded: %s', async (table, { played }) => {
    const outcomes = (each: ReturnType<typeof recorded>[number]) => {
      const codes = each.answers.map(({ code }) => code);
      return { name: each.name, codes, outcomes: expectedOutcomes(each) };
    };
    expect(played.get(table)?.map(outcomes)).toEqual(recorded(table).map(outcomes));
  });
});
