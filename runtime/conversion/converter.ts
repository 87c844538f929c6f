// Answers reviews of conversions: all objects of a request, or none and the reason.
import type { Kind } from '../../decorators/kind.js';
import type { Logger } from '../log/logger.js';
import { looksLikePanic } from '../log/looks-like-panic.js';
import { ConversionError } from './conversion-error.js';
import {
  type ConversionRequest,
  type ConversionReview,
  converted,
  isObject,
  notConverted,
  readReview,
} from './conversion-review.js';
import { type ConvertibleObject, convertObject, versionOf } from './convert-object.js';
import { type VersionsOfKind, versionsOfKinds } from './versions-of-kinds.js';

/** Counters since the converter was made. */
export interface ConversionMetrics {
  /** Reviews that were answered with their objects. */
  readonly converted: number;
  /** Reviews that were answered with a failure. */
  readonly failed: number;
  /** Those of the failures that look like a mistake in a conversion function: what panics are in Go. */
  readonly panics: number;
}

/** Converts objects of some kinds. It keeps nothing between reviews, and calls the functions for one object after the other. */
export class Converter {
  readonly #log: Logger;
  readonly #classes: Kind<unknown>[] = [];
  readonly #metrics = { converted: 0, failed: 0, panics: 0 };
  #kinds: readonly VersionsOfKind[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Adds kinds, by classes with `@ConvertsTo`; their hubs come with them. @throws TypeError as `versionsOfKinds` */
  add(classes: readonly Kind<unknown>[]): void {
    this.#kinds = versionsOfKinds([...this.#classes, ...classes]);
    this.#classes.push(...classes);
  }

  /** What it converts. */
  get kinds(): readonly VersionsOfKind[] {
    return this.#kinds;
  }

  get metrics(): ConversionMetrics {
    return this.#metrics;
  }

  /**
   * The answer to a ConversionReview. Never rejects. Where an object cannot be converted, none is: the message names it and,
   * where it is known, the field. Others get a turn every few milliseconds. Once the signal aborts it stops, with a failure.
   * @returns undefined for what is no review, to which there is no answer
   */
  async answer(body: unknown, signal?: AbortSignal): Promise<ConversionReview | undefined> {
    const read = readReview(body);
    if ('problem' in read) return undefined;
    if ('refusal' in read) return this.refuse(read.uid, read.refusal, read.apiVersion);
    const { uid } = read.request;
    try {
      const objects = await this.#convertAll(read.request, signal);
      this.#metrics.converted += 1;
      return converted(uid, objects);
    } catch (error) {
      if (isPanic(error)) this.#metrics.panics += 1;
      return this.refuse(uid, error as Error);
    }
  }

  /** The answer to a review that cannot be answered as it is meant; it counts as a failure. */
  refuse(uid: string, reason: string | Error, apiVersion?: string): ConversionReview {
    this.#metrics.failed += 1;
    this.#log.error('cannot convert', typeof reason === 'string' ? { reason } : { error: reason });
    return notConverted(uid, typeof reason === 'string' ? reason : reason.message, apiVersion);
  }

  async #convertAll(request: ConversionRequest, signal?: AbortSignal): Promise<readonly ConvertibleObject[]> {
    const { desiredAPIVersion, objects } = request;
    const results: ConvertibleObject[] = [];
    let began = performance.now();
    for (const [at, object] of objects.entries()) {
      results.push(this.#convert(object, at, desiredAPIVersion));
      if (performance.now() - began < TURN) continue;
      await new Promise(resolve => setImmediate(resolve));
      began = performance.now();
      if (signal?.aborted) {
        throw new ConversionError(`nobody waits for the answer: ${at + 1} of ${objects.length} objects were converted`);
      }
    }
    return results;
  }

  #convert(object: unknown, at: number, desired: string): ConvertibleObject {
    if (!isConvertible(object)) throw new ConversionError(`objects[${at}] has no apiVersion and kind`);
    const { apiVersion, kind } = object;
    const group = groupOf(apiVersion);
    try {
      if (group !== groupOf(desired)) throw new ConversionError('its group cannot change');
      const versions = this.#kinds.find(each => each.group === group && each.kind === kind);
      if (versions === undefined) throw new ConversionError(this.#unknown(group, kind));
      return convertObject(object, versionOf(desired), versions);
    } catch (error) {
      const reason = (error as Error).message;
      const message = `${objectName(object)} cannot be converted from ${apiVersion} to ${desired}: ${reason}`;
      const cause = error instanceof ConversionError && 'cause' in error ? error.cause : error;
      throw new ConversionError(message, (error as ConversionError).field, { cause });
    }
  }

  #unknown(group: string, kind: string): string {
    const known = this.#kinds.map(each => `${each.kind}.${each.group}`).join(', ');
    return `this operator converts ${known || 'nothing'}, and not ${kind}.${group}: it is not named in conversion(...)`;
  }
}

/** Milliseconds of work between turns of others. */
const TURN = 10;

function isConvertible(object: unknown): object is ConvertibleObject {
  return isObject(object) && typeof object.apiVersion === 'string' && typeof object.kind === 'string';
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** `Redis default/cache`; parts of objects that are applied may have no name. */
export function objectName({ kind, metadata }: Readonly<Record<string, unknown>>): string {
  const { namespace, name, generateName } = isObject(metadata) ? metadata : {};
  const shown = name ?? (generateName === undefined ? 'without a name' : `${String(generateName)}...`);
  return `${String(kind)} ${namespace === undefined ? '' : `${String(namespace)}/`}${String(shown)}`;
}

/** As elsewhere, of what the function threw; and where it ended in endless recursion. */
function isPanic(error: unknown): boolean {
  const thrown = error instanceof ConversionError && 'cause' in error ? error.cause : error;
  return looksLikePanic(thrown) || thrown instanceof RangeError;
}
