// The syntax tree of a regular expression, and what can be wrong with one.

/** Whether a code point fits. */
export type CharacterTest = (codePoint: number) => boolean;

/** A place in a text that an expression may ask about. */
export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'no-word-boundary';

/** A part of an expression. Greed and groups are left out: they do not change whether a text matches. */
export type Expression =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'alternatives'; readonly choices: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly of: Expression; readonly least: number; readonly most: number };

/** An expression that RE2 refuses; the message is the one of Go's `regexp.Compile`. */
export class PatternSyntaxError extends Error {
  override readonly name = 'PatternSyntaxError';

  constructor(what: string, fragment: string) {
    super(`error parsing regexp: ${what}: \`${fragment}\``);
  }
}
