// The words of a source, for those who change it without understanding it.

/** What a piece of a source is. Together the pieces are the source. */
export interface Token {
  readonly kind: 'space' | 'comment' | 'text' | 'pattern' | 'number' | 'word' | 'mark';
  readonly text: string;
}

/** Good enough for the golden cases: a division may be taken for a pattern. */
export function tokensOf(source: string): readonly Token[] {
  return Array.from(source.matchAll(TOKEN), ({ 0: text, groups = {} }) => {
    const [kind] = Object.entries(groups).find(([, found]) => found !== undefined) ?? ['mark'];
    return { kind: kind as Token['kind'], text };
  });
}

const TOKEN = new RegExp(
  [
    /(?<space>\s+)/,
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)/,
    /(?<text>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`)/,
    /(?<pattern>\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*)/,
    /(?<number>\d[\w.]*)/,
    /(?<word>[\p{ID_Start}$_#][\p{ID_Continue}$]*)/u,
    /(?<mark>[\s\S])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** The source again. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}

/** Where the bracket is that closes the one at `open`; undefined if none does. */
export function closing(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const { kind, text } = tokens[at] as Token;
    if (kind !== 'mark') continue;
    if ('([{'.includes(text)) depth++;
    if (')]}'.includes(text)) depth--;
    if (depth === 0) return at;
  }
  return undefined;
}
