// How long something that expires is used.

/** Clocks of two machines differ, and a request takes its time: the margin of golang.org/x/oauth2. Milliseconds. */
const SKEW = 10_000;

/**
 * Until when to use what was had at `now` and expires at `expiry` (milliseconds since the epoch, all of them): a little less
 * long than allowed. What lives so short that nothing would be left is used to its end, lest it is asked for with every
 * request.
 */
export function useUntil(expiry: number, now: number): number {
  return expiry - SKEW > now ? expiry - SKEW : expiry;
}
