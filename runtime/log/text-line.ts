// Log lines as people read them on a terminal.
import { styleText } from 'node:util';

const STYLES = { debug: 'gray', info: 'green', warn: 'yellow', error: 'red', fatal: 'bgRed' } as const;

/**
 * The text form of a JSON log line: `2026-01-01T00:00:00.000Z INFO  message key=value`, with the stacks of its errors
 * below. Control characters are escaped, so that no field can forge a line or change the terminal.
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
    if (isError(value)) below.push(...stackLines(value));
  }
  return [words.join(' '), ...below.map(line => style('dim', `    ${escaped(line)}`)), ''].join('\n');
}

/** What `errorFields` makes of an error. */
interface ErrorValue {
  readonly message: string;
  readonly stack: string;
  readonly cause?: unknown;
}

function isError(value: unknown): value is ErrorValue {
  if (typeof value !== 'object' || value === null) return false;
  const { message, stack } = value as Partial<ErrorValue>;
  return typeof message === 'string' && typeof stack === 'string';
}

function stackLines({ stack, cause }: ErrorValue): string[] {
  const lines = stack.split('\n');
  if (cause === undefined) return lines;
  const [first = '', ...rest] = isError(cause) ? stackLines(cause) : [valueText(cause)];
  return [...lines, `caused by ${first}`, ...rest];
}

/** Bare where it is one plain word, else as JSON. */
function valueText(value: unknown): string {
  const isPlain = typeof value === 'string' && /^[^\s"\\=]+$/.test(value);
  return escaped(isPlain ? value : JSON.stringify(value));
}

function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, control => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
