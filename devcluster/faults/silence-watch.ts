// Watches that say nothing and do not end: what a half-open connection looks like.
import { checkWhole } from './check-number.js';
import type { Fault } from './fault.js';
import { onRemoval } from './on-removal.js';
import { filterEvents } from './response-body.js';

/**
 * Holds back everything that follows so many events, bookmarks and the end included. What is held back is lost: when the
 * fault is taken away the connection is closed, and the client watches anew.
 * @throws RangeError for a number that is none
 */
export function silenceWatch({ afterEvents = 0 }: { readonly afterEvents?: number } = {}): Fault<'watch'> {
  checkWhole('afterEvents', afterEvents);
  return {
    verbs: ['watch'],
    inflict({ request, response, removed }, proceed) {
      let left = afterEvents;
      filterEvents(response, {
        event(line, wire) {
          if (left > 0) wire.send(line);
          left -= 1;
        },
        end: () => {},
      });
      onRemoval({ response, removed }, () => request.socket.destroy());
      return proceed();
    },
  };
}
