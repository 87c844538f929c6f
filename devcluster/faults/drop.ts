// Connections that break before there is an answer.
import type { Fault } from './fault.js';
import { ALL_VERBS, type RequestVerb } from './request-facts.js';
import { filterBody } from './response-body.js';

/** Closes the connection without an answer; the request does not reach the server. */
export function drop(): Fault {
  return { verbs: ALL_VERBS, inflict: ({ request }) => void request.socket.destroy() };
}

/** Carries the request out, and closes the connection in the place of the answer: the client cannot know what has happened. */
export function loseAnswer(): Fault<Exclude<RequestVerb, 'watch'>> {
  return {
    verbs: ALL_VERBS.filter(verb => verb !== 'watch'),
    inflict({ request, response }, proceed) {
      const lost = () => void request.socket.destroy();
      filterBody(response, { chunk: lost, end: lost });
      return proceed();
    },
  };
}
