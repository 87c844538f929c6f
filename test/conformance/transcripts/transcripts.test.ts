import { beforeAll, describe, expect, test } from 'vitest';
import { type Difference, differences, outdated, unexplained } from '../compare.js';
import type { Observation } from '../observation.js';
import { readRecording } from '../recording.js';
import { startTarget } from '../start-target.js';
import { TRANSCRIPT_AREAS } from './areas.js';
import { findKubectl } from './find-kubectl.js';
import { KNOWN_DIFFERENCES } from './known-differences.js';
import { observeTranscripts } from './observe-transcripts.js';

const golden = readRecording('transcripts');
const kubectl = await findKubectl(golden.version);

describe('the stories', () => {
  test.each(TRANSCRIPT_AREAS)('of $area have titles of their own', ({ scenarios }) => {
    const titles = scenarios.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('are told by a kubectl on every build server', () => {
    if (process.env.CI === 'true') expect(kubectl).toMatchObject({ found: true });
  });
});

const title = kubectl.found ? 'kubectl on the embedded control plane' : kubectl.reason;

describe.skipIf(!kubectl.found)(title, () => {
  let seen: readonly Observation[] = [];
  let found: readonly Difference[] = [];
  beforeAll(async () => {
    if (!kubectl.found) return;
    const target = await startTarget('embedded');
    try {
      seen = await observeTranscripts(target, { kubectl: kubectl.path, areas: TRANSCRIPT_AREAS });
    } finally {
      await target.stop();
    }
    found = differences(golden.observations, seen);
  }, 300_000);

  test.each(TRANSCRIPT_AREAS)('prints what it prints on a real one, but for known differences: $area', ({ area }) => {
    const unknown = unexplained(KNOWN_DIFFERENCES, found).filter(difference => difference.area === area);
    expect(printed(unknown, seen)).toEqual(printed(unknown, golden.observations));
    expect(unknown).toEqual([]);
  });

  test('has every difference that is known', () => {
    expect(outdated(KNOWN_DIFFERENCES, found)).toEqual([]);
  });
});

/** What some commands printed, for a failure that one can read. */
function printed(commands: readonly Difference[], observations: readonly Observation[]): object[] {
  return commands.map(({ area, name }) => {
    const found = observations.find(each => each.area === area && each.name === name);
    return { command: name, asked: found?.asked, code: found?.code, lines: found?.text.split('\n') };
  });
}
