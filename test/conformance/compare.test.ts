import { describe, expect, test } from 'vitest';
import { differences, outdated, unexplained } from './compare.js';
import type { Observation } from './observation.js';

const seen = (name: string, code = 200, text = ''): Observation => ({ area: 'a', name, asked: 'GET /', code, text });
const known = (name: string, code = false) => ({ area: 'a', name, reason: 'so it is', code });

describe('differences', () => {
  test('are in the code, or in the text alone, or that one was not asked', () => {
    const golden = [seen('same'), seen('code'), seen('text'), seen('both'), seen('gone')];
    const others = [seen('same'), seen('code', 404), seen('text', 200, 'x'), seen('both', 404, 'x'), seen('new')];
    expect(differences(golden, others).map(({ name, in: where }) => `${name}: ${where}`)).toEqual([
      'code: code',
      'text: text',
      'both: code',
      'gone: absent',
      'new: absent',
    ]);
  });

  test('of another request are no answer to the question', () => {
    const other = { ...seen('a'), asked: 'GET /other' };
    expect(differences([seen('a')], [other])).toEqual([{ area: 'a', name: 'a', in: 'absent' }]);
  });
});

describe('known differences', () => {
  const found = differences([seen('code'), seen('text')], [seen('code', 404), seen('text', 200, 'x')]);

  test('explain those of their kind', () => {
    expect(unexplained([known('code', true), known('text')], found)).toEqual([]);
    expect(unexplained([known('code'), known('text', true)], found)).toEqual(found);
  });

  test('are outdated when there is no such difference any more', () => {
    expect(outdated([known('code', true), known('text'), known('gone')], found)).toEqual([known('gone')]);
    expect(outdated([known('code')], found)).toEqual([known('code')]);
  });
});
