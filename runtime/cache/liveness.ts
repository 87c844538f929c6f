// How each watch of a cache does, and whether one has fallen silent for too long.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';
import type { Informer } from './informer.js';
import { kindName } from './kind-settings.js';
import type { ReflectorState } from './reflector.js';

/** How the list and the watch of a kind do. */
export interface WatchLiveness {
  /** `Pod (v1)`. */
  readonly kind: string;
  /** Absent where all namespaces are watched together, and for kinds that live in none. */
  readonly namespace: string | undefined;
  readonly state: ReflectorState;
  /** Milliseconds since the server last gave proof of life; see `Reflector.age`. */
  readonly age: number;
  /** How many lists were completed, and how many watches started. */
  readonly lists: number;
  readonly watches: number;
  /** Why it is not well; undefined while it is. */
  readonly lastError: unknown;
}

/** Some watches have had no proof of life for longer than the limit; the message names each of them, and why. */
export class SilentCacheError extends ExplainedError {
  override readonly name = 'SilentCacheError';

  /** @param limit milliseconds */
  constructor(silent: readonly WatchLiveness[], limit: number) {
    super(`the cache has heard nothing for more than ${limit / 1000} s of ${silent.map(textOf).join('; ')}`);
  }
}

/** One entry for each kind and each scope of it, in the order in which the kinds were asked for. */
export function livenessOf(informers: readonly Informer<KubernetesObject>[]): readonly WatchLiveness[] {
  return informers.flatMap(({ kind, reflectors }) =>
    reflectors.map(({ namespace, state, age, lists, watches, lastError }) => ({
      kind: kindName(kind),
      ...{ namespace, state, age, lists, watches, lastError },
    })),
  );
}

/**
 * For `/readyz`: an operator that has heard nothing for so long works on what may be long gone.
 * @throws SilentCacheError when the age of a watch is above the limit, in milliseconds
 */
export function checkLiveness(watches: readonly WatchLiveness[], limit: number): void {
  const silent = watches.filter(({ age }) => age > limit);
  if (silent.length > 0) throw new SilentCacheError(silent, limit);
}

/** Without the age: what changes at each probe would be logged at each probe. */
function textOf({ kind, namespace, lastError }: WatchLiveness): string {
  const what = namespace === undefined ? kind : `${kind} in ${namespace}`;
  if (lastError === undefined) return `${what}: the watch is silent`;
  return `${what}: ${thrownText(lastError)}`;
}
