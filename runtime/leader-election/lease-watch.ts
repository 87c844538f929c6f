// Follows Leases, so that a release is known at once.
import type { Snapshot } from '../../decorators/snapshot.js';
import { isForbidden } from '../client/api-reasons.js';
import type { Client } from '../client/client.js';
import { type Clock, sleep } from '../clock/clock.js';
import { Lease } from '../kinds/coordination-v1.js';
import type { Logger } from '../log/logger.js';

export interface LeaseWatchOptions {
  readonly client: Pick<Client, 'watch'>;
  readonly namespace: string;
  /** Which ones; one of both. */
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Between 0 and 1. */
  readonly random: () => number;
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** The server ends a watch after so many seconds, or up to twice as many. */
const LONGEVITY = 300;

/**
 * Tells of each state of the Leases, the present ones first, until the signal aborts. It is a help and no more: who elects asks
 * for them from time to time as well, so a watch that may not be opened, or that dies quietly, costs time and nothing else.
 * Never rejects.
 */
export async function followLeases(
  { client, namespace, fieldSelector, labelSelector, clock, log, random }: LeaseWatchOptions,
  signal: AbortSignal,
  onState: (lease: Snapshot<Lease>, isGone: boolean) => void,
): Promise<void> {
  let isRefused = false;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const timeoutSeconds = Math.round(LONGEVITY * (1 + random()));
      // Without a version, so that what happened between two watches comes first.
      const events = client.watch(Lease, { namespace, fieldSelector, labelSelector, timeoutSeconds, signal });
      for await (const event of events) {
        failures = 0;
        if (event.type !== 'BOOKMARK') onState(event.object, event.type === 'DELETED');
      }
      failures = 0;
    } catch (error) {
      failures += 1;
      if (isForbidden(error) && !isRefused) {
        isRefused = true;
        log.info('Leases may not be watched: a release is seen later', { error });
      } else {
        log.debug('the watch of Leases ended', { error });
      }
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE);
    await sleep(clock, pause * (1 + random()), signal);
  }
}
