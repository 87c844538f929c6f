import { beforeAll, describe, expect, test } from 'vitest';
import { type Difference, differences, outdated, unexplained } from '../compare.js';
import type { Observation } from '../observation.js';
import { readRecording } from '../recording.js';
import { startTarget } from '../start-target.js';
import { AREAS } from './areas.js';
import { KNOWN_DIFFERENCES } from './known-differences.js';
import { runRawSuite } from './run.js';
import { questionsOf } from './scenario.js';

const golden = readRecording('raw');

describe('the questions', () => {
  test.each(AREAS)('of $area have names of their own', area => {
    const names = questionsOf(area);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('are those that were recorded', () => {
    const asked = AREAS.flatMap(area => questionsOf(area).map(name => `${area.area}: ${name}`));
    expect(golden.observations.map(({ area, name }) => `${area}: ${name}`).sort()).toEqual(asked.sort());
  });
});

describe('the embedded control plane', () => {
  let seen: readonly Observation[] = [];
  let found: readonly Difference[] = [];
  beforeAll(async () => {
    const target = await startTarget('embedded');
    try {
      seen = await runRawSuite(target, AREAS);
    } finally {
      await target.stop();
    }
    found = differences(golden.observations, seen);
  });

  test.each(AREAS)('answers as a real one does, but for known differences: $area', ({ area }) => {
    const unknown = unexplained(KNOWN_DIFFERENCES, found).filter(difference => difference.area === area);
    expect(answers(unknown, seen)).toEqual(answers(unknown, golden.observations));
  });

  test('has every difference that is known', () => {
    expect(outdated(KNOWN_DIFFERENCES, found)).toEqual([]);
  });
});

/** The answers to some questions, for a failure that one can read. */
function answers(questions: readonly Difference[], observations: readonly Observation[]): object[] {
  return questions.map(question => {
    const found = observations.find(({ area, name }) => area === question.area && name === question.name);
    return { question: question.name, code: found?.code, lines: found?.text.split('\n') };
  });
}
