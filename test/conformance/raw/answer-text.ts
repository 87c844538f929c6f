// An answer as a text that is kept and compared.
import type { Response } from 'undici';
import type { Normaliser } from '../normaliser.js';

/** Headers that say nothing about the API, or are another each time. */
const IGNORED = [
  'audit-id',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'last-modified',
  'transfer-encoding',
  'x-kubernetes-pf-flowschema-uid',
  'x-kubernetes-pf-prioritylevel-uid',
];
/** What is not written down, and whose absence is. */
const USUAL: Readonly<Record<string, string>> = {
  'cache-control': 'no-cache, private',
  'content-type': 'application/json',
};

/** The headers that matter, one a line, and the body. */
export function answerText(headers: Response['headers'], body: Uint8Array, normaliser: Normaliser): string {
  return [...headerLines(headers, normaliser), bodyText(body, normaliser)].join('\n').trimEnd();
}

function headerLines(headers: Response['headers'], normaliser: Normaliser): string[] {
  const said = new Map(headers);
  const missing = Object.keys(USUAL).filter(name => !said.has(name));
  const lines = [...said]
    .filter(([name, value]) => !IGNORED.includes(name) && USUAL[name] !== value)
    .map(([name, value]) => `${name}: ${name === 'etag' ? 'ETAG' : normaliser.text(value)}`);
  return [...lines, ...missing.map(name => `${name}: (none)`)].sort();
}

function bodyText(body: Uint8Array, normaliser: Normaliser): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return '(bytes)';
  }
  return valueText(text, normaliser);
}

/** One JSON document in its printed form; any other text with what is made up replaced. */
export function valueText(text: string, normaliser: Normaliser): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [...text].some(char => char < ' ' && !'\n\r\t'.includes(char)) ? '(bytes)' : normaliser.text(text);
  }
  return printed(normaliser.value(value));
}

const WIDTH = 110;

/** JSON with sorted keys, in as few lines as are readable. */
export function printed(value: unknown, indent = ''): string {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= WIDTH) return line;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    return `[\n${value.map(item => inner + printed(item, inner)).join(',\n')}\n${indent}]`;
  }
  const fields = sortedFields(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${printed(item, inner)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = sortedFields(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return `{${fields.join(', ')}}`;
}

function sortedFields(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
