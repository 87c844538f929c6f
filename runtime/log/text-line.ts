// Log lines as people read them on a terminal.
import { styleText } from 'node:util';
import { ERROR_FIELDS } from './error-fields.js';

const STYLES = { debug: 'gray', info: 'green', warn: 'yellow', error: 'red', fatal: 'bgRed' } as const;

/**
 * The text form of a JSON log line: `2026-01-01T00:00:00.000Z INFO  message key=value`, with the stacks of its errors,
 * and what has caused them, below. Control characters are escaped, so that no field can forge a line or change the terminal.
 */
export function textLine(json: string, colors: boolean): string {
  const { level, time, msg, ...fields } = JSON.parse(json) as {
    readonly level: keyof typeof STYLES;
    readonly time: string;
    readonly msg: string;
    readonly [field: string]: unknown;
  };
  const style = (name: 'dim' | (typeof STYLES)[keyof typeof STYLES], text: string): string =>
    colors ? styleText(name, text, { validateStream: false }) : text;

  const words = [style('dim', time), style(STYLES[level], level.toUpperCase().padEnd(5)), escaped(msg)];
  const below: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const text = isError(value) ? valueText(value.message) : valueText(value);
    words.push(`${style('dim', `${escaped(name)}=`)}${text}`);
    if (isError(value)) below.push(...(value.stack?.split('\n') ?? []), ...causeLines(value));
  }
  return [words.join(' '), ...below.map(line => style('dim', `    ${escaped(line)}`)), ''].join('\n');
}

/** What `errorFields` makes of an error. */
interface ErrorValue {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: unknown;
}

function isError(value: unknown): value is ErrorValue {
  if (typeof value !== 'object' || value === null) return false;
  const { name, message } = value as Partial<ErrorValue>;
  return [name, message].every(text => typeof text === 'string') && Object.keys(value).every(isErrorField);
}

function isErrorField(name: string): boolean {
  return ERROR_FIELDS.includes(name);
}

function causeLines({ cause }: ErrorValue): string[] {
  if (cause === undefined) return [];
  const [first = '', ...rest] = isError(cause) ? [...headAndStack(cause), ...causeLines(cause)] : [valueText(cause)];
  return [`caused by ${first}`, ...rest];
}

function headAndStack({ name, message, stack }: ErrorValue): string[] {
  return stack?.split('\n') ?? [message === '' ? name : `${name}: ${message}`];
}

/** Bare where it is one plain word, else as JSON. */
function valueText(value: unknown): string {
  const isPlain = typeof value === 'string' && /^[^\s"\\=]+$/.test(value);
  return escaped(isPlain ? value : JSON.stringify(value));
}

function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, control => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
