// Reads YAML as the API server does, and turns it into JSON.
import { loadAll, YAMLException } from 'js-yaml';
import type { Json } from '../../schema/structural-schema.js';
import { GO_YAML } from '../../schema/yaml/go-yaml.js';
import { JsonTextError, NumberRangeError, type ParsedJson, parseJson, type RoundedNumber } from './json-text.js';
import { AliasCounter } from './yaml-aliases.js';

/** YAML that cannot be read, or not be said in JSON. */
export class YamlTextError extends JsonTextError {
  override readonly name = 'YamlTextError';
}

/** As for JSON; the API server allows 10000 levels. */
const MAX_DEPTH = 1000;

/** The first document of a text; null when there is none. @throws JsonTextError */
export function parseYaml(text: string): ParsedJson {
  if (!text.trimStart().startsWith('{')) return yamlDocument(text);
  // JSON is YAML, and most clients that say YAML send it.
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof NumberRangeError) throw error;
    return yamlDocument(text);
  }
}

function yamlDocument(text: string): ParsedJson {
  const duplicates: string[] = [];
  const plain = new PlainValues();
  const value = plain.of(firstDocument(text, duplicates), '');
  return { value, duplicates, rounded: plain.rounded };
}

function firstDocument(text: string, duplicates: string[]): unknown {
  const options = { schema: GO_YAML, maxDepth: MAX_DEPTH };
  try {
    return loadAll(text, options)[0];
  } catch (error) {
    const duplicate = duplicateKey(error);
    if (duplicate === undefined) throw refusal(error);
    duplicates.push(duplicate);
  }
  try {
    return loadAll(text, { ...options, json: true })[0];
  } catch (error) {
    throw refusal(error);
  }
}

function refusal(error: unknown): unknown {
  return error instanceof YAMLException ? new YamlTextError(`yaml: ${lineOf(error)}${error.reason}`) : error;
}

function duplicateKey(error: unknown): string | undefined {
  if (!(error instanceof YAMLException) || !/duplicated mapping key/.test(error.message)) return undefined;
  const { buffer = '', position = 0 } = error.mark ?? {};
  const key = /^[^\s:,\]}"']*/.exec(buffer.slice(position, position + 1024))?.[0] ?? '';
  return `${lineOf(error)}key ${JSON.stringify(key)} already set in map`;
}

function lineOf(error: YAMLException): string {
  const line = error.mark?.line;
  return line === undefined ? '' : `line ${line + 1}: `;
}

/** Makes JSON of what the library answers, where JSON can say it. */
class PlainValues {
  readonly rounded: RoundedNumber[] = [];
  readonly #aliases = new AliasCounter(() => new YamlTextError('yaml: document contains excessive aliasing'));

  of(value: unknown, path: string): Json {
    if (typeof value === 'number') return this.#number(value, path);
    if (typeof value === 'string') this.#aliases.text(value);
    if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
    return this.#aliases.within(value, () =>
      Array.isArray(value)
        ? value.map((item, index) => this.of(item, `${path}[${index}]`))
        : Object.fromEntries(
            Object.entries(value).map(([key, each]) => [key, this.of(each, path === '' ? key : `${path}.${key}`)]),
          ),
    );
  }

  #number(value: number, path: string): Json {
    if (Number.isNaN(value)) throw new YamlTextError('json: unsupported value: NaN');
    if (!Number.isFinite(value)) throw new YamlTextError(`json: unsupported value: ${value > 0 ? '+' : '-'}Inf`);
    // The library tells nothing of the digits, so any number that may have lost some counts.
    const inRange = value >= -(2 ** 63) && value <= 2 ** 63;
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && inRange) {
      this.rounded.push({ path, written: String(BigInt(value)) });
    }
    return value;
  }
}
