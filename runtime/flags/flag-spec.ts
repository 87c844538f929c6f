// What a flag of the command line is, and of which type its value is.
import type { Duration } from '../../decorators/scalars.js';

/**
 * A flag that an operator has beside those of `readFlags`. Its key, `defaultImage`, is `--default-image` on the command line
 * and `KUBEWRIGHT_DEFAULT_IMAGE` in the environment.
 */
export type FlagSpec = BooleanFlag | StringFlag | NumberFlag | DurationFlag;

/** What is the same for flags of all types. */
export interface FlagText {
  /** What it is for, for `--help`: a few words, with no full stop. */
  readonly description: string;
  /** What stands for the value in `--help`, such as `FILE`. Default: the type, in capitals. */
  readonly placeholder?: string;
  /** The variable that is read where the flag is not given; `false`: none is. Default: the prefix and the name, in capitals. */
  readonly env?: string | false;
}

/** `--flag`, `--flag=true` or `--flag=false`. */
export interface BooleanFlag extends FlagText {
  readonly type: 'boolean';
  /** Default `false`. */
  readonly default?: boolean;
}

/** Any text. */
export interface StringFlag extends FlagText {
  readonly type: 'string';
  /** As it would be given. */
  readonly default?: string;
  /** It has to be given, as a flag or as a variable. */
  readonly required?: true;
  /** It has to be one of these. */
  readonly choices?: readonly string[];
  /** It may be given again, and several stand in one text with commas between; the value is a list. */
  readonly multiple?: true;
  /** Makes the value of the text. What it throws is told with the flag and the text: its message should say what may be. */
  readonly parse?: (text: string) => unknown;
}

/** A number; for `integer` a whole one. */
export interface NumberFlag extends FlagText {
  readonly type: 'integer' | 'number';
  readonly default?: number;
  readonly required?: true;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A span of time as Go writes it, such as `90s` or `1h30m`; the value is in milliseconds. */
export interface DurationFlag extends FlagText {
  readonly type: 'duration';
  readonly default?: Duration;
  readonly required?: true;
  readonly minimum?: Duration;
}

/** Flags by their keys. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** The values of flags, by the same keys. What has no default, and need not be given, may be undefined. */
export type FlagValues<Specs> = { readonly [Key in keyof Specs]: FlagValue<Specs[Key]> };

type FlagValue<Spec> = Spec extends { readonly multiple: true }
  ? readonly OneValue<Spec>[]
  : Spec extends { readonly type: 'boolean' } | { readonly required: true } | { readonly default: string | number }
    ? OneValue<Spec>
    : OneValue<Spec> | undefined;

type OneValue<Spec> = Spec extends { readonly type: 'boolean' }
  ? boolean
  : Spec extends { readonly type: 'integer' | 'number' | 'duration' }
    ? number
    : Spec extends { readonly parse: (text: string) => infer Value }
      ? Value
      : Spec extends { readonly choices: readonly (infer Choice)[] }
        ? Choice
        : string;

/** `defaultImage` -> `default-image`. */
export function flagName(key: string): string {
  return key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** The variable that a flag is read from; undefined: none. */
export function variableName(key: string, { env }: FlagSpec, prefix: string): string | undefined {
  if (env === false) return undefined;
  return env ?? prefix + flagName(key).replaceAll('-', '_').toUpperCase();
}

/** Whether it has to be given. */
export function isRequired(spec: FlagSpec): boolean {
  return spec.type !== 'boolean' && spec.required === true;
}

/** As the default is given on the command line; undefined: there is none. */
export function defaultText(spec: FlagSpec): string | undefined {
  if (spec.type === 'boolean') return String(spec.default ?? false);
  return spec.default === undefined ? undefined : String(spec.default);
}
