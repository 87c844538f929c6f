import { describe, expect, it } from 'vitest';
import { copied, stagesOf } from './dockerfile.js';

describe('stagesOf', () => {
  it('tells stages from each other, with their bases and names', () => {
    const text = [
      '# comment',
      'ARG BASE=slim:1',
      'FROM big:1 AS build',
      'RUN one \\',
      '  two',
      '',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Docker's.
      'FROM ${BASE}',
      '# another',
      'copy --from=build /a /b',
    ].join('\n');
    expect(stagesOf(text)).toEqual([
      { base: 'big:1', name: 'build', instructions: [{ name: 'RUN', text: 'one    two' }] },
      { base: 'slim:1', instructions: [{ name: 'COPY', text: '--from=build /a /b' }] },
    ]);
  });

  it.each([
    ['RUN nothing', 'RUN stands before the first FROM'],
    ['FROM a\n???', 'no instruction of a Dockerfile: ???'],
  ])('refuses %j', (text, message) => {
    expect(() => stagesOf(text)).toThrow(message);
  });
});

describe('copied', () => {
  it.each([
    ['a b/ ./', { sources: ['a', 'b/'], to: './' }],
    ['--from=build --chown=1:1 /a /b', { from: 'build', sources: ['/a'], to: '/b' }],
  ])('reads %j', (text, expected) => {
    expect(copied(text)).toEqual(expected);
  });
});
