// What an endpoint shows, for machines and for people.
import type { IncomingMessage } from 'node:http';
import type { HttpAnswer } from '../http/http-runnable.js';
import { lineWithoutSecrets } from '../log/without-secrets.js';

/** The same twice. */
export interface Page {
  /** Plain values. */
  readonly data: unknown;
  readonly text: string;
}

/** Something was asked for that cannot be shown. */
export class NoPageError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** JSON where it is asked for by `?format=json` or in the header `Accept`, text else. */
export function answerPage(page: Page, { headers }: IncomingMessage, query: URLSearchParams): HttpAnswer {
  const format = query.get('format') ?? (/\bapplication\/json\b/i.test(headers.accept ?? '') ? 'json' : 'text');
  if (format === 'text') return { status: 200, body: lineWithoutSecrets(page.text) };
  if (format !== 'json') throw new NoPageError(400, `format is json or text, not ${JSON.stringify(format)}`);
  const body = `${lineWithoutSecrets(JSON.stringify(page.data, undefined, 2))}\n`;
  return { status: 200, body, headers: { 'content-type': 'application/json' } };
}

/** A whole number of the query. @throws NoPageError when it is none, or not between these */
export function numberIn(
  query: URLSearchParams,
  name: string,
  range: { least: number; most: number; or: number },
): number {
  const text = query.get(name);
  if (text === null) return range.or;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= range.least && number <= range.most) return number;
  throw new NoPageError(
    400,
    `${name} is a whole number from ${range.least} to ${range.most}, not ${JSON.stringify(text)}`,
  );
}
