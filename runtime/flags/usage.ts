// What `--help` prints.
import { defaultText, type FlagSpec, type FlagSpecs, flagName, isRequired, variableName } from './flag-spec.js';

/** Of an operator with these flags, in groups. */
export interface UsageOptions {
  readonly name: string;
  readonly groups: Readonly<Record<string, FlagSpecs>>;
  readonly prefix: string;
}

/** A flag in each entry: how it is given, what it is for, its default, and the variable that is read in its place. */
export function usageText({ name, groups, prefix }: UsageOptions): string {
  const parts = Object.entries(groups).map(([title, specs]) => {
    const entries = Object.entries(specs).map(([key, spec]) => entry(key, spec, prefix));
    return `${title}:\n${entries.join('')}`;
  });
  return [`${usageLine(name)}\n`, INTRODUCTION, ...parts, HELP].join('\n');
}

export function usageLine(name: string): string {
  return `Usage: ${name} [flags]`;
}

const INTRODUCTION = `A flag is given as --flag=value or --flag value, or in the environment by the variable behind it; the command line
counts more. Durations are as 90s or 1h30m.
`;

const HELP = 'Other:\n  --help\n      print this text\n';

function entry(key: string, spec: FlagSpec, prefix: string): string {
  const variable = variableName(key, spec, prefix);
  const head = `  --${flagName(key)}${placeholder(spec)}${variable === undefined ? '' : `  [${variable}]`}`;
  return `${head}\n      ${spec.description}${note(spec)}\n`;
}

/** A flag that is true or false needs no value. */
export function placeholder(spec: FlagSpec): string {
  if (spec.type === 'boolean') return '';
  const byType = { string: 'TEXT', integer: 'N', number: 'N', duration: 'DURATION' };
  return ` ${spec.placeholder ?? byType[spec.type]}`;
}

function note(spec: FlagSpec): string {
  if (isRequired(spec)) return ' (has to be given)';
  const byDefault = defaultText(spec);
  return byDefault === undefined ? '' : ` (default: ${byDefault})`;
}
