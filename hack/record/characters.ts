// How many columns of a terminal a character takes.

/** Scripts and forms that Unicode calls wide, and what is drawn as a picture by itself. */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;
const NOTHING = /^[\p{Mark}\p{Format}\p{Control}]+$/u;
/** Asks for the picture where there is a letter as well. */
const AS_PICTURE = '\ufe0f';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader takes for characters: accents belong to their letters. */
export function charactersOf(text: string): readonly string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** 0, 1 or 2. */
export function columnsOf(character: string): number {
  if (NOTHING.test(character)) return 0;
  return WIDE.test(character) || character.includes(AS_PICTURE) ? 2 : 1;
}
