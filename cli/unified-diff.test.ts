import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.js';

describe('unifiedDiff', () => {
  it.each([
    [
      'a changed file',
      { before: 'a\nb\n', after: 'a\nc\n' },
      '--- a/x/y.yaml\n+++ b/x/y.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n',
    ],
    ['a new file', { after: 'a\n' }, '--- /dev/null\n+++ b/x/y.yaml\n@@ -0,0 +1,1 @@\n+a\n'],
    ['a file that should go', { before: 'a\n' }, '--- a/x/y.yaml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n'],
  ])('tells of %s', (_, file, expected) => {
    expect(unifiedDiff({ path: 'x/y.yaml', ...file })).toBe(expected);
  });

  it.each([
    ['whole', ''],
    ['without its last line end', 'end'],
  ])('says of a large file of which nothing stays all that goes and comes: %s', (_, end) => {
    const lines = (word: string) => Array.from({ length: 10_000 }, (_unused, at) => `${word} ${at}\n`).join('');
    const [before, after] = [lines('old') + end, lines('new')];
    const patch = unifiedDiff({ path: 'y.yaml', before, after });
    expect(applyPatch(before, patch)).toBe(after);
    expect(patch.split('\n')).toHaveLength(3 + 20_000 + (end === '' ? 0 : 2) + 1);
  });
});
