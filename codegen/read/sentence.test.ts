import { describe, expect, it } from 'vitest';
import { firstSentence } from './sentence.js';

describe('the first sentence', () => {
  it.each([
    ['One. Two.', 'One.'],
    ['No stop at all', 'No stop at all'],
    ['A line\nand another. And more.', 'A line'],
    ['Ports, e.g. 80 or 443. More.', 'Ports, e.g. 80 or 443.'],
    ['Version 1.36 is meant. More.', 'Version 1.36 is meant.'],
    ['Is it? It is.', 'Is it?'],
    ['', ''],
  ])('of %j is %j', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});
