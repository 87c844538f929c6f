// Reads JSON as the API server does: it tells duplicate fields, it bounds the depth, and no number changes unnoticed.
import type { Json } from '../../schema/structural-schema.js';
import { jsonSyntaxError } from './json-syntax-error.js';

/** A document, and what there is to say about it. */
export interface ParsedJson {
  readonly value: Json;
  /** The fields that it names twice, such as `spec.color`. */
  readonly duplicates: readonly string[];
  /** The whole numbers that Go would keep to the last digit, and that JavaScript does not. */
  readonly rounded: readonly RoundedNumber[];
}

/** A number that is not in the value as it was written. */
export interface RoundedNumber {
  /** Such as `spec.sizes[0]`. */
  readonly path: string;
  readonly written: string;
}

/** Text that is no JSON, in the words of Go's decoder. */
export class JsonTextError extends Error {
  override readonly name: string = 'JsonTextError';
}

/** A number that no float64 can hold. Go tells it later than the rest, when the value is decoded. */
export class NumberRangeError extends JsonTextError {
  override readonly name = 'NumberRangeError';
}

/** The API server's bound, which Go's decoder sets. */
const MAX_DEPTH = 10_000;
/** JavaScript's own parser and ours recurse; deeper documents are refused before they exhaust the stack. */
const OUR_DEPTH = 1000;

/** @throws JsonTextError */
export function parseJson(text: string): ParsedJson {
  refuseDepth(text);
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new JsonTextError(jsonSyntaxError(text));
  }
  // The text is known to be JSON, so this only has to follow its structure.
  const scanner = new FieldScanner(text);
  scanner.value('');
  return { value, duplicates: [...scanner.duplicates], rounded: scanner.rounded };
}

function refuseDepth(text: string): void {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > OUR_DEPTH) throw new JsonTextError(depthMessage());
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

function depthMessage(): string {
  return `exceeded max depth (${OUR_DEPTH} levels here, ${MAX_DEPTH} on a real API server)`;
}

class FieldScanner {
  readonly duplicates = new Set<string>();
  readonly rounded: RoundedNumber[] = [];
  #at = 0;

  constructor(private readonly text: string) {}

  value(path: string): void {
    this.#space();
    const code = this.text.charCodeAt(this.#at);
    if (code === OPEN_BRACE) this.#object(path);
    else if (code === OPEN_BRACKET) this.#list(path);
    else if (code === QUOTE) this.#string();
    else this.#scalar(path);
  }

  #scalar(path: string): void {
    const start = this.#at;
    let exponent = false;
    for (;;) {
      const code = this.text.charCodeAt(this.#at);
      if (!(code > SPACE) || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
      exponent ||= (code | LOWER_CASE) === LETTER_E;
      this.#at++;
    }
    if (!exponent && this.#at - start < SAFE_DIGITS) return;
    const written = this.text.slice(start, this.#at);
    if (!NUMBER.test(written)) return;
    if (!Number.isFinite(Number(written))) {
      throw new NumberRangeError(`json: cannot unmarshal number ${written} into Go value of type float64`);
    }
    if (isRounded(written)) this.rounded.push({ path, written });
  }

  #object(path: string): void {
    const seen = new Set<string>();
    this.#at++;
    for (this.#space(); this.text.charCodeAt(this.#at) !== CLOSE_BRACE; this.#space()) {
      const name = JSON.parse(this.#string()) as string;
      const at = path === '' ? name : `${path}.${name}`;
      if (seen.has(name)) this.duplicates.add(at);
      seen.add(name);
      this.#space();
      this.#at++;
      this.value(at);
      this.#comma();
    }
    this.#at++;
  }

  #list(path: string): void {
    this.#at++;
    let index = 0;
    for (this.#space(); this.text.charCodeAt(this.#at) !== CLOSE_BRACKET; this.#space()) {
      this.value(`${path}[${index++}]`);
      this.#comma();
    }
    this.#at++;
  }

  #string(): string {
    const start = this.#at++;
    while (this.text.charCodeAt(this.#at) !== QUOTE) this.#at += this.text.charCodeAt(this.#at) === BACKSLASH ? 2 : 1;
    this.#at++;
    return this.text.slice(start, this.#at);
  }

  #comma(): void {
    this.#space();
    if (this.text.charCodeAt(this.#at) === COMMA) this.#at++;
  }

  #space(): void {
    while (this.text.charCodeAt(this.#at) <= SPACE) this.#at++;
  }
}

const [SPACE, COMMA, LETTER_E, LOWER_CASE] = [0x20, 0x2c, 0x65, 0x20];
const NUMBER = /^[-\d]/;
/** Numbers with fewer characters than this are held exactly. */
const SAFE_DIGITS = 16;

/** Go keeps whole numbers as int64, and beyond that range as float64, as JavaScript does. */
function isRounded(written: string): boolean {
  if (!/^-?\d+$/.test(written) || String(Number(written)) === written) return false;
  const exact = BigInt(written);
  return BigInt.asIntN(64, exact) === exact && String(Number(written)) !== String(exact);
}
