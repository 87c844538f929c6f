// How far the watch of a scope is.
import { compareResourceVersions } from '../../meta/resource-version.js';
import { VersionOrder } from './version-order.js';

/** Moves forwards with the watch, and calls the keys that wait for a version. */
export class Position {
  #version: string | undefined;
  #compares = true;
  #coming: string | undefined;
  #proof: string | undefined;
  #waiting = new VersionOrder();

  /** Whether the server's versions are numbers, as far as that is known. */
  get compares(): boolean {
    return this.#compares;
  }

  /** Whether this version is still to come; false where that cannot be said. */
  isBefore(version: string): boolean {
    return this.#compares && isNumber(version) && !this.hasPassed(version);
  }

  hasPassed(version: string): boolean {
    return this.#version !== undefined && (compareResourceVersions(version, this.#version) ?? 1) <= 0;
  }

  /** Whether the watch has passed a version that is known to be newer than what is past. */
  get isProven(): boolean {
    return this.#proof !== undefined && this.hasPassed(this.#proof);
  }

  /** The first version since the last `proveAnew` that was made just now. */
  proveBy(version: string): void {
    if (this.#compares && isNumber(version)) this.#proof ??= version;
  }

  proveAnew(): void {
    this.#proof = undefined;
  }

  /** A list of this version is being put in the place of the store; what it does not have may be there still. */
  comesTo(version: string): void {
    this.#coming = version;
  }

  /** Whether the list that is coming, if any, has this version behind it. */
  isComing(version: string): boolean {
    return this.#coming !== undefined && (compareResourceVersions(version, this.#coming) ?? 1) <= 0;
  }

  /** The key is among those that `moveTo` answers when it comes to this version, which must be a number. */
  wait(version: string, key: string): void {
    this.#waiting.add(version, key);
  }

  /**
   * @returns the keys whose version has been reached; undefined where what was known has no meaning any more: the server
   *   went back to older versions, because it was restored from a backup, or it has none that compare
   */
  moveTo(version: string): readonly string[] | undefined {
    this.#compares = isNumber(version);
    this.#coming = undefined;
    const isForwards = this.#compares && (version === this.#version || !this.hasPassed(version));
    this.#version = this.#compares ? version : undefined;
    if (isForwards) return this.#waiting.take(version);
    this.#waiting = new VersionOrder();
    this.#proof = undefined;
    return undefined;
  }
}

function isNumber(version: string): boolean {
  return compareResourceVersions(version, version) !== undefined;
}
