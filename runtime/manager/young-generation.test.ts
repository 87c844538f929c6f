import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { holdYoungGeneration } from './young-generation.js';

test.each([[[]], [['--enable-source-maps', '']]])('the young generation is held, with %j', asked => {
  const flags: string[] = [];
  expect(holdYoungGeneration(flag => flags.push(flag), asked)).toBe(true);
  expect(flags).toEqual(['--semi-space-growth-factor=1']);
});

test.each([[['--max-semi-space-size=16']], [['--foo --max_semi_space_size=16']], [['--semi-space-growth-factor=4']]])(
  'who has asked for a size gets it: %j',
  asked => {
    const flags: string[] = [];
    expect(holdYoungGeneration(flag => flags.push(flag), asked)).toBe(false);
    expect(flags).toEqual([]);
  },
);

test('this Node knows the flag, and heeds it while it runs', () => {
  const program = `
    const v8 = require('node:v8');
    if (process.argv[1] === 'held') v8.setFlagsFromString('--semi-space-growth-factor=1');
    let kept = [];
    for (let i = 0; i < 3e6; i++) { kept.push({ i }); if (kept.length > 2e5) kept = []; }
    const space = v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    console.log(space.space_size);`;
  const size = (how: string) => Number(execFileSync(process.execPath, ['-e', program, how], { encoding: 'utf8' }));
  expect(size('held')).toBeLessThan(size('free') / 2);
});
