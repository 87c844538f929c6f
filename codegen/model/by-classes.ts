// Keeps what follows from classes alone. While watching, those that have not changed are the same objects in the next run.
import type { ResourceModel } from './api-model.js';

/** For as long as somebody holds the classes. */
export class ByClasses<T> {
  readonly #known = new WeakMap<ResourceModel, Known<T>>();

  /** @param settings whatever else it follows from, as a text */
  of(classes: readonly ResourceModel[], settings: string, make: () => T): T {
    const [first] = classes;
    const before = first && this.#known.get(first);
    if (before?.settings === settings && isSame(before.classes, classes)) return before.made;
    const made = make();
    if (first !== undefined) this.#known.set(first, { classes, settings, made });
    return made;
  }
}

interface Known<T> {
  readonly classes: readonly ResourceModel[];
  readonly settings: string;
  readonly made: T;
}

function isSame(before: readonly ResourceModel[], now: readonly ResourceModel[]): boolean {
  return before.length === now.length && before.every((each, at) => each === now[at]);
}
