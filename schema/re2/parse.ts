// Reads a regular expression in the syntax of RE2, as Go's regexp package takes it.
import { ignoringCase, POSIX_CLASSES } from './character-class.js';
import { classCharacter, escapedCharacter, namedClass } from './escapes.js';
import { type CharacterTest, type Expression, PatternSyntaxError } from './syntax.js';

/** @throws PatternSyntaxError for what RE2 does not have, such as look-around and back references */
export function parse(pattern: string): Expression {
  return new Parser(pattern).parse();
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** What a group or the whole expression gathers while it is read. */
interface Open {
  readonly choices: Expression[];
  parts: Expression[];
  /** What holds again after the group. */
  readonly flags: Flags;
}

const MAX_REPEAT = 1000;
const MAX_DEPTH = 1000;
const FLAG_LETTERS = 'imsU';

class Parser {
  readonly #pattern: string;
  readonly #open: Open[] = [];
  /** How often the parts inside of a part are repeated at most; RE2 bounds the product. */
  readonly #repeats = new WeakMap<Expression, number>();
  #at = 0;
  #flags: Flags = { i: false, m: false, s: false };
  /** Where the repetition began that has just been read; -1 after anything else. */
  #lastRepeat = -1;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  parse(): Expression {
    this.#open.push({ choices: [], parts: [], flags: this.#flags });
    while (this.#at < this.#pattern.length) {
      const before = this.#at;
      const repeated = this.#step();
      this.#lastRepeat = repeated ? (this.#lastRepeat === -1 ? before : this.#lastRepeat) : -1;
    }
    if (this.#open.length > 1) throw new PatternSyntaxError('missing closing )', this.#pattern);
    return this.#close();
  }

  get #top(): Open {
    return this.#open[this.#open.length - 1] as Open;
  }

  /** Reads one thing; answers whether it was a repetition. */
  #step(): boolean {
    const rest = this.#pattern.slice(this.#at, this.#at + 2);
    switch (rest[0]) {
      case '(':
        this.#openGroup();
        return false;
      case ')':
        this.#closeGroup();
        return false;
      case '|':
        this.#at++;
        this.#top.choices.push(sequence(this.#top.parts));
        this.#top.parts = [];
        return false;
      case '^':
        this.#assertion(1, this.#flags.m ? 'line-start' : 'text-start');
        return false;
      case '$':
        this.#assertion(1, this.#flags.m ? 'line-end' : 'text-end');
        return false;
      case '.': {
        const { s } = this.#flags;
        this.#character(1, c => s || c !== 0x0a);
        return false;
      }
      case '[':
        this.#push({ kind: 'character', test: this.#characterClass() });
        return false;
      case '*':
        this.#repeat(this.#at + 1, 0, Number.POSITIVE_INFINITY);
        return true;
      case '+':
        this.#repeat(this.#at + 1, 1, Number.POSITIVE_INFINITY);
        return true;
      case '?':
        this.#repeat(this.#at + 1, 0, 1);
        return true;
      case '{':
        return this.#braces();
      case '\\':
        this.#escape();
        return false;
      default:
        this.#literal();
        return false;
    }
  }

  #literal(): void {
    const c = this.#pattern.codePointAt(this.#at) ?? 0;
    this.#character(
      c > 0xffff ? 2 : 1,
      this.#folded(each => each === c),
    );
  }

  #folded(test: CharacterTest): CharacterTest {
    return this.#flags.i ? ignoringCase(test) : test;
  }

  #character(length: number, test: CharacterTest): void {
    this.#at += length;
    this.#push({ kind: 'character', test });
  }

  #assertion(length: number, assertion: (Expression & { kind: 'assertion' })['assertion']): void {
    this.#at += length;
    this.#push({ kind: 'assertion', assertion });
  }

  #push(part: Expression): void {
    this.#top.parts.push(part);
  }

  #openGroup(): void {
    const rest = this.#pattern.slice(this.#at);
    const saved = this.#flags;
    if (!rest.startsWith('(?')) {
      this.#at++;
    } else if (/^\(\?P?</.test(rest)) {
      this.#at += groupName(rest).length;
    } else if (!this.#readFlags(rest)) {
      return;
    }
    this.#open.push({ choices: [], parts: [], flags: saved });
    if (this.#open.length > MAX_DEPTH) throw new PatternSyntaxError('expression nests too deeply', this.#pattern);
  }

  /** Reads `(?i-s:` or `(?i)`; answers whether a group opens. */
  #readFlags(rest: string): boolean {
    let sign = true;
    let seen = false;
    let flags = this.#flags;
    for (let at = 2; at < rest.length; at++) {
      const letter = String.fromCodePoint(rest.codePointAt(at) ?? 0);
      if (FLAG_LETTERS.includes(letter)) {
        flags = { ...flags, [letter]: sign };
        seen = true;
      } else if (letter === '-' && sign) {
        sign = false;
        seen = false;
      } else if ((letter === ':' || letter === ')') && (sign || seen)) {
        this.#flags = flags;
        this.#at += at + 1;
        return letter === ':';
      } else {
        throw new PatternSyntaxError('invalid or unsupported Perl syntax', rest.slice(0, at + letter.length));
      }
    }
    throw rest === '(?'
      ? new PatternSyntaxError('invalid or unsupported Perl syntax', rest)
      : new PatternSyntaxError('missing closing )', this.#pattern);
  }

  #closeGroup(): void {
    if (this.#open.length === 1) throw new PatternSyntaxError('unexpected )', this.#pattern);
    this.#at++;
    const { flags } = this.#top;
    const group = this.#close();
    this.#open.pop();
    this.#flags = flags;
    this.#push(group);
  }

  #close(): Expression {
    const { choices, parts } = this.#top;
    const last = sequence(parts);
    if (choices.length === 0) return last;
    return { kind: 'alternatives', choices: [...choices, last] };
  }

  /** `{2}`, `{2,}` and `{2,3}`; any other brace stands for itself. */
  #braces(): boolean {
    const found = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.#pattern.slice(this.#at));
    if (found === null) {
      this.#literal();
      return false;
    }
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (least > MAX_REPEAT || (most !== Number.POSITIVE_INFINITY && most > MAX_REPEAT) || least > most)
      throw new PatternSyntaxError('invalid repeat count', found[0]);
    this.#repeat(this.#at + found[0].length, least, most);
    return true;
  }

  #repeat(end: number, least: number, most: number): void {
    const start = this.#at;
    const after = this.#pattern[end] === '?' ? end + 1 : end;
    if (this.#lastRepeat !== -1) {
      const fragment = this.#pattern.slice(this.#lastRepeat, after);
      throw new PatternSyntaxError('invalid nested repetition operator', fragment);
    }
    const of = this.#top.parts.pop();
    if (of === undefined) {
      throw new PatternSyntaxError('missing argument to repetition operator', this.#pattern.slice(start, after));
    }
    const times = this.#repeatsIn(of) * Math.max(1, most === Number.POSITIVE_INFINITY ? least : most);
    if (times > MAX_REPEAT) throw new PatternSyntaxError('invalid repeat count', this.#pattern.slice(start, after));
    const repeat: Expression = { kind: 'repeat', of, least, most };
    this.#repeats.set(repeat, times);
    this.#at = after;
    this.#push(repeat);
  }

  #repeatsIn(part: Expression): number {
    const known = this.#repeats.get(part);
    if (known !== undefined) return known;
    const below = part.kind === 'sequence' ? part.parts : part.kind === 'alternatives' ? part.choices : [];
    const most = below.reduce((high, each) => Math.max(high, this.#repeatsIn(each)), 1);
    this.#repeats.set(part, most);
    return most;
  }

  #escape(): void {
    const rest = this.#pattern.slice(this.#at);
    const assertion = ESCAPED_ASSERTIONS[rest[1] ?? ''];
    if (assertion !== undefined) {
      this.#assertion(2, assertion);
      return;
    }
    if (rest[1] === 'Q') {
      this.#quoted(rest);
      return;
    }
    const named = namedClass(rest);
    if (named !== undefined) {
      this.#character(named.length, negatedIf(named.negated, this.#folded(named.test)));
      return;
    }
    const { codePoint, length } = escapedCharacter(rest);
    this.#character(
      length,
      this.#folded(c => c === codePoint),
    );
  }

  /** `\Q...\E`: everything between stands for itself. */
  #quoted(rest: string): void {
    const end = rest.indexOf('\\E', 2);
    const text = end === -1 ? rest.slice(2) : rest.slice(2, end);
    for (const character of text) {
      const c = character.codePointAt(0);
      this.#character(
        0,
        this.#folded(each => each === c),
      );
    }
    this.#at += end === -1 ? rest.length : end + 2;
  }

  #characterClass(): CharacterTest {
    const whole = this.#pattern.slice(this.#at);
    const negated = whole[1] === '^';
    this.#at += negated ? 2 : 1;
    const tests: CharacterTest[] = [];
    for (let first = true; ; first = false) {
      const rest = this.#pattern.slice(this.#at);
      if (rest === '') throw new PatternSyntaxError('missing closing ]', whole);
      if (rest[0] === ']' && !first) break;
      tests.push(this.#classItem(rest));
    }
    this.#at++;
    // Folded as a whole before it is turned round: (?i)[^a] is neither a nor A.
    const any = this.#folded(c => tests.some(test => test(c)));
    return negatedIf(negated, any);
  }

  #classItem(rest: string): CharacterTest {
    const posix = /^\[:(\^?)(.*?):\]/s.exec(rest);
    if (posix !== null) {
      const test = Object.hasOwn(POSIX_CLASSES, posix[2] ?? '') ? POSIX_CLASSES[posix[2] ?? ''] : undefined;
      if (test === undefined) throw new PatternSyntaxError('invalid character class range', posix[0]);
      this.#at += posix[0].length;
      return negatedIf(posix[1] === '^', test);
    }
    const named = namedClass(rest);
    if (named !== undefined) {
      this.#at += named.length;
      return negatedIf(named.negated, named.test);
    }
    return this.#range(rest);
  }

  #range(rest: string): CharacterTest {
    const low = classCharacter(rest);
    let length = low.length;
    let high = low.codePoint;
    if (rest[length] === '-' && rest.length > length + 1 && rest[length + 1] !== ']') {
      const to = classCharacter(rest.slice(length + 1));
      high = to.codePoint;
      length += 1 + to.length;
      if (high < low.codePoint) throw new PatternSyntaxError('invalid character class range', rest.slice(0, length));
    }
    this.#at += length;
    return c => c >= low.codePoint && c <= high;
  }
}

const ESCAPED_ASSERTIONS: Readonly<Record<string, 'text-start' | 'text-end' | 'word-boundary' | 'no-word-boundary'>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-boundary',
  B: 'no-word-boundary',
};

function sequence(parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'sequence', parts };
}

function negatedIf(negated: boolean, test: CharacterTest): CharacterTest {
  return negated ? c => !test(c) : test;
}

/** `(?P<name>` or `(?<name>`. */
function groupName(rest: string): string {
  const end = rest.indexOf('>');
  if (end === -1) throw new PatternSyntaxError('invalid named capture', rest);
  const capture = rest.slice(0, end + 1);
  if (!/^\(\?P?<\w+>$/.test(capture)) throw new PatternSyntaxError('invalid named capture', capture);
  return capture;
}
