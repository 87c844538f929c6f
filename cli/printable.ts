// Text of others, made fit for a terminal.

/** What moves the cursor, rings, colours, or turns the order of letters around, as it is written in a source. New lines stay. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => `\\u${codeOf(character)}`);
}

/** The same, with one character for each, so that columns stay. */
export function printableInPlace(text: string): string {
  return text.replace(UNPRINTABLE, character => (character === '\t' ? character : '\ufffd'));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNPRINTABLE = /[\0-\t\v-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
