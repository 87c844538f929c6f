// Runs an expression over a text in time that grows with both lengths only, whatever the expression.
import { WORD } from './character-class.js';
import type { Assertion, CharacterTest, Expression } from './syntax.js';

/** What a thread does next; it goes on at `next`, and a fork at `other` too. */
type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest; next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; next: number }
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: 'match' };

/** An expression made ready to run. Threads walk it side by side, one for each instruction at most. */
export class Program {
  readonly #instructions: Instruction[] = [{ kind: 'match' }];
  readonly #start: number;

  constructor(expression: Expression) {
    this.#start = this.#compile(expression, 0);
  }

  /** Whether it matches somewhere in the text. */
  matches(text: string): boolean {
    const size = this.#instructions.length;
    let threads = new Threads(size);
    let following = new Threads(size);
    let before = -1;
    let at = 0;
    for (;;) {
      const current = text.codePointAt(at) ?? -1;
      if (this.#follow(threads, this.#start, before, current)) return true;
      if (current === -1) return false;
      at += current > 0xffff ? 2 : 1;
      const after = text.codePointAt(at) ?? -1;
      following.clear();
      for (const index of threads.characters) {
        const instruction = this.#instructions[index];
        if (instruction?.kind !== 'character' || !instruction.test(current)) continue;
        if (this.#follow(following, instruction.next, current, after)) return true;
      }
      [threads, following] = [following, threads];
      before = current;
    }
  }

  /** Moves on from an instruction without reading; answers whether that reaches the end. */
  #follow(threads: Threads, from: number, before: number, current: number): boolean {
    const open = [from];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (!threads.add(index)) continue;
      const instruction = this.#instructions[index] as Instruction;
      if (instruction.kind === 'match') return true;
      if (instruction.kind === 'character') threads.characters.push(index);
      if (instruction.kind === 'fork') open.push(instruction.other, instruction.next);
      if (instruction.kind === 'assertion' && holds(instruction.assertion, before, current)) {
        open.push(instruction.next);
      }
    }
    return false;
  }

  /** Writes the instructions that go on at `next` after the expression; answers where they begin. */
  #compile(expression: Expression, next: number): number {
    switch (expression.kind) {
      case 'character':
        return this.#add({ kind: 'character', test: expression.test, next });
      case 'assertion':
        return this.#add({ kind: 'assertion', assertion: expression.assertion, next });
      case 'sequence':
        return expression.parts.reduceRight((after, part) => this.#compile(part, after), next);
      case 'alternatives':
        return expression.choices
          .map(choice => this.#compile(choice, next))
          .reduceRight((other, choice) => this.#add({ kind: 'fork', next: choice, other }));
      case 'repeat':
        return this.#repeat(expression.of, expression.least, expression.most, next);
    }
  }

  #repeat(of: Expression, least: number, most: number, next: number): number {
    let entry = next;
    if (most === Number.POSITIVE_INFINITY) {
      const fork: Instruction = { kind: 'fork', next: 0, other: next };
      entry = this.#add(fork);
      fork.next = this.#compile(of, entry);
    } else {
      for (let optional = least; optional < most; optional++) {
        entry = this.#add({ kind: 'fork', next: this.#compile(of, entry), other: next });
      }
    }
    for (let required = 0; required < least; required++) entry = this.#compile(of, entry);
    return entry;
  }

  #add(instruction: Instruction): number {
    return this.#instructions.push(instruction) - 1;
  }
}

/** A set of instructions that is cleared at no cost. */
class Threads {
  readonly #seen: Uint32Array;
  #round = 1;
  /** Those that wait for a character. */
  readonly characters: number[] = [];

  constructor(size: number) {
    this.#seen = new Uint32Array(size);
  }

  add(index: number): boolean {
    if (this.#seen[index] === this.#round) return false;
    this.#seen[index] = this.#round;
    return true;
  }

  clear(): void {
    this.#round++;
    this.characters.length = 0;
  }
}

function holds(assertion: Assertion, before: number, current: number): boolean {
  switch (assertion) {
    case 'text-start':
      return before === -1;
    case 'text-end':
      return current === -1;
    case 'line-start':
      return before === -1 || before === 0x0a;
    case 'line-end':
      return current === -1 || current === 0x0a;
    case 'word-boundary':
      return WORD(before) !== WORD(current);
    case 'no-word-boundary':
      return WORD(before) === WORD(current);
  }
}
