// Acting as somebody else.

/** Whom to act as, as a kubeconfig says it. */
export interface Impersonation {
  readonly user: string;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** The headers that the API server reads (KEP-1313 for the uid); several groups are several headers of one name. */
export function impersonationHeaders({ user, uid, groups, extra }: Impersonation): Record<string, string | string[]> {
  const extras = Object.entries(extra).map(([key, values]) => [
    `impersonate-extra-${escapedKey(key)}`,
    values.map(asBytes),
  ]);
  return {
    'impersonate-user': asBytes(user),
    ...(uid && { 'impersonate-uid': asBytes(uid) }),
    ...(groups.length > 0 && { 'impersonate-group': groups.map(asBytes) }),
    ...Object.fromEntries(extras),
  };
}

/** The server undoes it: keys may hold what names of headers may not, such as a slash. */
function escapedKey(key: string): string {
  const bytes = [...Buffer.from(key.toLowerCase(), 'utf8')];
  return bytes
    .map(byte => {
      const character = String.fromCharCode(byte);
      return /[!#$&'*+\-.^_`|~0-9a-z]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** Go writes names as they are, in UTF-8; headers are written here one byte a character. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
