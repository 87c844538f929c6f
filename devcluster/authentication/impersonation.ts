// Requests that act as somebody else: `kubectl --as`. Everybody may.
import { StatusError } from '../object/status-error.js';
import { AUTHENTICATED, serviceAccountGroups, type UserInfo } from './user.js';

/** Header names in lower case, with a value for each time that they were sent. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * The user that a request wants to be; undefined when it wants to be nobody else.
 * @throws StatusError 400 for groups, a uid or extras without a user
 */
export function impersonation(headers: Headers): UserInfo | undefined {
  const username = headers[`${PREFIX}user`]?.[0] ?? '';
  const uid = headers[`${PREFIX}uid`]?.[0] ?? '';
  const groups = headers[`${PREFIX}group`] ?? [];
  const extra = extrasOf(headers);
  if (username !== '') {
    return {
      username,
      ...(uid !== '' && { uid }),
      groups: withImplied(username, groups),
      ...(extra.size > 0 && { extra: Object.fromEntries(extra) }),
    };
  }
  if (uid === '' && groups.length === 0 && extra.size === 0) return undefined;
  const asked = `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${goTexts(groups)}, Extra:${goMap(extra)}}`;
  throw new StatusError(400, 'BadRequest', `requested ${asked} without impersonating a user name`);
}

const PREFIX = 'impersonate-';
const EXTRA = `${PREFIX}extra-`;
const UNAUTHENTICATED = 'system:unauthenticated';

/** Service accounts have the groups of their namespace unless others are named. */
function withImplied(username: string, named: readonly string[]): readonly string[] {
  const namespace = SERVICE_ACCOUNT.exec(username)?.[1];
  const groups = named.length === 0 && namespace !== undefined ? serviceAccountGroups(namespace) : named;
  if (username === 'system:anonymous') {
    return groups.includes(UNAUTHENTICATED) ? groups : [...groups, UNAUTHENTICATED];
  }
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, AUTHENTICATED];
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/;

/** In the order of their keys. */
function extrasOf(headers: Headers): ReadonlyMap<string, readonly string[]> {
  const extras = new Map<string, readonly string[]>();
  for (const name of Object.keys(headers).sort()) {
    if (!name.startsWith(EXTRA)) continue;
    const key = unescaped(name.slice(EXTRA.length));
    extras.set(key, [...(extras.get(key) ?? []), ...(headers[name] ?? [])]);
  }
  return extras;
}

/** Header names cannot hold all characters that keys can. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function goTexts(texts: readonly string[]): string {
  return texts.length === 0 ? '[]string(nil)' : `[]string{${texts.map(text => JSON.stringify(text)).join(', ')}}`;
}

function goMap(extra: ReadonlyMap<string, readonly string[]>): string {
  if (extra.size === 0) return 'map[string][]string(nil)';
  return `map[string][]string{${[...extra].map(([key, values]) => `${JSON.stringify(key)}:${goTexts(values)}`).join(', ')}}`;
}
