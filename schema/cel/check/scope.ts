// The names that an expression sees: those of the rule, and of the comprehensions around it.
import type { CelType } from '../cel-type.js';
import { TYPE_NAMES } from './declarations.js';

export class Scope {
  readonly #names: ReadonlyMap<string, CelType>;
  readonly #outer: Scope | undefined;

  constructor(names: ReadonlyMap<string, CelType>, outer?: Scope) {
    this.#names = names;
    this.#outer = outer;
  }

  /** The type of a name; a leading dot means nothing here, where all names are in one container. */
  lookup(written: string): { readonly name: string; readonly type: CelType } | undefined {
    const name = written.startsWith('.') ? written.slice(1) : written;
    const type = this.#find(name);
    if (type !== undefined) return { name, type };
    const named = TYPE_NAMES.get(name);
    return named && { name, type: { kind: 'type', of: named } };
  }

  /** Of the variables. */
  *names(): Generator<string> {
    yield* this.#names.keys();
    if (this.#outer !== undefined) yield* this.#outer.names();
  }

  #find(name: string): CelType | undefined {
    if (this.#outer === undefined) return this.#names.get(name);
    return this.#names.get(name) ?? this.#outer.#find(name);
  }
}
