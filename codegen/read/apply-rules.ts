// Applies rules to a schema, and those for items, values and keys to what is below it.
import type { SchemaNode } from '../model/schema-node.js';
import { afterAt, type OurDecorator, ourDecorator } from './our-decorators.js';
import type { Reading } from './reading.js';
import { keyRule } from './rule-keys.js';
import { RULE_KEYWORDS } from './rule-keywords.js';
import { merged } from './rule-merge.js';

/** The schema with the rules, which are of one list: each may stand in it once. `path` is where the schema stands. */
export function withRules(
  schema: SchemaNode,
  rules: readonly OurDecorator[],
  path: string,
  reading: Reading,
): SchemaNode {
  return inOrder(onceEach(rules, path, reading)).reduce(
    (before, rule) => withRule(before, rule, path, reading),
    schema,
  );
}

/** The rules of `Items(...)` and the like; an argument that is no rule of ours is an error. */
export function innerRules(outer: OurDecorator, { checker, findings }: Reading): readonly OurDecorator[] {
  return outer.arguments.flatMap(argument => {
    const rule = ourDecorator(argument, argument, checker);
    if (rule !== undefined) return [rule];
    const message = `${argument.getText()} in @${outer.name} is no rule of kubewright that can be read from the source`;
    findings.error(argument, 'KW0007', message, 'write the rule out, or name a constant that holds one');
    return [];
  });
}

/** The rules with those of named bundles in their place. */
export function withoutBundles(rules: readonly OurDecorator[], reading: Reading): readonly OurDecorator[] {
  return rules.flatMap(rule => (rule.name === 'Rules' ? withoutBundles(innerRules(rule, reading), reading) : [rule]));
}

function withRule(schema: SchemaNode, rule: OurDecorator, path: string, reading: Reading): SchemaNode {
  if (!isCalledRight(rule, reading)) return schema;
  switch (rule.name) {
    case 'Rules':
      return withRules(schema, innerRules(rule, reading), path, reading);
    case 'Items':
    case 'Values':
      return withRulesBelow(schema, rule, path, reading);
    case 'Keys':
      if (schema.additionalProperties === undefined) return misfit(schema, rule, 'maps', path, reading);
      return withKeyRules(schema, innerRules(rule, reading), path, reading);
    default: {
      const said = RULE_KEYWORDS[rule.name]?.(rule, reading, { schema, path });
      return said === undefined ? schema : merged(schema, said, path, reading.findings);
    }
  }
}

/** Rules for the items of a list, or the values of a map. */
function withRulesBelow(schema: SchemaNode, rule: OurDecorator, path: string, reading: Reading): SchemaNode {
  const ofItems = rule.name === 'Items';
  const below = ofItems ? schema.items : schema.additionalProperties;
  if (below === undefined) return misfit(schema, rule, ofItems ? 'arrays' : 'maps', path, reading);
  const rules = innerRules(rule, reading).filter(inner => {
    const isOfField = OF_FIELDS.has(inner.name);
    if (!isOfField && isRule(inner)) return true;
    const what = isOfField
      ? 'for fields, and cannot be said of what is in one'
      : `no rule for what @${rule.name} is about`;
    const message = `@${inner.name} is ${what}`;
    const hint = isOfField
      ? 'make it a field of an object, or drop it'
      : 'write it in front of the class that it is for, or drop it';
    reading.findings.error(inner.node, 'KW2021', message, hint);
    return false;
  });
  const ruled = withRules(below, rules, `${path}${ofItems ? '[]' : '.*'}`, reading);
  return { ...schema, [ofItems ? 'items' : 'additionalProperties']: ruled };
}

function isRule({ name }: OurDecorator): boolean {
  return Object.hasOwn(RULE_KEYWORDS, name) || AROUND_RULES.has(name);
}

const AROUND_RULES = new Set(['Rules', 'Items', 'Values', 'Keys']);

/** What is said of a field, not of its value. */
const OF_FIELDS = new Set(['Default', 'Schemaless', 'Type']);

function withKeyRules(schema: SchemaNode, rules: readonly OurDecorator[], path: string, reading: Reading): SchemaNode {
  return withoutBundles(rules, reading).reduce((before, rule) => {
    const said = isCalledRight(rule, reading) ? keyRule(rule, { schema: before, path }, reading) : undefined;
    return said === undefined ? before : merged(before, said, path, reading.findings);
  }, schema);
}

function misfit(schema: SchemaNode, rule: OurDecorator, wants: string, path: string, reading: Reading): SchemaNode {
  // A type that cannot be read has been told of.
  if (schema.type === undefined && !schema['x-kubernetes-int-or-string']) return schema;
  const message = `@${rule.name} is for ${wants}, and ${path} is of type ${schema.type ?? 'int-or-string'}`;
  const hint = 'drop the decorator, or change the type of the field';
  reading.findings.error(rule.arguments[0] ?? rule.node, 'KW2004', message, hint);
  return schema;
}

const REPEATABLE = new Set([
  'Rules',
  'Items',
  'Values',
  'Keys',
  'Validation',
  'AtMostOneOf',
  'ExactlyOneOf',
  'AtLeastOneOf',
]);

function onceEach(rules: readonly OurDecorator[], path: string, { findings }: Reading): readonly OurDecorator[] {
  const seen = new Set<string>();
  return rules.filter(({ name, node }) => {
    if (REPEATABLE.has(name) || !seen.has(name)) {
      seen.add(name);
      return true;
    }
    findings.error(node, 'KW2001', `${path || 'the resource'} has @${name} twice`, 'keep one of them');
    return false;
  });
}

/** In the order of the source, but for rules on members: controller-gen writes them after the others. */
function inOrder(rules: readonly OurDecorator[]): readonly OurDecorator[] {
  const rank = ({ name }: OurDecorator) => LAST.indexOf(name);
  return rules.toSorted((a, b) => rank(a) - rank(b));
}

const LAST = ['AtMostOneOf', 'ExactlyOneOf', 'AtLeastOneOf'];

/** The decorators that are written without a call. */
const UNCALLED = new Set([
  'Immutable',
  'ListSet',
  'ListAtomic',
  'MapAtomic',
  'MapGranular',
  'PreserveUnknownFields',
  'EmbeddedResource',
  'Schemaless',
]);

/** Without its call a decorator says nothing, and with one too many the program fails when it starts. */
function isCalledRight(rule: OurDecorator, { findings }: Reading): boolean {
  const { name, called } = rule;
  if (called !== UNCALLED.has(name)) return true;
  const message = called ? `@${name} is written without a call` : `@${name} says nothing without its call`;
  findings.error(afterAt(rule), 'KW2020', message, called ? `write @${name}` : `write @${name}(...)`);
  return false;
}
