// Answers that nobody can read.
import { checkWhole } from './check-number.js';
import type { Fault } from './fault.js';
import { ALL_VERBS } from './request-facts.js';
import { filterBody, filterEvents } from './response-body.js';

/**
 * Carries the request out, and answers with as many bytes that are no JSON. Of a watch one event is garbled, the one
 * after so many others.
 * @throws RangeError for a number that is none
 */
export function garble({ afterEvents = 0 }: { readonly afterEvents?: number } = {}): Fault {
  checkWhole('afterEvents', afterEvents);
  return {
    verbs: ALL_VERBS,
    inflict({ response, facts }, proceed) {
      if (facts.verb === 'watch') {
        let left = afterEvents;
        filterEvents(response, {
          event(line, wire) {
            wire.send(left === 0 ? Buffer.concat([garbage(line.length - 1), Buffer.from('\n')]) : line);
            left -= 1;
          },
        });
      } else {
        // The length was told in the headers.
        filterBody(response, { chunk: (bytes, wire) => wire.send(garbage(bytes.length)) });
      }
      return proceed();
    },
  };
}

function garbage(length: number): Buffer {
  return Buffer.alloc(length, '<garbled>');
}
