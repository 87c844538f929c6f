// The order of resourceVersions.

/**
 * Below 0 where `a` is older than `b`, 0 where they are the same, above 0 where it is newer. They compare as decimal numbers
 * of any length (KEP-5504); undefined where one of them is none: then only equality says something.
 */
export function compareResourceVersions(a: string, b: string): number | undefined {
  if (!NUMBER.test(a) || !NUMBER.test(b)) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether `a` is newer than `b`; what does not compare is not. */
export function isNewer(a: string, b: string): boolean {
  return (compareResourceVersions(a, b) ?? 0) > 0;
}

/** As apimachinery has it: `0` and leading zeros are no versions of anything. */
const NUMBER = /^[1-9][0-9]*$/;
