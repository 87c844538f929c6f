// Connections that break in the middle of an answer.
import { checkWhole } from './check-number.js';
import type { Fault } from './fault.js';
import { ALL_VERBS } from './request-facts.js';
import { filterBody, filterEvents } from './response-body.js';

export interface CutWatchOptions {
  /** How many events come through, bookmarks among them. Default: 0. */
  readonly afterEvents?: number;
  /** Whether the half of one more event comes through. Default: false. */
  readonly midEvent?: boolean;
}

/**
 * Closes the connection after so many bytes of the body. An answer that is not longer comes through.
 * @throws RangeError for a number that is none
 */
export function cut({ afterBytes }: { readonly afterBytes: number }): Fault {
  checkWhole('afterBytes', afterBytes);
  return {
    verbs: ALL_VERBS,
    inflict({ response }, proceed) {
      let left = afterBytes;
      filterBody(response, {
        chunk(bytes, wire) {
          wire.send(bytes.subarray(0, left));
          if (bytes.length > left) wire.cut();
          left -= bytes.length;
        },
      });
      return proceed();
    },
  };
}

/** Closes the connection of a watch after so many events. @throws RangeError for a number that is none */
export function cutWatch({ afterEvents = 0, midEvent = false }: CutWatchOptions = {}): Fault<'watch'> {
  checkWhole('afterEvents', afterEvents);
  return {
    verbs: ['watch'],
    inflict({ response }, proceed) {
      let left = afterEvents;
      filterEvents(response, {
        start: wire => {
          if (left === 0 && !midEvent) wire.cut();
        },
        event(line, wire) {
          if (left > 0) wire.send(line);
          else wire.send(line.subarray(0, line.length >> 1));
          if (left === (midEvent ? 0 : 1)) wire.cut();
          left -= 1;
        },
      });
      return proceed();
    },
  };
}
