// Compares with what a real API server answered: hack/patch/record-answers.ts.
import { describe, expect, test } from 'vitest';
import { recorded } from '../../test/patch/recorded.js';
import { expectedOutcomes, replay } from '../../test/patch/replay.js';

describe.each(['json-patch', 'merge-patch', 'strategic', 'apply', 'apply-turns', 'updates'])('%s', table => {
  test.each(recorded(table).map(each => [each.name, each] as const))('%s', (_, scenario) => {
    expect(replay(scenario)).toEqual(expectedOutcomes(scenario));
  });
});
