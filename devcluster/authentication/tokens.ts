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

/** A token that was given out here. */
export interface KnownToken {
  readonly claims: TokenClaims;
  readonly user: UserInfo;
  readonly expired: boolean;
}

/** For whom tokens are unless they say otherwise: the API server. A constant, as its address may change. */
export const API_AUDIENCE = 'kubernetes';

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

  /** What a token from here says; undefined for any other. */
  known(token: string): KnownToken | undefined {
    const parts = token.split('.');
    const [header, payload, signature = ''] = parts;
    if (parts.length !== 3 || !same(signature, this.#signature(`${header}.${payload}`))) return undefined;
    const said = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as Payload;
    const { namespace, serviceaccount } = said['kubernetes.io'];
    const expires = said.exp * 1000;
    return {
      claims: { namespace, ...serviceaccount, audiences: said.aud, expires },
      user: {
        username: said.sub,
        uid: serviceaccount.uid,
        groups: [...serviceAccountGroups(namespace), AUTHENTICATED],
        ...credentialId(`JTI=${said.jti}`),
      },
      expired: expires <= this.now(),
    };
  }

  #signature(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

interface Payload {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly jti: string;
  readonly sub: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly serviceaccount: { readonly name: string; readonly uid: string };
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
