// Reads YAML as the API server does: the YAML 1.1 of Go's library, turned into JSON.
import { load, YAML11_SCHEMA, YAMLException } from 'js-yaml';
import type { Json } from '../../schema/structural-schema.js';
import { JsonTextError, type ParsedJson, parseJson } from './json-text.js';

/** Against bombs: how often anchors may be used. */
const MAX_ALIASES = 100;
const MAX_DEPTH = 1000;

/** @throws JsonTextError */
export function parseYaml(text: string): ParsedJson {
  // JSON is YAML, and most clients that say YAML send it.
  if (text.trimStart().startsWith('{')) return parseJson(text);
  const options = { schema: YAML11_SCHEMA, maxAliases: MAX_ALIASES, maxDepth: MAX_DEPTH };
  try {
    return { value: plain(load(text, options)), duplicates: [] };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const duplicate = /duplicated mapping key/.test(error.message);
    if (!duplicate) throw new JsonTextError(`error converting YAML to JSON: yaml: ${error.reason}`);
    return {
      value: plain(load(text, { ...options, json: true })),
      duplicates: [`${lineOf(error)}key already set in map`],
    };
  }
}

function lineOf(error: YAMLException): string {
  const line = error.mark?.line;
  return line === undefined ? '' : `line ${line + 1}: `;
}

/** Dates and binary data become texts, as in JSON; keys are texts. */
function plain(value: unknown): Json {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
