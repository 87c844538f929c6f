// A token lives no longer than its service account.
import type { TokenUser } from './authentication/authenticate.js';
import type { TokenIssuer } from './authentication/tokens.js';
import type { Store } from './store/store.js';

/** Knows those tokens whose service account is still there, and has not been deleted and made again since. */
export function presentTokenUser(tokens: TokenIssuer, store: Store): TokenUser {
  return token => {
    const user = tokens.userOf(token);
    const [, , namespace = '', name = ''] = user?.username.split(':') ?? [];
    const account = store.get({ storage: '/serviceaccounts', namespace, name });
    return account !== undefined && account.metadata.uid === user?.uid ? user : undefined;
  };
}
