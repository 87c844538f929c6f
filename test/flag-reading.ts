// Reads flags without ending the process.
import { expect } from 'vitest';
import { type FlagOptions, readFlags } from '../runtime/flags/read-flags.js';

export type Env = NonNullable<FlagOptions<Record<never, never>>['env']>;

class Ended extends Error {
  constructor(
    readonly status: number,
    readonly text: string,
  ) {
    super(text);
  }
}

/** Ends with an exception in place of the process. */
export function quiet(argv: readonly string[], env: Env = {}) {
  let printed = '';
  return {
    argv,
    env,
    print: (text: string) => {
      printed += text;
    },
    exit: (status: number): never => {
      throw new Ended(status, printed);
    },
  };
}

export const read = (argv: readonly string[], env?: Env) => readFlags('op', quiet(argv, env));

export function endOf(act: () => unknown): Ended {
  try {
    act();
  } catch (error) {
    if (error instanceof Ended) return error;
    throw error;
  }
  throw new Error('it has not ended');
}

/** What is said of the mistakes, without the lines around them. */
export function problems(argv: readonly string[], env?: Env): string[] {
  const { status, text } = endOf(() => read(argv, env));
  const [usage, ...told] = text.trimEnd().split('\n');
  expect([status, usage, told.pop()]).toEqual([2, 'Usage: op [flags]', 'op --help tells of all flags']);
  return told.map(line => line.replace(/^op: /, ''));
}
