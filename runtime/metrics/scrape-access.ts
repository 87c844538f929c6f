// Who may scrape: whoever the API server says may `get` the URL.
import { createHash } from 'node:crypto';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import { AnswerCache } from './answer-cache.js';
import { SubjectAccessReview, TokenReview, type TokenUser } from './review-kinds.js';

/** Why somebody gets no metrics. */
export interface ScrapeRefusal {
  readonly status: 401 | 403 | 500 | 503;
  readonly reason: string;
}

/** The durations of controller-runtime, in milliseconds. */
const TOKEN_HOLDS = 60_000;
const ALLOWED_HOLDS = 300_000;
const DENIED_HOLDS = 30_000;
const PATIENCE = 10_000;
/** More at once are somebody who tries tokens: the API server is not to be asked for each. */
const MOST_REVIEWS = 20;

type User = Snapshot<TokenUser>;
/** Undefined: the token is nobody's. */
type Authentication = { readonly user: User | undefined };

/**
 * Asks the API server whose token it is (TokenReview, kept for a minute), and whether that user may do what is asked
 * (SubjectAccessReview on the URL; yes is kept for 5 minutes, no for 30 s). Needs the verb `create` on both.
 */
export class ScrapeAccess {
  readonly #client: Pick<Client, 'create'>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #users: AnswerCache<Authentication>;
  readonly #rights: AnswerCache<boolean>;

  constructor({ client, clock, log }: { client: Pick<Client, 'create'>; clock: Clock; log: Logger }) {
    this.#client = client;
    this.#clock = clock;
    this.#log = log;
    this.#users = new AnswerCache(clock, () => TOKEN_HOLDS);
    this.#rights = new AnswerCache(clock, allowed => (allowed ? ALLOWED_HOLDS : DENIED_HOLDS));
  }

  /**
   * Never rejects.
   * @param authorization the header
   * @param verb the HTTP method in small letters
   * @returns undefined where it is allowed
   */
  async refusal(authorization: string | undefined, verb: string, path: string): Promise<ScrapeRefusal | undefined> {
    const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return { status: 401, reason: 'Unauthorized' };
    const secret = createHash('sha256').update(token).digest('base64');
    if (!this.#users.knows(secret) && this.#users.asking >= MOST_REVIEWS) {
      return { status: 503, reason: 'too many tokens are being reviewed' };
    }
    let user: User | undefined;
    try {
      ({ user } = await this.#users.get(secret, () => this.#review(token)));
    } catch (error) {
      this.#log.error('a token could not be reviewed', { error });
      return { status: 500, reason: 'Authentication failed' };
    }
    if (user === undefined) return { status: 401, reason: 'Unauthorized' };
    return this.#refusalOf(user, verb, path);
  }

  async #refusalOf(user: User, verb: string, path: string): Promise<ScrapeRefusal | undefined> {
    const who = user.username ?? '';
    try {
      const question = JSON.stringify([user, verb, path]);
      const allowed = await this.#rights.get(question, () => this.#isAllowed(user, verb, path));
      return allowed ? undefined : { status: 403, reason: `Authorization denied for user ${who}` };
    } catch (error) {
      this.#log.error('it could not be asked whether a user may read the metrics', { user: who, error });
      return { status: 500, reason: `Authorization for user ${who} failed` };
    }
  }

  async #review(token: string): Promise<Authentication> {
    const { status } = await this.#inTime(signal =>
      this.#client.create(TokenReview, { metadata: {}, spec: { token } }, { signal }),
    );
    if (status?.authenticated === true) return { user: status.user ?? {} };
    this.#log.debug('a token was refused', { reason: status?.error });
    return { user: undefined };
  }

  async #isAllowed({ username, ...user }: User, verb: string, path: string): Promise<boolean> {
    const spec = { ...user, ...(username !== undefined && { user: username }), nonResourceAttributes: { path, verb } };
    const { status } = await this.#inTime(signal =>
      this.#client.create(SubjectAccessReview, { metadata: {}, spec }, { signal }),
    );
    if (status?.allowed === true) return true;
    this.#log.debug('a user may not read the metrics', { user: username, reason: status?.reason });
    return false;
  }

  async #inTime<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const deadline = new AbortController();
    const timer = this.#clock.setTimer(PATIENCE, () =>
      deadline.abort(new Error(`the API server has not answered within ${PATIENCE / 1000} s`)),
    );
    try {
      return await ask(deadline.signal);
    } finally {
      timer.cancel();
    }
  }
}
