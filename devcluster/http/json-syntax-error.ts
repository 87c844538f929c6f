// Says what is wrong with a text that is no JSON, in the words of Go's decoder.

/** The first thing that is wrong with a text that is known to be no JSON. */
export function jsonSyntaxError(text: string): string {
  try {
    const scanner = new Scanner(text);
    scanner.value('looking for beginning of value');
    scanner.end();
  } catch (error) {
    if (error instanceof Found) return error.message;
    throw error;
  }
  return 'unexpected end of JSON input';
}

class Found extends Error {}

class Scanner {
  #at = 0;

  constructor(private readonly text: string) {}

  value(context: string): void {
    this.#space();
    const char = this.#peek();
    if (char === '{') this.#object();
    else if (char === '[') this.#list();
    else if (char === '"') this.#string();
    else if (char === '-' || isDigit(char)) this.#number();
    else if (['t', 'f', 'n'].includes(char)) this.#word({ t: 'true', f: 'false', n: 'null' }[char] ?? '');
    else this.#refuse(context);
  }

  end(): void {
    this.#space();
    if (this.#at < this.text.length) this.#refuse('after top-level value');
  }

  #object(): void {
    this.#at++;
    this.#space();
    if (this.#peek() === '}') {
      this.#at++;
      return;
    }
    for (;;) {
      this.#space();
      if (this.#peek() !== '"') this.#refuse('looking for beginning of object key string');
      this.#string();
      this.#space();
      if (this.#peek() !== ':') this.#refuse('after object key');
      this.#at++;
      this.value('looking for beginning of value');
      this.#space();
      const char = this.#peek();
      if (char !== ',' && char !== '}') this.#refuse('after object key:value pair');
      this.#at++;
      if (char === '}') return;
    }
  }

  #list(): void {
    this.#at++;
    this.#space();
    if (this.#peek() === ']') {
      this.#at++;
      return;
    }
    for (;;) {
      this.value('looking for beginning of value');
      this.#space();
      const char = this.#peek();
      if (char !== ',' && char !== ']') this.#refuse('after array element');
      this.#at++;
      if (char === ']') return;
    }
  }

  #string(): void {
    this.#at++;
    for (;;) {
      const char = this.#peek();
      if (char === '' || char < ' ') this.#refuse('in string literal');
      this.#at++;
      if (char === '"') return;
      if (char === '\\') this.#escape();
    }
  }

  #escape(): void {
    const char = this.#peek();
    if (char === '' || !'bfnrt\\/"u'.includes(char)) this.#refuse('in string escape code');
    this.#at++;
    if (char !== 'u') return;
    for (let digit = 0; digit < 4; digit++) {
      if (!/^[0-9a-fA-F]$/.test(this.#peek())) this.#refuse('in \\u hexadecimal character escape');
      this.#at++;
    }
  }

  #number(): void {
    if (this.#peek() === '-') {
      this.#at++;
      if (!isDigit(this.#peek())) this.#refuse('in numeric literal');
    }
    if (this.#peek() === '0') this.#at++;
    else this.#digits();
    if (this.#peek() === '.') {
      this.#at++;
      if (!isDigit(this.#peek())) this.#refuse('after decimal point in numeric literal');
      this.#digits();
    }
    if (!['e', 'E'].includes(this.#peek())) return;
    this.#at++;
    if (['+', '-'].includes(this.#peek())) this.#at++;
    if (!isDigit(this.#peek())) this.#refuse('in exponent of numeric literal');
    this.#digits();
  }

  #digits(): void {
    while (isDigit(this.#peek())) this.#at++;
  }

  #word(word: string): void {
    for (const char of word) {
      if (this.#peek() !== char) this.#refuse(`in literal ${word} (expecting '${char}')`);
      this.#at++;
    }
  }

  #space(): void {
    while ([' ', '\t', '\r', '\n'].includes(this.#peek())) this.#at++;
  }

  #peek(): string {
    return this.text[this.#at] ?? '';
  }

  #refuse(context: string): never {
    const char = this.#peek();
    if (char === '') throw new Found('unexpected end of JSON input');
    const rune = String.fromCodePoint(this.text.codePointAt(this.#at) ?? 0);
    throw new Found(`invalid character ${goRune(rune)} ${context}`);
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** Go looks at bytes: of a character beyond ASCII it tells the first one. */
function goRune(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return `'"'`;
  const code = new TextEncoder().encode(char)[0] ?? 0;
  const named = ESCAPES[code];
  if (named !== undefined) return `'${named}'`;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return `'${String.fromCharCode(code)}'`;
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  92: '\\\\',
};
