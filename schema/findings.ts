// What a schema finds in a value, and how many of its checks went well.
import type { FieldError } from './field-error.js';

/** One thing that is wrong. */
export interface Finding {
  /** The sentence; findings with the same one count once. */
  readonly text: string;
  /** Where, without what the value itself stands under; undefined for a sentence about a whole that names its path. */
  readonly name: string | undefined;
  /** Makes the error of it, given the path of the field. */
  readonly toError: (field: string) => FieldError;
}

/** Findings in the order in which they were made. */
export class Findings {
  /** Made with the first finding: most values are fine. */
  #byText: Map<string, Finding> | undefined;
  /** How many checks were passed; the choice that passes most tells its findings when none of several fits. */
  passed = 0;

  get valid(): boolean {
    return this.#byText === undefined;
  }

  get all(): readonly Finding[] {
    return [...(this.#byText?.values() ?? [])];
  }

  add(finding: Finding): void {
    this.#byText ??= new Map();
    if (!this.#byText.has(finding.text)) this.#byText.set(finding.text, finding);
  }

  /** Takes over the findings of a part, and what it passed. */
  merge(part: Findings): void {
    for (const finding of part.#byText?.values() ?? []) this.add(finding);
    this.passed += part.passed;
  }

  /** Drops the findings; what was passed stays. */
  forgive(): void {
    this.#byText = undefined;
  }
}
