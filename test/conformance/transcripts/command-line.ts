// Reads a command line as a shell does, as far as transcripts need it.

/** What a command line says. */
export interface CommandLine {
  readonly variables: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** The file that standard input comes from. */
  readonly input?: string;
}

/**
 * Words, single and double quotes, `NAME=value` before the first word, `< file` at the end.
 * @throws Error when a quote is not closed
 */
export function parseCommandLine(text: string): CommandLine {
  const words = wordsOf(text);
  const first = words.findIndex(word => !ASSIGNMENT.test(word));
  const variables = words.slice(0, first).map(word => {
    const [name = '', ...value] = word.split('=');
    return [name, value.join('=')] as const;
  });
  const args = words.slice(first);
  const redirection = args.indexOf('<');
  const input = redirection === -1 ? undefined : args[redirection + 1];
  return {
    variables: Object.fromEntries(variables),
    args: redirection === -1 ? args : args.slice(0, redirection),
    ...(input !== undefined && { input }),
  };
}

const ASSIGNMENT = /^[A-Z_]+=/;
/** One piece of a word: bare, or in one kind of quotes or the other. */
const PIECE = /[^\s'"]+|'([^']*)'|"([^"]*)"/y;

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] === ' ') {
      at++;
      continue;
    }
    let word = '';
    while (at < text.length && text[at] !== ' ') {
      PIECE.lastIndex = at;
      const piece = PIECE.exec(text);
      if (piece === null) throw new Error(`a quote is not closed: ${text}`);
      word += piece[1] ?? piece[2] ?? piece[0];
      at = PIECE.lastIndex;
    }
    words.push(word);
  }
  return words;
}
