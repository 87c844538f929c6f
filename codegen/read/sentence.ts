// The first sentence of a text.

/** All up to the first full stop that ends a sentence, or the first line; abbreviations end none. */
export function firstSentence(text: string): string {
  const [line = ''] = text.split('\n');
  for (const { index } of line.matchAll(/[.!?](?=\s)/g)) {
    const sentence = line.slice(0, index + 1);
    if (!ABBREVIATION.test(sentence)) return sentence;
  }
  return line.trimEnd();
}

const ABBREVIATION = /(^|[\s(])(e\.g|i\.e|etc|vs|cf|approx|incl|[A-Z])\.$/i;
