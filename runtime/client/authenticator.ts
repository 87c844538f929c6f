// Asks for credentials: once for all calls that need them at the same time.
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';
import type { Access, Credentials } from './access.js';
import { oneAtATime } from './auth/one-at-a-time.js';

/** The credentials of one access. A call whose signal aborts does not wait for them any longer; the others do. */
export class Authenticator {
  readonly #access: Access;
  readonly #current: () => Promise<Credentials>;
  readonly #closing = new AbortController();

  constructor(access: Access) {
    this.#access = access;
    this.#current = oneAtATime(() => this.#ask());
  }

  /** @throws CredentialsError when there are none */
  current(signal: AbortSignal | undefined): Promise<Credentials> {
    return orAbort(this.#current(), signal, this.#closing.signal);
  }

  /** Whether there are others than those that the server refused; they are then the current ones. */
  async hasOther(refused: Credentials, signal: AbortSignal | undefined): Promise<boolean> {
    return !isSame(await orAbort(this.#ask(refused), signal, this.#closing.signal), refused);
  }

  /** Nobody waits any longer. */
  close(): void {
    this.#closing.abort(new Error('the client is closed'));
  }

  async #ask(refused?: Credentials): Promise<Credentials> {
    try {
      return await this.#access.credentials(refused);
    } catch (error) {
      throw new CredentialsError(this.#access.user, error);
    }
  }
}

/** There is nothing to show to the server; it was not asked. */
export class CredentialsError extends ExplainedError {
  constructor(user: string | undefined, cause: unknown) {
    const text = thrownText(cause).trim().replace(/\.$/, '');
    const next = user === undefined ? '' : '. Does this work: kubectl auth whoami';
    super(`no credentials for ${user ?? 'the service account'}: ${text}${next}`, { cause });
  }
}

function isSame(a: Credentials, b: Credentials): boolean {
  const [some, others] = [Object.entries({ ...a.tls, ...a.headers }), { ...b.tls, ...b.headers } as object];
  const size = Object.keys(others).length;
  return size === some.length && some.every(([name, value]) => `${value}` === `${others[name as keyof typeof others]}`);
}

/** Ends early with the reason of the first of the signals that aborts. */
function orAbort<T>(work: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  const given = signals.filter(signal => signal !== undefined);
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(given.find(({ aborted }) => aborted)?.reason);
    if (given.some(({ aborted }) => aborted)) abort();
    for (const signal of given) signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      for (const signal of given) signal.removeEventListener('abort', abort);
    });
  });
}
