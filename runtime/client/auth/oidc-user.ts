// A user of an OpenID Connect provider: an id-token, got anew with a refresh token when it has expired.
import type { Clock } from '../../clock/clock.js';
import { ConfigError } from '../config-error.js';
import { useUntil } from './expiry.js';
import type { OidcConfig, OidcTokens } from './oidc-config.js';
import { oneAtATime } from './one-at-a-time.js';
import type { Proof, ProofSource } from './proof.js';
import { RenewalPause } from './renewal-pause.js';
import { restingAfterFailure } from './resting.js';

/** Gets new tokens for a refresh token. */
export type Refresh = (config: OidcConfig, refreshToken: string) => Promise<OidcTokens>;

/** Where tokens are kept, for other programs too: many providers take a refresh token only once. */
export interface TokenStore {
  /** What is kept now; undefined when it cannot be read. */
  read(): Promise<OidcTokens | undefined>;
  /** Keeps new tokens in place of the old ones; that it cannot is no failure. */
  replace(old: OidcTokens, now: OidcTokens): Promise<void>;
}

/** Shows an id-token for as long as it is valid, and refreshes when it is not any more, or was refused. */
export class OidcUser implements ProofSource {
  readonly #config: OidcConfig;
  readonly #refresh: Refresh;
  readonly #store: TokenStore;
  readonly #clock: Clock;
  readonly #pause: RenewalPause;
  #tokens: OidcTokens;
  /** What was kept when it was read last. */
  #seen: OidcTokens;
  #useUntil: number;
  #refreshing: { readonly refreshToken: string; readonly again: () => Promise<OidcTokens> } | undefined;

  constructor(config: OidcConfig, refresh: Refresh, store: TokenStore, clock: Clock) {
    this.#config = config;
    this.#refresh = refresh;
    this.#store = store;
    this.#clock = clock;
    this.#pause = new RenewalPause(clock);
    this.#tokens = config.tokens;
    this.#seen = config.tokens;
    this.#useUntil = this.#lifeOf(config.tokens);
  }

  async current(): Promise<Proof> {
    return this.#clock.now() < this.#useUntil ? this.#proof() : this.#renew();
  }

  async renewed(refused: Proof): Promise<Proof> {
    const isOther = this.#proof().authorization !== refused.authorization;
    if (isOther) return this.current();
    return this.#tokens.refreshToken === undefined ? refused : this.#renewUnlessPaused();
  }

  readonly #renewUnlessPaused = oneAtATime(async () => (this.#pause.begin() ? this.#renew() : this.#proof()));

  #proof(): Proof {
    return { authorization: this.#tokens.idToken && `Bearer ${this.#tokens.idToken}` };
  }

  /** Another program, kubectl perhaps, may have refreshed them meanwhile: its tokens go before. */
  readonly #renew = oneAtATime(async (): Promise<Proof> => {
    const old = this.#tokens;
    const kept = await this.#store.read();
    if (kept !== undefined && this.#isBetter(kept, old)) return this.#take(kept);
    // What has not changed there is older than what could not be kept.
    const isNews = kept !== undefined && kept.refreshToken !== this.#seen.refreshToken;
    const refreshToken = (isNews ? kept.refreshToken : undefined) ?? old.refreshToken;
    this.#seen = kept ?? this.#seen;
    if (refreshToken === undefined) throw this.#error(`${this.#expired(old)}, and there is no refresh-token`);
    let fresh: OidcTokens;
    try {
      fresh = await this.#refreshed(refreshToken);
    } catch (error) {
      // Another program may just have used up the refresh token.
      const others = await this.#store.read();
      if (others !== undefined && this.#isBetter(others, old)) return this.#take(others);
      throw error;
    }
    const now = { idToken: fresh.idToken, refreshToken: fresh.refreshToken ?? refreshToken };
    await this.#store.replace(kept ?? old, now);
    return this.#take(now);
  });

  /** What fails rests; another token is another matter. */
  #refreshed(refreshToken: string): Promise<OidcTokens> {
    if (this.#refreshing?.refreshToken !== refreshToken) {
      const again = restingAfterFailure(() => this.#refreshOnce(refreshToken), this.#clock);
      this.#refreshing = { refreshToken, again };
    }
    return this.#refreshing.again();
  }

  async #refreshOnce(refreshToken: string): Promise<OidcTokens> {
    const fresh = await this.#refresh(this.#config, refreshToken);
    if (this.#clock.now() < this.#lifeOf(fresh)) return fresh;
    throw this.#error('the id-token that the provider has just answered is not valid any more. Are the clocks right?');
  }

  #isBetter(tokens: OidcTokens, old: OidcTokens): boolean {
    return tokens.idToken !== undefined && tokens.idToken !== old.idToken && this.#clock.now() < this.#lifeOf(tokens);
  }

  #take(tokens: OidcTokens): Proof {
    this.#tokens = tokens;
    this.#useUntil = this.#lifeOf(tokens);
    return this.#proof();
  }

  /** 0 when there is none. */
  #lifeOf({ idToken }: OidcTokens): number {
    const expiry = idToken === undefined ? 0 : this.#expiry(idToken);
    return useUntil(expiry, this.#clock.now());
  }

  #expired({ idToken }: OidcTokens): string {
    if (idToken === undefined) return 'there is no id-token';
    return `the id-token has expired (${new Date(this.#expiry(idToken)).toISOString()})`;
  }

  #expiry(idToken: string): number {
    const expiry = expiryOf(idToken);
    if (expiry === undefined) throw this.#error('the id-token is no JWT with a time of expiry (exp)');
    return expiry;
  }

  #error(what: string): ConfigError {
    return new ConfigError(
      `user "${this.#config.user}" of ${this.#config.issuer}: ${what}. Log in again, as for kubectl`,
    );
  }
}

/** Milliseconds since the epoch. The server checks the signature. */
function expiryOf(idToken: string): number | undefined {
  const parts = idToken.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const { exp } = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8')) as { readonly exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
