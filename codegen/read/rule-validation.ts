// @Validation, and the rules on which fields may be there together, as rules in CEL.
import { escapeName } from '../../schema/cel/types/escape-name.js';
import type { ValidationRule } from '../../schema/structural-schema.js';
import type { Origin } from '../model/diagnostic.js';
import { someOf } from '../model/some-of.js';
import { ts } from './compiler.js';
import { definitionOf } from './constants.js';
import { type Argument, argumentOf, optionsOf, stringArgument } from './decorator-arguments.js';
import { originOf } from './origin.js';
import type { OurDecorator } from './our-decorators.js';
import { placesOfLines } from './places-of-lines.js';
import type { Reading } from './reading.js';
import type { RuleSite } from './rule-keywords.js';
import type { Rule } from './rule-merge.js';

/** The rule of a `@Validation`, with the place of each part. */
export function validationRule(decorator: OurDecorator, reading: Reading): Rule | undefined {
  const rule = stringArgument(decorator, 0, reading);
  const options = validationOptions(decorator, reading);
  if (rule === undefined || options === undefined) return undefined;
  const parts = Object.fromEntries([...options].map(([name, { value }]) => [name, value]));
  const validation: ValidationRule = { rule: withoutIndent(rule.value), ...parts };
  const said: [string, Origin][] = [...options].map(([name, { origin }]) => [`${FIRST}.${name}`, origin]);
  const message = options.get('messageExpression');
  return {
    keywords: { 'x-kubernetes-validations': [validation] },
    said: {
      [FIRST]: rule.origin,
      ...Object.fromEntries(said),
      ...placesOfLines(`${FIRST}.rule`, rule.node, validation.rule),
      ...(message && placesOfLines(`${FIRST}.messageExpression`, message.node, String(message.value))),
    },
  };
}

const FIRST = 'x-kubernetes-validations[0]';
const OPTIONS: { readonly [option: string]: 'string' | 'boolean' } = {
  message: 'string',
  messageExpression: 'string',
  reason: 'string',
  fieldPath: 'string',
  optionalOldSelf: 'boolean',
};

/** The second argument: a message alone, or options. Undefined, with errors, if they are of other types. */
function validationOptions(decorator: OurDecorator, reading: Reading): ReadonlyMap<string, Argument> | undefined {
  const [, second] = decorator.arguments;
  if (second === undefined) return new Map();
  if (!ts.isObjectLiteralExpression(definitionOf(second, reading.checker))) {
    const message = argumentOf(decorator, 1, reading);
    if (message === undefined) return undefined;
    if (typeof message.value === 'string') return new Map([['message', message]]);
    reading.findings.error(message.origin, 'KW0008', '@Validation takes a message or options here');
    return undefined;
  }
  const options = optionsOf(second, '@Validation', Object.keys(OPTIONS), reading);
  const misfits = [...(options ?? [])].filter(([name, { value }]) => typeof value !== OPTIONS[name]);
  for (const [name, { origin }] of misfits) {
    const wants = OPTIONS[name] === 'string' ? 'a text' : 'true or false';
    reading.findings.error(origin, 'KW0008', `${name} of @Validation takes ${wants}`);
  }
  return misfits.length > 0 ? undefined : options;
}

/** A rule that is written over several lines, without the indent that it has in the source. */
function withoutIndent(rule: string): string {
  const lines = rule.replace(/^([^\S\n]*\n)+|\s+$/g, '').split(/\r\n?|\n/);
  // What follows the quote at once has no indent of its own.
  const indented = /^\s*\n/.test(rule) ? lines : lines.slice(1);
  const indents = indented.filter(line => line.trim() !== '').map(line => /^\s*/.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  const cut = lines.map((line, index) =>
    (index < lines.length - indented.length ? line : line.slice(indent)).trimEnd(),
  );
  return cut.join('\n').trim();
}

/** `@AtMostOneOf` and the like; the texts are those that controller-gen writes. */
export function memberRule(count: 'at most' | 'exactly' | 'at least') {
  return (decorator: OurDecorator, reading: Reading, { schema, path }: RuleSite): Rule | undefined => {
    const members = decorator.arguments.map((_member, index) => stringArgument(decorator, index, reading));
    const known = members.filter(member => member !== undefined);
    if (known.length < members.length) return undefined;
    if (!areMembers(known, decorator, { schema, path }, reading)) return undefined;
    const names = known.map(({ value }) => escapeName(value) as string);
    const list = known.map(({ value }) => value).join(' ');
    const sum = names.map(name => `(has(self.${name})?1:0)`).join('+');
    const rules = {
      'at most': { rule: `${sum} <= 1`, message: `at most one of the fields in [${list}] may be set` },
      exactly: { rule: `${sum} == 1`, message: `exactly one of the fields in [${list}] must be set` },
      'at least': {
        rule: names.map(name => `has(self.${name})`).join('||'),
        message: `at least one of the fields in [${list}] must be set`,
      },
    };
    return { keywords: { 'x-kubernetes-validations': [rules[count]] }, said: { [FIRST]: originOf(decorator.node) } };
  };
}

/** Whether all are fields that may be left out, each said once; errors where they are not. */
function areMembers(
  members: readonly Argument<string>[],
  decorator: OurDecorator,
  { schema, path }: RuleSite,
  { findings }: Reading,
): boolean {
  const where = path === '' ? 'the resource' : path;
  const fields = Object.keys(schema.properties ?? {});
  if (schema.properties === undefined) {
    // A type that cannot be read has been told of.
    if (schema.type === undefined) return false;
    const message = `@${decorator.name} is for objects with named fields, and ${where} is none`;
    findings.error(decorator.arguments[0] ?? decorator.node, 'KW2004', message);
    return false;
  }
  if (members.length < 2) {
    findings.error(decorator.node, 'KW2035', `@${decorator.name} names fewer than two fields`, 'name two or more');
    return false;
  }
  const problems = members.map(({ value, origin }, index) => {
    if (!fields.includes(value)) {
      return { origin, message: `${where} has no field "${value}"`, hint: `its fields are ${someOf(fields)}` };
    }
    if (schema.required?.includes(value)) {
      return {
        origin,
        message: `"${value}" of ${where} is always there`,
        hint: `write ${value}?: with "?", or leave it out here`,
      };
    }
    if (members.findIndex(member => member.value === value) < index) {
      return { origin, message: `"${value}" is said twice`, hint: 'say it once' };
    }
    if (escapeName(value) === undefined) {
      return {
        origin,
        message: `a rule in CEL cannot name "${value}"`,
        hint: 'names of letters, digits, "_", "-", "." and "/" can be said',
      };
    }
    return undefined;
  });
  const found = problems.filter(problem => problem !== undefined);
  for (const { origin, message, hint } of found) findings.error(origin, 'KW2035', message, hint);
  return found.length === 0;
}
