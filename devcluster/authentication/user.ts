// Who makes a request.

/** `authentication.k8s.io/v1 UserInfo`. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Whoever reaches the server, unless they say who they are: nothing is kept from anybody. */
export const ADMINISTRATOR: UserInfo = {
  username: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
};

/** Every user but the anonymous one is in it. */
export const AUTHENTICATED = 'system:authenticated';

/** The groups of the service accounts of a namespace. */
export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** The extra that tells with which credential a user signed in. */
export function credentialId(id: string): Pick<UserInfo, 'extra'> {
  return { extra: { 'authentication.kubernetes.io/credential-id': [id] } };
}
