// What the lexer makes of the text of an expression. The names are those that cel-go prints in its messages.

export type TokenKind =
  | '=='
  | '!='
  | 'in'
  | '<'
  | '<='
  | '>='
  | '>'
  | '&&'
  | '||'
  | '['
  | ']'
  | '{'
  | '}'
  | '('
  | ')'
  | '.'
  | ','
  | '-'
  | '!'
  | '?'
  | ':'
  | '+'
  | '*'
  | '/'
  | '%'
  | 'true'
  | 'false'
  | 'null'
  | 'NUM_FLOAT'
  | 'NUM_INT'
  | 'NUM_UINT'
  | 'STRING'
  | 'BYTES'
  | 'IDENTIFIER'
  | 'ESC_IDENTIFIER'
  | '<EOF>';

export interface Token {
  readonly kind: TokenKind;
  /** As it is written; `<EOF>` at the end. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** In the order of the grammar, which is the order in which messages list what is expected. */
export const TOKEN_KINDS: readonly TokenKind[] = [
  '<EOF>',
  '==',
  '!=',
  'in',
  '<',
  '<=',
  '>=',
  '>',
  '&&',
  '||',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '.',
  ',',
  '-',
  '!',
  '?',
  ':',
  '+',
  '*',
  '/',
  '%',
  'true',
  'false',
  'null',
  'NUM_FLOAT',
  'NUM_INT',
  'NUM_UINT',
  'STRING',
  'BYTES',
  'IDENTIFIER',
  'ESC_IDENTIFIER',
];

/** How messages name a kind: `')'`, but `IDENTIFIER` and `<EOF>`. */
export function displayKind(kind: TokenKind): string {
  return kind === '<EOF>' || /^[A-Z_]+$/.test(kind) ? kind : `'${kind}'`;
}
