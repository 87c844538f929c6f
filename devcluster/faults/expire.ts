// A history that does not reach back far enough.
import { StatusError } from '../object/status-error.js';
import { checkWhole } from './check-number.js';
import type { Exchange, Fault } from './fault.js';
import { answerRefusal } from './refuse.js';
import { filterEvents } from './response-body.js';

/**
 * Says that the asked resourceVersion is too old (410): a list is refused, a watch ends with an ERROR event, after so many
 * other events. See `compactHistory` for a history that is really gone.
 * @throws RangeError for a number that is none
 */
export function expire({ afterEvents = 0 }: { readonly afterEvents?: number } = {}): Fault<'list' | 'watch'> {
  checkWhole('afterEvents', afterEvents);
  return {
    verbs: ['list', 'watch'],
    inflict(exchange, proceed) {
      const { facts, response } = exchange;
      const refusal = expired(exchange);
      if (facts.verb === 'list') return answerRefusal(exchange, refusal);
      const error = Buffer.from(`${JSON.stringify({ type: 'ERROR', object: refusal.toStatus() })}\n`);
      let left = afterEvents;
      filterEvents(response, {
        start(wire) {
          if (left > 0) return;
          wire.send(error);
          wire.end();
        },
        event(line, wire) {
          wire.send(line);
          left -= 1;
          if (left > 0) return;
          wire.send(error);
          wire.end();
        },
      });
      return proceed();
    },
  };
}

function expired({ facts }: Exchange): StatusError {
  const asked = facts.query.get('resourceVersion') ?? '0';
  return new StatusError(410, 'Expired', `too old resource version: ${asked} (injected fault)`);
}
