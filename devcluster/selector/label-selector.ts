// Label selectors in text form: `app=web,tier in (a,b),!legacy`.

import { labelValueProblems, qualifiedNameProblems } from '../../schema/names.js';
import { badRequest } from '../object/refusals.js';

export type Labels = Readonly<Record<string, string>>;
export type LabelPredicate = (labels: Labels | undefined) => boolean;

/** The longest selector that is read; what is longer is refused. */
const LONGEST = 64 * 1024;

/**
 * Reads a selector.
 * @throws StatusError 400 with the API server's text
 */
export function parseLabelSelector(text: string): LabelPredicate {
  if (text.length > LONGEST) throw badRequest(`the label selector is longer than ${LONGEST} characters`);
  try {
    const requirements = new Parser(text).parse();
    return labels => requirements.every(matches => matches(labels ?? {}));
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

class SelectorError extends Error {}

type Requirement = (labels: Labels) => boolean;

const SYMBOLS = ['=', '==', '!=', '>', '<', '(', ')', ',', '!'];
const OPERATORS = ['=', '==', '!=', 'in', 'notin', 'gt', 'lt', '>', '<'];

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    // `===` is `==` and `=`: the longest known symbol first.
    this.#tokens = text.match(/==|!=|[=!<>(),]|[^\s=!<>(),]+/g) ?? [];
  }

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    while (this.#peek() !== '') {
      const next = this.#peek();
      if (next !== '!' && !isIdentifier(next)) {
        throw new SelectorError(`found '${next}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#requirement());
      const separator = this.#take();
      if (separator === '') return requirements;
      if (separator !== ',') throw new SelectorError(`found '${separator}', expected: ',' or 'end of string'`);
      const after = this.#peek();
      if (after !== '!' && !isIdentifier(after)) {
        throw new SelectorError(`found '${after}', expected: identifier after ','`);
      }
    }
    return requirements;
  }

  #requirement(): Requirement {
    const absent = this.#peek() === '!';
    if (absent) this.#take();
    const key = this.#identifier();
    const wrong = qualifiedNameProblems(key);
    if (wrong.length > 0) throw unparsable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${wrong.join('; ')}`);
    if (absent) return labels => !Object.hasOwn(labels, key);
    if (this.#peek() === '' || this.#peek() === ',') return labels => Object.hasOwn(labels, key);
    return this.#comparison(key);
  }

  #comparison(key: string): Requirement {
    const operator = this.#take();
    if (!OPERATORS.includes(operator) || operator === 'gt' || operator === 'lt') {
      throw unparsable(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
    }
    const values = operator === 'in' || operator === 'notin' ? this.#list() : [this.#exactValue()];
    if (operator === '>' || operator === '<') return numeric(key, operator, values[0] ?? '');
    for (const value of values) {
      const wrong = labelValueProblems(value);
      if (wrong.length === 0) continue;
      throw unparsable(`values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong.join('; ')}`);
    }
    const allowed = new Set(values);
    const has = (labels: Labels) => Object.hasOwn(labels, key) && allowed.has(labels[key] ?? '');
    return operator === 'notin' || operator === '!=' ? labels => !has(labels) : has;
  }

  #exactValue(): string {
    const next = this.#peek();
    if (next === '' || next === ',') return '';
    return this.#identifier();
  }

  #identifier(): string {
    const token = this.#take();
    if (!isIdentifier(token)) throw unparsable(`found '${token}', expected: identifier`);
    return token;
  }

  #list(): readonly string[] {
    const open = this.#take();
    if (open !== '(') throw unparsable(`found '${open}' expected: '('`);
    const values: string[] = [];
    let value = '';
    for (;;) {
      const token = this.#take();
      if (token === ')' || token === ',') {
        values.push(value);
        value = '';
        if (token === ')') return values;
      } else if (!isIdentifier(token) && value === '') {
        // The real parser knows at the first place that there may be nothing at all.
        const expected = values.length === 0 ? "',', ')' or identifier" : "',', or identifier";
        throw unparsable(`found '${token}', expected: ${expected}`);
      } else if (value !== '') {
        throw unparsable(`found '${token}', expected: ',' or ')'`);
      } else {
        value = token;
      }
    }
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(): string {
    const token = this.#peek();
    this.#at++;
    return token;
  }
}

function unparsable(message: string): SelectorError {
  return new SelectorError(`unable to parse requirement: ${message}`);
}

function isIdentifier(token: string): boolean {
  return token !== '' && !SYMBOLS.includes(token);
}

function numeric(key: string, operator: '>' | '<', text: string): Requirement {
  if (!/^-?\d+$/.test(text)) {
    const message = `for 'Gt', 'Lt' operators, the value must be an integer`;
    throw unparsable(`values[0]: Invalid value: ${JSON.stringify(text)}: ${message}`);
  }
  const bound = BigInt(text);
  return labels => {
    const value = labels[key];
    if (value === undefined || !/^-?\d+$/.test(value)) return false;
    return operator === '>' ? BigInt(value) > bound : BigInt(value) < bound;
  };
}
