// The `continue` tokens of lists: where the next page begins, and of which state.
import { badRequest } from '../object/refusals.js';

export interface ContinueToken {
  /** Below 0 for the newest state, when that of the first page is gone. */
  readonly revision: number;
  readonly after: { readonly namespace: string; readonly name: string };
}

/** Clients must not read it. */
export function encodeContinue({ revision, after }: ContinueToken): string {
  const start = `${after.namespace === '' ? '' : `${after.namespace}/`}${after.name}\0`;
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })).toString('base64url');
}

/** @throws StatusError 400 */
export function decodeContinue(token: string): ContinueToken {
  let decoded: { v?: unknown; rv?: unknown; start?: unknown };
  const text = Buffer.from(token, 'base64url').toString();
  try {
    decoded = JSON.parse(text) as typeof decoded;
  } catch {
    const first = Buffer.from(token, 'base64url').toString('latin1')[0] ?? '';
    throw unusable(`continue key is not valid: invalid character '${quoted(first)}' looking for beginning of value`);
  }
  const { v, rv, start } = decoded ?? {};
  if (typeof rv === 'number' && !Number.isSafeInteger(rv)) {
    throw unusable(
      `continue key is not valid: json: cannot unmarshal number ${rv} into Go struct field continueToken.rv of type int64`,
    );
  }
  if (v !== 'meta.k8s.io/v1') throw unusable(`server does not recognize this encoded version ${String(v)}`);
  if (typeof rv !== 'number' || rv === 0)
    throw unusable('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '') throw unusable('empty encoded start key');
  const key = start.replace(/\0$/, '');
  if (key.startsWith('/') || key.split('/').some(part => part === '.' || part === '..')) {
    throw unusable(`continue key is not valid: ${start}`);
  }
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  return { revision: rv, after: { namespace: parts.join('/'), name } };
}

/** As Go writes a character that has no picture. */
function quoted(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x20 || (code >= 0x7f && code < 0xa0) ? `\\u${code.toString(16).padStart(4, '0')}` : char;
}

function unusable(why: string): Error {
  return badRequest(`invalid continue token: ${why}`);
}
