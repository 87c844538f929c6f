// `Warning` headers, which are bounded: many long warnings are cut, and then left out.

const MOST_CHARACTERS = 4096;
const MOST_OF_ONE = 256;

/** The values of the headers, as the API server bounds them. */
export function warningHeaders(texts: readonly string[]): readonly string[] {
  const whole = texts.map(text => [...text]);
  const isTooMuch = whole.reduce((sum, each) => sum + each.length, 0) > MOST_CHARACTERS;
  const headers: string[] = [];
  let written = 0;
  for (const characters of whole) {
    if (isTooMuch && written >= MOST_CHARACTERS) break;
    const shown = isTooMuch ? characters.slice(0, MOST_OF_ONE) : characters;
    written += shown.length;
    headers.push(header(shown.join('')));
  }
  return headers;
}

const CONTROL_CHARACTERS = /\p{Cc}/gu;

function header(text: string): string {
  const quoted = text.replace(/[\\"]/g, found => `\\${found}`).replace(CONTROL_CHARACTERS, '?');
  // Node writes a byte for each character of a header.
  return Buffer.from(`299 - "${quoted}"`).toString('latin1');
}
