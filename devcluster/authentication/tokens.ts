// Tokens of service accounts: signed, so that the server knows its own again.
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { AUTHENTICATED, credentialId, serviceAccountGroups, type UserInfo } from './user.js';

/** What a token says. */
export interface TokenClaims {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly audiences: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Gives out tokens, and knows its own again. */
export class TokenIssuer {
  /**
   * @param now milliseconds since the epoch
   * @param key signs them; who has it can be any service account
   */
  constructor(
    private readonly now: () => number,
    private readonly issuer: () => string,
    private readonly key: Buffer = randomBytes(32),
  ) {}

  /** A JSON web token, as the API server gives them out, but for the kind of signature. */
  issue({ namespace, name, uid, audiences, expires }: TokenClaims): string {
    const issued = Math.floor(this.now() / 1000);
    const payload = {
      aud: audiences,
      exp: Math.floor(expires / 1000),
      iat: issued,
      iss: this.issuer(),
      jti: randomUUID(),
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
      nbf: issued,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const signed = `${encoded({ alg: 'HS256' })}.${encoded(payload)}`;
    return `${signed}.${this.#signature(signed)}`;
  }

  /** The service account of a token; undefined when the token is not from here, or has expired. */
  userOf(token: string): UserInfo | undefined {
    const parts = token.split('.');
    const [header, payload, signature = ''] = parts;
    if (parts.length !== 3 || !same(signature, this.#signature(`${header}.${payload}`))) return undefined;
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as Claims;
    if (claims.exp * 1000 <= this.now()) return undefined;
    const { namespace, serviceaccount } = claims['kubernetes.io'];
    return {
      username: claims.sub,
      uid: serviceaccount.uid,
      groups: [...serviceAccountGroups(namespace), AUTHENTICATED],
      ...credentialId(`JTI=${claims.jti}`),
    };
  }

  #signature(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

interface Claims {
  readonly exp: number;
  readonly jti: string;
  readonly sub: string;
  readonly 'kubernetes.io': { readonly namespace: string; readonly serviceaccount: { readonly uid: string } };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
