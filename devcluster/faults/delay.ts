// Requests that take their time.
import type { Fault } from './fault.js';
import { onRemoval } from './on-removal.js';
import { ALL_VERBS } from './request-facts.js';

/** Hands the request on after so many milliseconds by the cluster's clock; not at all when the client has left by then. */
export function delay(milliseconds: number): Fault {
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

/** Never answers: the connection stays open until the client gives up, or the fault is taken away. */
export function hang(): Fault {
  return {
    verbs: ALL_VERBS,
    inflict: ({ request, response, removed }) => onRemoval({ response, removed }, () => request.socket.destroy()),
  };
}
