// Requests that take their time.
import type { Fault } from './fault.js';
import { onRemoval } from './on-removal.js';
import { ALL_VERBS } from './request-facts.js';

/**
 * Hands the request on after so many milliseconds by the cluster's clock; not at all when the client has left by then.
 * @throws RangeError for a time that is none; see `hang` for one without end
 */
export function delay(milliseconds: number): Fault {
  if (!(milliseconds >= 0 && milliseconds <= LONGEST_DELAY)) {
    throw new RangeError(`the delay is ${milliseconds}: it must be from 0 to ${LONGEST_DELAY} milliseconds`);
  }
  return {
    verbs: ALL_VERBS,
    async inflict({ clock, response, removed }, proceed) {
      await new Promise<void>(resolve => {
        const timer = clock.setTimer(milliseconds, resolve);
        const stopWaiting = () => {
          timer.cancel();
          resolve();
        };
        response.once('close', stopWaiting);
        onRemoval({ response, removed }, stopWaiting);
      });
      if (!response.closed) await proceed();
    },
  };
}

/** What the machine's timers can wait for: 24 days. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Never answers: the connection stays open until the client gives up, or the fault is taken away. */
export function hang(): Fault {
  return {
    verbs: ALL_VERBS,
    inflict: ({ request, response, removed }) => onRemoval({ response, removed }, () => request.socket.destroy()),
  };
}
