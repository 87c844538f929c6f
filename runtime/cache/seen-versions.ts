// Up to which version a reflector has seen the server's state.
import { isNewer } from '../meta/resource-version.js';
import { VersionOrderError } from './recovery.js';

/** Where a watch goes on, and what a list must not be older than. */
export class SeenVersions {
  #reached: string | undefined;
  /** The newest that was put since the last complete list: a list that failed half way has put some of it. */
  #put = LOWEST;

  /** Of the last complete list, and of what watches have brought since; undefined before the first one. */
  get reached(): string | undefined {
    return this.#reached;
  }

  /**
   * Nothing older may be listed, lest objects go back. Before the first list is complete nobody reads what is there, and
   * what a server has at hand is good enough, however old: then it is undefined.
   */
  get newest(): string | undefined {
    const reached = this.#reached;
    return reached !== undefined && isNewer(this.#put, reached) ? this.#put : reached;
  }

  /** An object of a list that is not complete yet. */
  put(version: string): void {
    if (isNewer(version, this.#put)) this.#put = version;
  }

  /** A list is complete; it may be of a lower version. */
  listed(version: string): void {
    this.#reached = version;
    this.#put = LOWEST;
  }

  /**
   * A watch has come to there.
   * @throws VersionOrderError when it had reached a newer one: then something is wrong with what came, or was missed
   */
  advance(version: string): void {
    const known = this.#reached;
    if (known !== undefined && isNewer(known, version)) throw new VersionOrderError(known, version);
    this.#reached = version;
  }
}

const LOWEST = '1';
