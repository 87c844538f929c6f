// Label selectors in text form, as kubectl and ListOptions have them: `app=redis,tier in (cache,db),!legacy`.
import { type LabelRequirement, type LabelSelector, type Labels, selectorText } from './label-selector.js';
import { labelValueProblem, qualifiedNameProblem } from './qualified-name.js';

/** Whether an object with these labels is selected. */
export type LabelMatcher = (labels: Labels) => boolean;

/**
 * The wishes of a selector; besides the operators of `LabelRequirement` there are `Gt` and `Lt`, with one whole number.
 * An empty text wishes nothing. The grammar is that of apimachinery's `labels.Parse`.
 * @throws TypeError that says where it does not parse
 */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  return new Parser(text).parse();
}

/**
 * A selector in any form, made ready to be asked of many objects.
 * @throws TypeError for what the API server would refuse
 */
export function labelMatcher(selector: string | LabelSelector | Labels): LabelMatcher {
  const requirements = parseLabelSelector(typeof selector === 'string' ? selector : selectorText(selector));
  const wishes = requirements.map(wishOf);
  return labels => wishes.every(wish => wish(labels));
}

const WORD = /^[^\s=!<>(),]+$/;
const LISTS: Readonly<Record<string, string>> = { in: 'In', notin: 'NotIn' };
const SIGNS: Readonly<Record<string, string>> = { '=': 'In', '==': 'In', '!=': 'NotIn', '>': 'Gt', '<': 'Lt' };
const WHOLE_NUMBER = /^[+-]?\d+$/;

class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = text.match(/==|!=|[=!<>(),]|[^\s=!<>(),]+/g) ?? [];
  }

  parse(): readonly LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.#tokens.length === 0) return requirements;
    for (;;) {
      requirements.push(this.#requirement());
      const separator = this.#take();
      if (separator === undefined) return requirements;
      if (separator !== ',') throw this.#unexpected(separator, '","');
    }
  }

  #requirement(): LabelRequirement {
    const absent = this.#tokens[this.#at] === '!';
    if (absent) this.#at += 1;
    const key = this.#word('a label');
    this.#check(qualifiedNameProblem(key), key);
    if (absent) return { key, operator: 'DoesNotExist' };
    const next = this.#tokens[this.#at];
    if (next === undefined || next === ',') return { key, operator: 'Exists' };
    this.#at += 1;
    const list = Object.hasOwn(LISTS, next) ? LISTS[next] : undefined;
    const operator = list ?? (Object.hasOwn(SIGNS, next) ? SIGNS[next] : undefined);
    if (operator === undefined) throw this.#unexpected(next, 'one of = == != in notin > <');
    const values = list === undefined ? [this.#value()] : this.#list();
    if (operator === 'Gt' || operator === 'Lt') {
      if (!WHOLE_NUMBER.test(values[0] ?? '')) throw this.#unexpected(values[0], 'a whole number');
    } else {
      for (const value of values) this.#check(labelValueProblem(value), value);
    }
    return { key, operator, values };
  }

  /** What stands after a sign: `key=` is the empty value. */
  #value(): string {
    const next = this.#tokens[this.#at];
    return next === undefined || next === ',' ? '' : this.#word('a value');
  }

  #list(): readonly string[] {
    const open = this.#take();
    if (open !== '(') throw this.#unexpected(open, '"("');
    const values: string[] = [];
    for (;;) {
      const next = this.#tokens[this.#at];
      values.push(next === ',' || next === ')' ? '' : this.#word('a value'));
      const end = this.#take();
      if (end === ')') return values;
      if (end !== ',') throw this.#unexpected(end, '"," or ")"');
    }
  }

  #word(what: string): string {
    const token = this.#take();
    if (token === undefined || !WORD.test(token)) throw this.#unexpected(token, what);
    return token;
  }

  #take(): string | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #check(problem: string | undefined, what: string): void {
    if (problem !== undefined) throw this.#error(`${JSON.stringify(what)}: ${problem}`);
  }

  #unexpected(token: string | undefined, expected: string): TypeError {
    return this.#error(
      `${token === undefined ? 'it ends' : `there is ${JSON.stringify(token)}`} where ${expected} should be`,
    );
  }

  #error(problem: string): TypeError {
    return new TypeError(`label selector ${JSON.stringify(this.#text)}: ${problem}`);
  }
}

function wishOf({ key, operator, values = [] }: LabelRequirement): LabelMatcher {
  const valueIn = (labels: Labels): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  const [first = ''] = values;
  const wanted = new Set(values);
  switch (operator) {
    case 'Exists':
      return labels => valueIn(labels) !== undefined;
    case 'DoesNotExist':
      return labels => valueIn(labels) === undefined;
    case 'NotIn':
      return labels => !wanted.has(valueIn(labels) as string);
    case 'Gt':
      return labels => isNumber(valueIn(labels), number => number > BigInt(first));
    case 'Lt':
      return labels => isNumber(valueIn(labels), number => number < BigInt(first));
    default:
      return labels => wanted.has(valueIn(labels) as string);
  }
}

function isNumber(value: string | undefined, wish: (number: bigint) => boolean): boolean {
  return value !== undefined && WHOLE_NUMBER.test(value) && wish(BigInt(value));
}
