// How long there is to answer a request of the API server.
import { durationMilliseconds } from '../meta/durations.js';

/** As of webhooks that say no `timeoutSeconds`. */
const USUAL = 10_000;
/** More is not allowed in a configuration. */
const LONGEST = 30_000;
/** For the way back: a tenth of the time, but not more than this. */
const LONGEST_MARGIN = 500;

/** Milliseconds from the query that the API server puts its timeout into, such as `/validate?timeout=10s`, less the way back. */
export function answerTime(query: string | undefined): number {
  const text = new URLSearchParams(query).get('timeout');
  const timeout = Math.min(text === null ? USUAL : millisecondsOf(text), LONGEST);
  return timeout - Math.min(timeout / 10, LONGEST_MARGIN);
}

function millisecondsOf(text: string): number {
  try {
    const milliseconds = durationMilliseconds(text);
    return milliseconds > 0 ? milliseconds : USUAL;
  } catch {
    return USUAL;
  }
}
