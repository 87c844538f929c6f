// Names that the server makes from `metadata.generateName`.

/** Without vowels and look-alikes, so that no words come out; as the API server does it. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const LONGEST_PREFIX = 63 - SUFFIX_LENGTH;

/** @param random like `Math.random` */
export function generatedName(prefix: string, random: () => number): string {
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]);
  return prefix.slice(0, LONGEST_PREFIX) + suffix.join('');
}
