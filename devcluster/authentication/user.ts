// Who makes a request. Nothing is kept from anybody: whoever reaches the server is its administrator, unless the request
// says that it acts as somebody else.
import type { IncomingHttpHeaders } from 'node:http';

/** `authentication.k8s.io/v1 UserInfo`. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** Who has the token of a service account; undefined for a token that the server did not give out. */
export type TokenUser = (token: string) => UserInfo | undefined;

export const ADMINISTRATOR: UserInfo = {
  username: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
};

/** The user of a request; undefined for a bearer token that nobody has. */
export function userOf(headers: IncomingHttpHeaders, tokenUser: TokenUser): UserInfo | undefined {
  const user = bearer(headers, tokenUser);
  const impersonated = headers['impersonate-user'];
  if (user === undefined || typeof impersonated !== 'string' || impersonated === '') return user;
  const groups = headers['impersonate-group'];
  const named = groups === undefined ? [] : Array.isArray(groups) ? groups : groups.split(',').map(each => each.trim());
  return {
    username: impersonated,
    groups: [...new Set([...named, ...serviceAccountGroups(impersonated), 'system:authenticated'])],
  };
}

function bearer({ authorization = '' }: IncomingHttpHeaders, tokenUser: TokenUser): UserInfo | undefined {
  const token = /^bearer\s+(.+)$/i.exec(authorization)?.[1];
  return token === undefined ? ADMINISTRATOR : tokenUser(token.trim());
}

function serviceAccountGroups(username: string): readonly string[] {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username)?.[1];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}
