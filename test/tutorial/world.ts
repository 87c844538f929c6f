// Where the tutorial is followed: what the first terminal stands for.

export interface World {
  /** Whether it does what the pages say of real clusters alone. */
  readonly isReal: boolean;
  /**
   * A command of the first terminal, which stays until the next one.
   * @returns what it has printed of itself until it was ready; undefined where something else does its work
   */
  start(command: DevCommand, folder: string): Promise<string | undefined>;
  /** Resolves when the cluster and the operator have followed the files that were just saved. */
  follow(paths: readonly string[]): Promise<void>;
  /** Ctrl-C in the first terminal. */
  interrupt(): Promise<void>;
  stop(): Promise<void>;
}

/** `NAME=VALUE npx kubewright dev ARGS`. */
export interface DevCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

/** Undefined for a command that is none of the first terminal. */
export function devCommand(command: string): DevCommand | undefined {
  const [, variables = '', args] = /^((?:\w+=\S+ )*)npx kubewright dev\b(.*)$/.exec(command) ?? [];
  if (args === undefined) return undefined;
  const env = Object.fromEntries(words(variables).map(each => each.split('=', 2)));
  return { env, args: words(args) };
}

function words(text: string): readonly string[] {
  return text.split(' ').filter(word => word !== '');
}
