// Hears of the changes of one object.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { Reflector } from '../cache/reflector.js';
import type { Client } from '../client/client.js';
import type { Clock } from '../clock/clock.js';
import { readHeader } from '../encoded/read-object.js';
import type { Logger } from '../log/logger.js';

/** An object by its name; without a namespace one of a kind that lives in none. */
export interface FollowedObject {
  readonly kind: Kind<KubernetesObject>;
  readonly name: string;
  readonly namespace?: string;
}

/** Calls back after each change, until the signal aborts; then the promise resolves. */
export type Follow = (object: FollowedObject, onChange: () => void, signal: AbortSignal) => Promise<void>;

/**
 * Follows it on the API server, with a selector for its name: rights for this one object are enough. Only its metadata is
 * sent, so that no key goes over the wire for it.
 */
export function followWith(client: Pick<Client, 'list' | 'watch'>, clock: Clock, log: Logger): Follow {
  return ({ kind, name, namespace }, onChange, signal) => {
    const version = (object: Uint8Array): string => readHeader(object).resourceVersion;
    const reflector = new Reflector({
      kind,
      client,
      ...(namespace !== undefined && { namespace }),
      fieldSelector: `metadata.name=${name}`,
      metadataOnly: true,
      sink: {
        replace: () => ({ put: version, remove: version, finish: async () => onChange() }),
        upsert: (object, reach) => {
          reach(version(object));
          onChange();
        },
        remove: (object, reach) => {
          reach(version(object));
          onChange();
        },
        reached: () => {},
      },
      clock,
      log: log.with({ kind: kind.name, name }),
      random: Math.random,
    });
    return reflector.run(signal);
  };
}
