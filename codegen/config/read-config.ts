// Reads the key `kubewright` of a package.json.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean } from '../../spelling/suggestion.js';
import { decode } from '../files/decode.js';
import { isNotThere, reasonOf } from '../files/reason.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { CONFIG_RULES, type Config, type Rule } from './config.js';
import { placeAt, placeOf, type TextPlace } from './json-place.js';

export interface ConfigReading {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute path of the package.json; undefined if there is none. */
  readonly manifest: string | undefined;
  /** Where the role name stands, if it does. */
  readonly roleNameAt?: Origin;
}

/** From the nearest package.json in a folder and those above it. A package.json without the key says nothing, and is the end. */
export function readConfig(folder: string, sources: ReadonlyMap<string, string> = new Map()): ConfigReading {
  const manifest = join(folder, 'package.json');
  const text = sources.get(manifest) ?? textOf(manifest);
  if (text instanceof Error) return { config: {}, diagnostics: [unreadable(manifest, text)], manifest };
  if (text !== undefined) return { ...configIn(manifest, text), manifest };
  const above = dirname(folder);
  return above === folder ? { config: {}, diagnostics: [], manifest: undefined } : readConfig(above, sources);
}

/** Undefined if it is not there. */
function textOf(manifest: string): string | Error | undefined {
  try {
    return decode(readFileSync(manifest));
  } catch (error) {
    return isNotThere(error) ? undefined : (error as Error);
  }
}

function unreadable(file: string, error: Error): Diagnostic {
  const message = `the file cannot be read: ${reasonOf(error)}`;
  const hint = 'mend its permissions, or move it away; kubewright looks for its configuration there';
  return { file, line: 1, column: 1, code: 'KW0013', severity: 'error', message, hint };
}

function configIn(file: string, text: string): Omit<ConfigReading, 'manifest'> {
  // Nothing is asked of a package.json that says nothing to kubewright.
  if (!text.includes('"kubewright"')) return { config: {}, diagnostics: [] };
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    return { config: {}, diagnostics: [unparsable(file, text, error as SyntaxError)] };
  }
  const config = (manifest as Record<string, unknown> | null)?.[KEY];
  if (config === undefined) return { config: {}, diagnostics: [] };
  const rule: Rule = { must: 'be an object', holds: isObject, keys: CONFIG_RULES };
  const diagnostics = faults(config, rule, [KEY]).map(({ path, part, ...fault }) => ({
    file,
    ...placeOf(text, path, part),
    severity: 'error' as const,
    ...fault,
  }));
  if (diagnostics.length > 0) return { config: {}, diagnostics };
  const { roleName } = config as Config;
  const roleNameAt = roleName === undefined ? undefined : { file, ...placeOf(text, [KEY, 'roleName'], 'value') };
  return { config: config as Config, diagnostics, ...(roleNameAt && { roleNameAt }) };
}

const KEY = 'kubewright';

interface Fault {
  readonly path: readonly string[];
  readonly part: 'key' | 'value';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function faults(value: unknown, { must, holds, keys }: Rule, path: readonly string[]): readonly Fault[] {
  const name = path.join('.');
  if (!holds(value)) {
    return [{ path, part: 'value', code: 'KW0011', message: `${name} must ${must}`, hint: 'change or drop it' }];
  }
  if (keys === undefined) return [];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, each]): readonly Fault[] => {
    const rule = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (rule !== undefined) return faults(each, rule, [...path, key]);
    const known = Object.keys(keys);
    const hint = didYouMean(key, known, `there are: ${known.join(', ')}`);
    return [{ path: [...path, key], part: 'key', code: 'KW0010', message: `${name} has no key "${key}"`, hint }];
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unparsable(file: string, text: string, { message }: SyntaxError): Diagnostic {
  const [, offset] = /at position (\d+)/.exec(message) ?? [];
  const isEarly = /end of JSON/.test(message);
  const place: TextPlace = placeAt(text, offset === undefined ? (isEarly ? text.length : 0) : Number(offset));
  const hint = 'mend the package.json; kubewright looks for its configuration there';
  return {
    file,
    ...place,
    code: 'KW0009',
    severity: 'error',
    message: `no JSON: ${message.replace(/ in JSON at position.*$/s, '')}`,
    hint,
  };
}
