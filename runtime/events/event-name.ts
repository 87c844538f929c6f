// Unique names for Events.
import type { Clock } from '../clock/clock.js';

/** What a DNS subdomain may be long. */
const LONGEST = 253;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Makes names as client-go does, `<object>.<nanoseconds since the epoch in hex>`. The clock counts milliseconds: the
 * rest is random, so that two processes do not choose the same name, and no name comes twice from one maker.
 */
export function eventNames(clock: Clock, random: () => number): (object: string) => string {
  let last = 0n;
  return object => {
    const moment = BigInt(Math.trunc(clock.now())) * 1_000_000n + BigInt(Math.floor(random() * 1_000_000));
    last = moment > last ? moment : last + 1n;
    const suffix = `.${last.toString(16)}`;
    const prefix = object.slice(0, LONGEST - suffix.length).replace(/[-.]+$/, '');
    // Some names are no DNS subdomains, such as those of RBAC roles (`system:node`).
    return `${DNS_SUBDOMAIN.test(prefix) ? prefix : 'event'}${suffix}`;
  };
}
