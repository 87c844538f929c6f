// Reads JSON as the API server does: it tells duplicate fields, and it bounds the depth.
import type { Json } from '../../schema/structural-schema.js';
import { jsonSyntaxError } from './json-syntax-error.js';

/** A document, and the fields that it names twice, such as `spec.color`. */
export interface ParsedJson {
  readonly value: Json;
  readonly duplicates: readonly string[];
}

/** Text that is no JSON, in the words of Go's decoder. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
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
  return { value, duplicates: duplicateFields(text) };
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

/** The text is known to be JSON, so this only has to follow its structure. */
function duplicateFields(text: string): readonly string[] {
  const scanner = new FieldScanner(text);
  scanner.value('');
  return [...scanner.duplicates];
}

class FieldScanner {
  readonly duplicates = new Set<string>();
  #at = 0;

  constructor(private readonly text: string) {}

  value(path: string): void {
    this.#space();
    const code = this.text.charCodeAt(this.#at);
    if (code === OPEN_BRACE) this.#object(path);
    else if (code === OPEN_BRACKET) this.#list(path);
    else if (code === QUOTE) this.#string();
    else this.#at += SCALAR.exec(this.text.slice(this.#at, this.#at + 64))?.[0].length ?? 1;
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
    if (this.text[this.#at] === ',') this.#at++;
  }

  #space(): void {
    while (this.text.charCodeAt(this.#at) <= 0x20) this.#at++;
  }
}

const SCALAR = /^[-+.\w]+/;
