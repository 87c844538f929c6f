// Where in a JSON text something stands.

/** A place, counted from 1, as editors count. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** What is looked for: the key itself, or its value. */
export type PlacePart = 'key' | 'value';

/** The place of what a path of keys leads to; of the beginning if it leads nowhere. The text is valid JSON. */
export function placeOf(text: string, path: readonly (string | number)[], part: PlacePart): TextPlace {
  return placeAt(text, new Scanner(text).find(path, part) ?? 0);
}

export function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Walks over valid JSON without making anything of it. */
class Scanner {
  #at = 0;

  constructor(readonly text: string) {}

  /** The last one counts where a key stands twice, as it does for JSON.parse. */
  find(path: readonly (string | number)[], part: PlacePart): number | undefined {
    const [wanted, ...rest] = path;
    if (wanted === undefined) return this.#space();
    let found: number | undefined;
    this.#members((name, keyAt) => {
      if (name !== wanted) {
        this.#skip();
        return;
      }
      const start = this.#space();
      found = rest.length === 0 ? (part === 'key' ? keyAt : start) : this.find(rest, part);
      this.#at = start;
      this.#skip();
    });
    return found;
  }

  /** Of the object or list that stands here; `each` goes over the value. */
  #members(each: (name: string | number, keyAt: number) => void): void {
    this.#space();
    const isObject = this.text[this.#at] === '{';
    if (!isObject && this.text[this.#at] !== '[') {
      this.#skip();
      return;
    }
    this.#at++;
    for (let index = 0; ; index++) {
      const keyAt = this.#space();
      if (this.text[this.#at] === '}' || this.text[this.#at] === ']') break;
      if (isObject) {
        this.#skip();
        const name = JSON.parse(this.text.slice(keyAt, this.#at)) as string;
        this.#space();
        this.#at++;
        each(name, keyAt);
      } else {
        each(index, keyAt);
      }
      this.#space();
      if (this.text[this.#at] === ',') this.#at++;
    }
    this.#at++;
  }

  #skip(): void {
    this.#space();
    const first = this.text[this.#at];
    if (first === '{' || first === '[') {
      this.#members(() => this.#skip());
      return;
    }
    const token = first === '"' ? TEXT : OTHER;
    token.lastIndex = this.#at;
    token.test(this.text);
    this.#at = Math.max(token.lastIndex, this.#at + 1);
  }

  #space(): number {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at++;
    return this.#at;
  }
}

const TEXT = /"(?:[^"\\]|\\.)*"/y;
const OTHER = /[^\s,\]}]+/y;
