// The variables of comprehensions, while their parts are estimated.
import type { Path } from './path.js';
import type { Range } from './range.js';

/** How large the items of a list are, or the keys and values of a map. */
export interface EntrySize {
  readonly container: 'list' | 'map';
  readonly key: Range;
  readonly value: Range;
}

export interface LocalVariable {
  readonly path: Path;
  readonly size?: Range | undefined;
  readonly entries?: EntrySize | undefined;
}

export class LocalVariables {
  readonly #stacks = new Map<string, LocalVariable[]>();

  push(name: string, variable: LocalVariable): void {
    const stack = this.#stacks.get(name);
    if (stack === undefined) this.#stacks.set(name, [variable]);
    else stack.push(variable);
  }

  pop(name: string): void {
    this.#stacks.get(name)?.pop();
  }

  find(name: string): LocalVariable | undefined {
    return this.#stacks.get(name)?.at(-1);
  }
}
