// The values of flags: from the command line, else from the environment, else by default.
import { editDistance } from '../../spelling/suggestion.js';
import { thrownText } from '../log/thrown-text.js';
import { lineWithoutSecrets, withoutSecrets } from '../log/without-secrets.js';
import { type CommandLine, type KnownFlags, readCommandLine } from './command-line.js';
import { defaultText, type FlagSpec, type FlagSpecs, flagName, isRequired, variableName } from './flag-spec.js';
import { parseValue } from './parse-value.js';

/** Where flags are looked for. */
export interface FlagSources {
  /** Without the program. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the names of variables begin with. */
  readonly prefix: string;
  /** What is said of flags that others have under another name. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

/** What was found. */
export interface ReadValues {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where each flag that was given was given, by its key: `--leader-elect`, or the name of the variable. */
  readonly given: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
  readonly asksForHelp: boolean;
}

/** A variable that is set to nothing is not set: that is how a manifest takes one back. */
export function readValues(specs: FlagSpecs, sources: FlagSources): ReadValues {
  const line = readCommandLine(sources.argv, knownFlags(specs, sources.elsewhere));
  const problems = [...line.problems, ...strayVariables(specs, sources)];
  const given = new Map<string, string>();
  const values: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(specs)) {
    const found = find(key, spec, line, sources);
    if (found !== undefined) given.set(key, found.origin);
    values[key] = parsed(key, spec, found ?? defaultOf(key, spec), problems);
    if (found === undefined && isRequired(spec)) problems.push(missing(key, spec, sources.prefix));
  }
  return { values, given, problems, asksForHelp: line.asksForHelp };
}

/** Where a flag is given, and what is said there. */
interface Found {
  readonly origin: string;
  readonly texts: readonly string[];
}

function find(key: string, spec: FlagSpec, { given }: CommandLine, { env, prefix }: FlagSources): Found | undefined {
  const name = flagName(key);
  const texts = given.get(name);
  if (texts !== undefined) return { origin: `--${name}`, texts };
  const variable = variableName(key, spec, prefix);
  const text = variable === undefined ? '' : (env[variable] ?? '');
  return variable === undefined || text === '' ? undefined : { origin: variable, texts: [text] };
}

function defaultOf(key: string, spec: FlagSpec): Found {
  const text = defaultText(spec);
  return { origin: `the default of --${flagName(key)}`, texts: text === undefined ? [] : [text] };
}

function parsed(key: string, spec: FlagSpec, { origin, texts }: Found, problems: string[]): unknown {
  const parse = (text: string): unknown => {
    try {
      return parseValue(spec, text);
    } catch (error) {
      problems.push(`${origin} ${withoutSecret(key, text, `${JSON.stringify(text)}: ${thrownText(error)}`)}`);
      return undefined;
    }
  };
  if (spec.type === 'string' && spec.multiple)
    return texts.flatMap(text => text.split(',')).map(text => parse(text.trim()));
  // As in Go, where it is given twice the last counts: so a manifest can be added to.
  const last = texts.at(-1);
  return last === undefined ? undefined : parse(last);
}

/** What is told ends in a log, and variables are often filled from Secrets. */
function withoutSecret(key: string, text: string, told: string): string {
  const { [key]: shown } = withoutSecrets({ [key]: text }) as Readonly<Record<string, string>>;
  return shown === text ? lineWithoutSecrets(told) : `${shown}: it cannot be read`;
}

function knownFlags(specs: FlagSpecs, elsewhere: ReadonlyMap<string, string>): KnownFlags {
  const keys = Object.keys(specs);
  return {
    names: new Set(keys.map(flagName)),
    booleans: new Set(keys.filter(key => specs[key]?.type === 'boolean').map(flagName)),
    elsewhere,
  };
}

/** Variables that are a slip away from one that is read: they would have no effect. Of a short name less may be a slip. */
function strayVariables(specs: FlagSpecs, { env, prefix }: FlagSources): string[] {
  const known = Object.entries(specs).flatMap(([key, spec]) => variableName(key, spec, prefix) ?? []);
  return Object.keys(env)
    .filter(name => prefix !== '' && name.startsWith(prefix) && !known.includes(name))
    .flatMap(name => {
      const slip = name.length - prefix.length < SHORT ? 1 : 2;
      const meant = known.find(other => editDistance(name, other) <= slip);
      return meant === undefined ? [] : [`the variable ${name} is not read: did you mean ${meant}?`];
    });
}

const SHORT = 8;

function missing(key: string, spec: FlagSpec, prefix: string): string {
  const variable = variableName(key, spec, prefix);
  return `--${flagName(key)} has to be given${variable === undefined ? '' : `, or the variable ${variable}`}`;
}
