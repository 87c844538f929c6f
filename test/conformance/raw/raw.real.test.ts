import { describe, expect, test } from 'vitest';
import { differences } from '../compare.js';
import { readRecording } from '../recording.js';
import { startTarget } from '../start-target.js';
import { AREAS } from './areas.js';
import { runRawSuite } from './run.js';

const golden = readRecording('raw');

describe('a real control plane', () => {
  test('answers as it was recorded', async () => {
    const target = await startTarget('real');
    try {
      expect(target.version).toBe(golden.version);
      const seen = await runRawSuite(target, AREAS);
      const found = differences(golden.observations, seen);
      const lines = ({ area, name }: { area: string; name: string }, all: typeof seen) =>
        all.find(each => each.area === area && each.name === name)?.text.split('\n');
      expect(found.map(each => [each, lines(each, seen)])).toEqual(
        found.map(each => [each, lines(each, [...golden.observations])]),
      );
      expect(found).toEqual([]);
    } finally {
      await target.stop();
    }
  }, 300_000);
});
