// Semantic versions.
import { goQuote } from '../../../go-text.js';
import { Failure, NO_SUCH_OVERLOAD, Opaque, type Value } from '../value.js';
import type { Implementations } from './implementation.js';

export class SemverValue extends Opaque {
  override readonly typeName = 'kubernetes.Semver';
  constructor(
    readonly numbers: readonly [bigint, bigint, bigint],
    readonly pre: readonly (bigint | string)[],
  ) {
    super();
  }

  override equals(other: Value): boolean | Failure {
    if (other instanceof SemverValue) return order(this, other) === 0;
    return other instanceof Failure ? other : NO_SUCH_OVERLOAD;
  }
}

class Unreadable extends Error {}

function read(text: string, normalize = false): SemverValue | Failure {
  try {
    return parse(normalize ? normalized(text) : text);
  } catch (error) {
    if (error instanceof Unreadable) return new Failure(error.message);
    throw error;
  }
}

function normalized(text: string): string {
  const parts = cut(text.replace(/^v/, '')).map(part => {
    if (part.length < 2) return part;
    const shorter = part.replace(/^0+/, '');
    return /^\d/.test(shorter) ? shorter : `0${shorter}`;
  });
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) {
    throw new Unreadable('short version cannot contain PreRelease/Build meta data');
  }
  while (parts.length < 3) parts.push('0');
  return parts.join('.');
}

/** At its first two points. */
function cut(text: string): string[] {
  const [first = '', second, ...rest] = text.split('.');
  if (second === undefined) return [first];
  return rest.length === 0 ? [first, second] : [first, second, rest.join('.')];
}

function parse(text: string): SemverValue {
  if (text === '') throw new Unreadable('Version string empty');
  const [major = '', minor = '', rest] = cut(text);
  if (rest === undefined) throw new Unreadable('No Major.Minor.Patch elements found');
  const [one, two] = [numberOf(major, 'major'), numberOf(minor, 'minor')];
  const plus = rest.indexOf('+');
  const beforeBuild = plus < 0 ? rest : rest.slice(0, plus);
  const dash = beforeBuild.indexOf('-');
  const three = numberOf(dash < 0 ? beforeBuild : beforeBuild.slice(0, dash), 'patch');
  const pre =
    dash < 0
      ? []
      : beforeBuild
          .slice(dash + 1)
          .split('.')
          .map(preReleaseOf);
  for (const part of plus < 0 ? [] : rest.slice(plus + 1).split('.')) {
    if (part === '') throw new Unreadable('Build meta data is empty');
    if (!/^[0-9A-Za-z-]+$/.test(part)) throw wrong('build meta data', part);
  }
  return new SemverValue([one, two, three], pre);
}

function wrong(where: string, text: string): Unreadable {
  return new Unreadable(`Invalid character(s) found in ${where} ${goQuote(text)}`);
}

function numberOf(text: string, which: string): bigint {
  if (!/^\d*$/.test(text)) throw wrong(`${which} number`, text);
  const name = which[0]?.toUpperCase() + which.slice(1);
  if (/^0./.test(text)) throw new Unreadable(`${name} number must not contain leading zeroes ${goQuote(text)}`);
  return unsigned(text);
}

function unsigned(text: string): bigint {
  const parsing = `strconv.ParseUint: parsing ${goQuote(text)}`;
  if (text === '') throw new Unreadable(`${parsing}: invalid syntax`);
  const value = BigInt(text);
  if (value >= 2n ** 64n) throw new Unreadable(`${parsing}: value out of range`);
  return value;
}

function preReleaseOf(text: string): bigint | string {
  if (text === '') throw new Unreadable('Prerelease is empty');
  if (!/^[0-9A-Za-z-]+$/.test(text)) throw wrong('prerelease', text);
  if (!/^\d+$/.test(text)) return text;
  if (/^0./.test(text)) {
    throw new Unreadable(`Numeric PreRelease version must not contain leading zeroes ${goQuote(text)}`);
  }
  return unsigned(text);
}

function order(one: SemverValue, other: SemverValue): number {
  for (const [at, number] of one.numbers.entries()) {
    const theirs = other.numbers[at] ?? 0n;
    if (number !== theirs) return number > theirs ? 1 : -1;
  }
  if (one.pre.length === 0 || other.pre.length === 0) return Math.sign(other.pre.length - one.pre.length);
  for (const [at, part] of one.pre.entries()) {
    const theirs = other.pre[at];
    if (theirs === undefined) return 1;
    if (part === theirs) continue;
    if (typeof part !== typeof theirs) return typeof part === 'bigint' ? -1 : 1;
    return part > theirs ? 1 : -1;
  }
  return one.pre.length === other.pre.length ? 0 : -1;
}

export const SEMVERS: Implementations = {
  string_to_semver: (text: string) => read(text),
  string_bool_to_semver: read,
  is_semver_string: (text: string) => read(text) instanceof SemverValue,
  is_semver_string_bool: (text: string, normalize: boolean) => read(text, normalize) instanceof SemverValue,
  semver_major: ({ numbers }: SemverValue) => BigInt.asIntN(64, numbers[0]),
  semver_minor: ({ numbers }: SemverValue) => BigInt.asIntN(64, numbers[1]),
  semver_patch: ({ numbers }: SemverValue) => BigInt.asIntN(64, numbers[2]),
  semver_compare_to: (one: SemverValue, other: SemverValue) => BigInt(order(one, other)),
  semver_is_greater_than: (one: SemverValue, other: SemverValue) => order(one, other) > 0,
  semver_is_less_than: (one: SemverValue, other: SemverValue) => order(one, other) < 0,
};
