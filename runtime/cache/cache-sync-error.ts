// Thrown when the cache did not come to know its kinds in time.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { ExplainedError } from '../log/explained-error.js';
import { thrownText } from '../log/thrown-text.js';
import type { Informer } from './informer.js';
import { kindName } from './kind-settings.js';

/** Some kinds were not synced; the message names each of them, and the last error of it. */
export class CacheSyncError extends ExplainedError {
  override readonly name = 'CacheSyncError';

  /** @param cause why nobody waits any longer */
  constructor(unsynced: readonly Informer<KubernetesObject>[], cause: unknown) {
    super(`the cache has not synced: ${unsynced.map(stateOf).join('; ')}`, { cause });
  }
}

function stateOf({ kind, reflectors }: Informer<KubernetesObject>): string {
  const errors = reflectors.flatMap(({ lastError }) => (lastError === undefined ? [] : [lastError]));
  const why = errors.length === 0 ? 'no complete list yet' : errors.map(thrownText).join(', ');
  return `${kindName(kind)}: ${why}`;
}
