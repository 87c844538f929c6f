// Tokens of numbers, texts and bytes to values.
import type { CelLiteral } from '../expression.js';
import type { Token } from './token.js';
import { unescapeBytes, unescapeText } from './unescape.js';

/** What a token stands for, with `-` before it if `negative`; or what is wrong with it. */
export function literalOf(token: Token, negative: boolean): CelLiteral | { readonly problem: string } {
  switch (token.kind) {
    case 'NUM_INT': {
      const magnitude = BigInt(token.text);
      const value = negative ? -magnitude : magnitude;
      return BigInt.asIntN(64, value) === value ? { type: 'int', value } : { problem: 'invalid int literal' };
    }
    case 'NUM_UINT': {
      const value = BigInt(token.text.slice(0, -1));
      return BigInt.asUintN(64, value) === value ? { type: 'uint', value } : { problem: 'invalid uint literal' };
    }
    case 'NUM_FLOAT': {
      const value = negative ? -Number(token.text) : Number(token.text);
      return Number.isFinite(value) ? { type: 'double', value } : { problem: 'invalid double literal' };
    }
    case 'STRING': {
      const text = unescapeText(token.text);
      return 'problem' in text ? text : { type: 'string', value: text.value };
    }
    case 'BYTES': {
      const bytes = unescapeBytes(token.text.slice(1));
      return 'problem' in bytes ? bytes : { type: 'bytes', value: bytes.value };
    }
    case 'true':
    case 'false':
      return { type: 'bool', value: token.kind === 'true' };
    default:
      return { type: 'null' };
  }
}
