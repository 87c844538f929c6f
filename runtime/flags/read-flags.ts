// The configuration of an operator, as its admin gives it: on the command line and in the environment.
import { didYouMean } from '../../spelling/suggestion.js';
import type { LoggerOptions } from '../log/create-logger.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import { type FlagSpec, type FlagSpecs, type FlagValues, flagName, isRequired, variableName } from './flag-spec.js';
import { FLAGS_ELSEWHERE } from './flags-elsewhere.js';
import { FLAG_GROUPS, MANAGER_FLAGS } from './manager-flags.js';
import { managerOptionsOf } from './manager-options-of.js';
import { type ReadValues, readValues } from './read-values.js';
import { usageLine, usageText } from './usage.js';

/** What was read. */
export interface Flags<Own extends FlagSpecs> {
  /** For `createLogger`. */
  readonly log: Pick<LoggerOptions, 'level' | 'modules' | 'format'>;
  /** For `new Manager()`, with the operator's name. */
  readonly manager: ManagerOptions;
  /** The operator's own, by their keys. */
  readonly own: FlagValues<Own>;
}

export interface FlagOptions<Own extends FlagSpecs> {
  /** The operator's own, by their keys in camelCase: `defaultImage` is `--default-image`. Default: it has none. */
  readonly flags?: Own;
  /** Other defaults for the flags that every operator has, such as `{ leaderElect: true }`. */
  readonly defaults?: FlagDefaults;
  /** What the names of variables begin with; default `KUBEWRIGHT_`. */
  readonly envPrefix?: string;
  /** Default: the command line of the process. */
  readonly argv?: readonly string[];
  /** Default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the process; default `process.exit`. */
  readonly exit?: (status: number) => never;
  /** Default: standard output for status 0, else standard error. */
  readonly print?: (text: string, status: number) => void;
}

/** The defaults of the flags that every operator has, by their keys: as on the command line, or `true`, `false`, a number. */
export type FlagDefaults = {
  readonly [Key in keyof typeof MANAGER_FLAGS]?: (typeof MANAGER_FLAGS)[Key] extends { readonly type: 'boolean' }
    ? boolean
    : (typeof MANAGER_FLAGS)[Key] extends { readonly type: 'integer' | 'number' }
      ? number
      : string;
};

/**
 * Reads what the admin of an operator sets, from flags and, where a flag is not given, from variables of the environment:
 *
 * ```ts
 * const flags = readFlags('redis-operator');
 * const manager = new Manager({ ...flags.manager, log: createLogger(flags.log) });
 * ```
 *
 * The flags have the names that they have in projects of kubebuilder. `--help` prints them all and ends the process with 0;
 * mistakes are told all at once, each with the flag or variable and what may be, and end it with 2.
 * @throws TypeError for flags of the operator that cannot be: a mistake in the program
 */
export function readFlags<const Own extends FlagSpecs = Record<never, never>>(
  name: string,
  options: FlagOptions<Own> = {},
): Flags<Own> {
  const { argv = process.argv.slice(2), env = process.env, envPrefix: prefix = 'KUBEWRIGHT_', print = write } = options;
  const exit = options.exit ?? ((status: number): never => process.exit(status));
  const groups = groupsOf(options);
  const specs: FlagSpecs = Object.assign({}, ...Object.values(groups));
  checkOwn(options, specs, prefix);

  const read = readValues(specs, { argv, env, prefix, elsewhere: FLAGS_ELSEWHERE });
  if (read.asksForHelp) {
    print(usageText({ name, groups, prefix }), 0);
    return exit(0);
  }
  const told = read.problems.length > 0 ? { problems: read.problems } : managerOptionsOf(name, managerValues(read));
  if (told.problems.length > 0 || !('options' in told)) {
    const problems = told.problems.map(problem => `${name}: ${problem}\n`);
    print(`${usageLine(name)}\n${problems.join('')}${name} --help tells of all flags\n`, 2);
    return exit(2);
  }
  const { logLevel, logFormat } = managerValues(read).values;
  return {
    log: { ...logLevel, ...(logFormat !== undefined && { format: logFormat }) },
    manager: told.options,
    own: ownValues(options.flags, read),
  };
}

function groupsOf({ flags = {}, defaults = {} }: FlagOptions<FlagSpecs>): Readonly<Record<string, FlagSpecs>> {
  const common = Object.entries(FLAG_GROUPS).map(([title, specs]) => {
    const changed = Object.entries<FlagSpec>(specs).map(([key, spec]) => {
      const byDefault = defaults[key as keyof FlagDefaults];
      return [key, byDefault === undefined ? spec : { ...spec, default: byDefault }] as const;
    });
    return [title, Object.fromEntries(changed) as FlagSpecs] as const;
  });
  const own: [string, FlagSpecs][] = Object.keys(flags).length === 0 ? [] : [['Of this operator', flags]];
  return Object.fromEntries([...own, ...common]);
}

/** The program's own mistakes, which no admin can mend. */
function checkOwn({ flags: own = {}, defaults = {} }: FlagOptions<FlagSpecs>, all: FlagSpecs, prefix: string): void {
  const names = new Set(['help', 'h', ...Object.keys(MANAGER_FLAGS).map(flagName)]);
  const variables = new Map<string, string>();
  for (const [key, spec] of Object.entries(all)) {
    const variable = variableName(key, spec, prefix);
    if (variable === undefined) continue;
    const other = variables.get(variable);
    if (other !== undefined) throw new TypeError(`the flags ${other} and ${key} are both read from ${variable}`);
    variables.set(variable, key);
  }
  for (const [key, spec] of Object.entries(own)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(key)) {
      throw new TypeError(`a flag has a key in camelCase, such as defaultImage for --default-image, not "${key}"`);
    }
    if (names.has(flagName(key))) throw new TypeError(`every operator has a flag --${flagName(key)} already`);
    if (isRequired(spec) && spec.default !== undefined) {
      throw new TypeError(`the flag ${key} has a default, so that it need not be given: leave required out`);
    }
  }
  for (const key of Object.keys(defaults)) {
    if (Object.hasOwn(MANAGER_FLAGS, key)) continue;
    const meant = didYouMean(
      key,
      Object.keys(MANAGER_FLAGS),
      'its key is that of a flag in camelCase, such as leaderElect',
    );
    throw new TypeError(`defaults: not every operator has a flag ${key}: ${meant}`);
  }
}

/** The values are those of the specs, which no type says. */
function managerValues({ values, given }: ReadValues) {
  return { values: values as FlagValues<typeof MANAGER_FLAGS>, given };
}

function ownValues<Own extends FlagSpecs>(own: Own | undefined, { values }: ReadValues): FlagValues<Own> {
  return Object.fromEntries(Object.keys(own ?? {}).map(key => [key, values[key]])) as FlagValues<Own>;
}

function write(text: string, status: number): void {
  (status === 0 ? process.stdout : process.stderr).write(text);
}
