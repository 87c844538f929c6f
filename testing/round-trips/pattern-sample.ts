// Texts that a pattern of RE2 is likely to match, for the usual parts of its syntax.

/** A text made from the pattern; whether it is one that matches is for the caller to check. */
export function patternSample(pattern: string, random: () => number): string {
  return new PatternReader(pattern).alternatives()(random);
}

/** Makes a text for a part of a pattern. */
type Sampler = (random: () => number) => string;

/** The most that something without an end is repeated more than it has to be. */
const MORE = 3;
const LETTERS = [...'abcxyzABC'];
const DIGITS = [...'0123456789'];
const WORD = [...LETTERS, ...DIGITS, '_'];
const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
const ESCAPES: Readonly<Record<string, readonly string[]>> = {
  d: DIGITS,
  w: WORD,
  s: [' '],
  D: LETTERS,
  W: ['-', '.'],
  S: WORD,
  n: ['\n'],
  t: ['\t'],
  r: ['\r'],
};
const POSIX: Readonly<Record<string, readonly string[]>> = {
  alpha: LETTERS,
  digit: DIGITS,
  alnum: [...LETTERS, ...DIGITS],
  lower: [...'abcxyz'],
  upper: [...'ABCXYZ'],
  space: [' '],
  punct: ['.', '-', '_'],
  xdigit: [...'0123456789abcdef'],
};
/** What stands for no character: begins and ends, of the text and of words. */
const PLACES = new Set(['b', 'B', 'A', 'z']);

class PatternReader {
  readonly #pattern: readonly string[];
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = [...pattern];
  }

  /** Up to the bracket that closes it, or the end. */
  alternatives(): Sampler {
    const choices = [this.#sequence()];
    while (this.#took('|')) choices.push(this.#sequence());
    return random => pick(choices, random)(random);
  }

  #sequence(): Sampler {
    const parts: Sampler[] = [];
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')')
      parts.push(this.#repeated(this.#atom()));
    return random => parts.map(part => part(random)).join('');
  }

  #atom(): Sampler {
    const char = this.#take();
    if (char === '(') return this.#group();
    if (char === '[') return oneOf(this.#class());
    if (char === '.') return oneOf(WORD);
    if (char === '^' || char === '$') return () => '';
    if (char !== '\\') return () => char;
    const escaped = this.#take();
    return PLACES.has(escaped) ? () => '' : oneOf(ESCAPES[escaped] ?? [escaped]);
  }

  #group(): Sampler {
    // A name, or flags; flags alone stand for nothing.
    if (this.#took('?')) while (this.#next !== undefined && !':>)'.includes(this.#next)) this.#at += 1;
    if (this.#next === ':' || this.#next === '>') this.#at += 1;
    const inside = this.alternatives();
    this.#took(')');
    return inside;
  }

  /** The characters of a class, whose opening bracket is read. */
  #class(): readonly string[] {
    const isNegated = this.#took('^');
    const chars = new Set<string>();
    for (let first = true; this.#next !== undefined && (first || this.#next !== ']'); first = false) {
      for (const each of this.#classItem()) chars.add(each);
    }
    this.#took(']');
    return isNegated ? PRINTABLE.filter(each => !chars.has(each)) : [...chars];
  }

  #classItem(): readonly string[] {
    const char = this.#take();
    const named = char === '[' && /^:(\w+):\]/.exec(this.#pattern.slice(this.#at, this.#at + 12).join(''));
    if (named) {
      this.#at += named[0].length;
      return POSIX[named[1] as string] ?? [];
    }
    const begin = char === '\\' ? this.#take() : char;
    if (char === '\\' && ESCAPES[begin] !== undefined) return ESCAPES[begin];
    const isRange = this.#next === '-' && this.#pattern[this.#at + 1] !== ']';
    if (!isRange) return [begin];
    this.#at += 1;
    const end = this.#took('\\') ? this.#take() : this.#take();
    return between(begin, end);
  }

  #repeated(atom: Sampler): Sampler {
    const bounds = this.#bounds();
    if (bounds === undefined) return atom;
    this.#took('?');
    const [least, most] = bounds;
    return random => {
      const count = least + Math.floor(random() * (Math.min(most, least + MORE) - least + 1));
      return Array.from({ length: count }, () => atom(random)).join('');
    };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#took('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#took('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#took('?')) return [0, 1];
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(this.#pattern.slice(this.#at, this.#at + 16).join(''));
    if (counted === null) return undefined;
    this.#at += counted[0].length;
    const least = Number(counted[1]);
    if (counted[2] === undefined) return [least, least];
    return [least, counted[3] ? Number(counted[3]) : Number.POSITIVE_INFINITY];
  }

  get #next(): string | undefined {
    return this.#pattern[this.#at];
  }

  #take(): string {
    const char = this.#next ?? '';
    this.#at += 1;
    return char;
  }

  #took(char: string): boolean {
    if (this.#next !== char) return false;
    this.#at += 1;
    return true;
  }
}

function oneOf(chars: readonly string[]): Sampler {
  return random => (chars.length === 0 ? '' : pick(chars, random));
}

/** At most some dozens of them: a range may be all of Unicode. */
function between(begin: string, end: string): readonly string[] {
  const [first = 0, last = 0] = [begin.codePointAt(0), end.codePointAt(0)];
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, 64)) }, (_, at) =>
    String.fromCodePoint(first + at),
  );
}

/** One of them. */
export function pick<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
