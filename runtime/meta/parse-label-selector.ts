// Label selectors in text form, as kubectl and ListOptions have them: `app=redis,tier in (cache,db),!legacy`.
import {
  byKey,
  type LabelMatcher,
  type Labels,
  matcherOf,
  type Requirement,
  type RequirementOperator,
  requirementsText,
  valuesProblem,
} from './label-requirement.js';
import { type LabelRequirement, type LabelSelector, requirementsOf } from './label-selector.js';
import { qualifiedNameProblem } from './qualified-name.js';

/**
 * The wishes of a selector, sorted by their labels; besides the operators of `LabelRequirement` there are `Gt` and `Lt`, with
 * one whole number. An empty text wishes nothing. The grammar is that of apimachinery's `labels.Parse`.
 * @throws TypeError that says where it does not parse
 */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  return new Parser(text).parse().map(({ key, operator, values }) => {
    return { key, operator: OPERATORS[operator], ...(values.length > 0 && { values }) };
  });
}

/**
 * A selector in any form, made ready to be asked of many objects.
 * @throws TypeError for what the API server would refuse
 */
export function labelMatcher(selector: string | LabelSelector | Labels): LabelMatcher {
  return matcherOf(typeof selector === 'string' ? new Parser(selector).parse() : requirementsOf(selector));
}

/**
 * The selector as Go prints it: without superfluous spaces, sorted by labels, values sorted and once each.
 * @throws TypeError that says where it does not parse
 */
export function canonicalLabelSelector(text: string): string {
  return requirementsText(new Parser(text).parse());
}

const WORD = /^[^ \t\r\n=!<>(),]+$/;
const OPERATORS: Readonly<Record<RequirementOperator, string>> = {
  '=': 'In',
  '==': 'In',
  '!=': 'NotIn',
  in: 'In',
  notin: 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
  '>': 'Gt',
  '<': 'Lt',
};
/** Those that stand between a label and its value. */
const BINARY: ReadonlySet<string> = new Set(['=', '==', '!=', 'in', 'notin', '>', '<']);

class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = text.match(/==|!=|[=!<>(),]|[^ \t\r\n=!<>(),]+/g) ?? [];
  }

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    if (this.#tokens.length === 0) return requirements;
    for (;;) {
      requirements.push(this.#requirement());
      const separator = this.#take();
      if (separator === undefined) return byKey(requirements);
      if (separator !== ',') throw this.#unexpected(separator, '","');
    }
  }

  #requirement(): Requirement {
    const absent = this.#tokens[this.#at] === '!';
    if (absent) this.#at += 1;
    const key = this.#word('a label');
    this.#check(qualifiedNameProblem(key), key);
    if (absent) return { key, operator: '!', values: [] };
    const next = this.#tokens[this.#at];
    if (next === undefined || next === ',') return { key, operator: 'exists', values: [] };
    this.#at += 1;
    if (!BINARY.has(next)) throw this.#unexpected(next, 'one of = == != in notin > <');
    const operator = next as RequirementOperator;
    const values = operator === 'in' || operator === 'notin' ? this.#list() : [this.#value()];
    for (const value of values) {
      const problem = valuesProblem(operator, [value]);
      if (problem === 'needs a whole number') throw this.#unexpected(value, 'a whole number');
      this.#check(problem, value);
    }
    return { key, operator, values: [...new Set(values)] };
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
