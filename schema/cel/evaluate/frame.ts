// Where names get their values while a rule is evaluated.
import { Failure, type Value } from './value.js';

/** What one evaluation has used, and may use. */
export interface Meter {
  cost: number;
  readonly limit: number;
}

export interface Frame {
  readonly meter: Meter;
  resolve(name: string): Value | undefined;
}

/** The variables of a rule. */
export class RuleFrame implements Frame {
  constructor(
    readonly meter: Meter,
    private readonly variables: ReadonlyMap<string, Value>,
  ) {}

  resolve(name: string): Value | undefined {
    return this.variables.get(name);
  }
}

export function unknownName(name: string): Failure {
  return new Failure(`no such attribute(s): ${name}`);
}
