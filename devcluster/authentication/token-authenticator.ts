// Who has the token of a service account: it is from here, still valid, and meant for the one who asks.
import { API_AUDIENCE, type TokenIssuer } from './tokens.js';
import type { UserInfo } from './user.js';

/** Whose a token is and for whom, or why it is nobody's. */
export type TokenVerdict =
  | { readonly user: UserInfo; readonly audiences: readonly string[] }
  | { readonly error: string };

/** The uid of a service account; undefined when there is none. */
export type AccountUid = (namespace: string, name: string) => string | undefined;

/** A token lives no longer than its service account: one that was deleted and made again is another one. */
export class TokenAuthenticator {
  constructor(
    private readonly tokens: TokenIssuer,
    private readonly uidOf: AccountUid,
  ) {}

  /** @param wanted the token has to be for one of them; default: for the API server itself */
  authenticate(token: string, wanted: readonly string[] = [API_AUDIENCE]): TokenVerdict {
    const known = this.tokens.known(token);
    if (known === undefined) return { error: 'invalid bearer token' };
    const { claims, user, expired } = known;
    const audiences = wanted.filter(audience => claims.audiences.includes(audience));
    const uid = this.uidOf(claims.namespace, claims.name);
    if (expired) return refused('service account token has expired');
    if (audiences.length === 0) {
      return refused(
        `token audiences ${goTexts(claims.audiences)} is invalid for the target audiences ${goTexts(wanted)}`,
      );
    }
    if (uid === undefined) return refused(`serviceaccounts "${claims.name}" not found`);
    if (uid !== claims.uid) return refused(`service account UID (${uid}) does not match claim (${claims.uid})`);
    return { user, audiences };
  }
}

/** The API server says of each way to know a token why it was not that one. */
function refused(why: string): TokenVerdict {
  return { error: `[invalid bearer token, ${why}]` };
}

function goTexts(texts: readonly string[]): string {
  return `[${texts.map(text => JSON.stringify(text)).join(' ')}]`;
}
