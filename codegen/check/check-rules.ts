// Checks the rules in CEL: compiles them, and estimates what they cost, as the API server does.
import {
  type CompiledRule,
  compileMessageExpression,
  compileRule,
  type RefusedRule,
} from '../../schema/cel/compile-rule.js';
import { excess } from '../../schema/cel/cost/cost-error.js';
import { messageCost, RULE_LIMIT, ruleCost, TOTAL_LIMIT } from '../../schema/cel/cost/rule-cost.js';
import { suggestBounds } from '../../schema/cel/cost/suggest-bounds.js';
import { type RuleInSchema, rulesOfSchema } from '../../schema/cel/rules-of-schema.js';
import type { ResourceModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { boundsInWords } from './bounds-in-words.js';
import { type CelText, celFindings } from './cel-findings.js';
import { error } from './finding.js';

type Rule = RuleInSchema<SchemaNode>;

/** Of one version of a kind. */
export function checkRules({ schema, kind, origin }: ResourceModel): readonly Diagnostic[] {
  const verdicts = rulesOfSchema(schema).map(checkRule);
  const total = verdicts.reduce((sum, { cost }) => sum + cost, 0n);
  const found = verdicts.flatMap(({ findings }) => findings);
  // Where one alone costs too much, that is told.
  if (total <= TOTAL_LIMIT || found.some(({ code }) => code === 'KW6007' || code === 'KW6008')) return found;
  const most = verdicts.toSorted((one, other) => Number(other.cost - one.cost)).slice(0, 4);
  const places = [...new Set(most.map(({ where }) => where))].join(', ');
  const message = `all rules of ${kind} together may cost ${excess(total, TOTAL_LIMIT)} what the API server allows`;
  return [
    ...found,
    error(origin, 'KW6009', message, `say fewer rules, or smaller bounds; the most cost those of ${places}`),
  ];
}

interface Verdict {
  readonly where: string;
  readonly cost: bigint;
  readonly findings: readonly Diagnostic[];
}

function checkRule(rule: Rule): Verdict {
  const where = rule.path === '' ? 'the resource' : rule.path;
  const text = textOf(rule, 'rule', rule.rule.rule);
  const nothing = { where, cost: 0n, findings: [] };
  if (text.text.trim() === '' || !isWhole(rule.schema)) return nothing;
  const compiled = compileRule(rule, text.text);
  if ('issues' in compiled) return { ...nothing, findings: refusals(compiled, text, rule) };
  const cost = ruleCost(rule, compiled);
  const message = checkMessage(rule, where);
  const findings = [
    ...(cost > RULE_LIMIT ? [tooDear(cost, 'rule', text, rule, compiled)] : []),
    ...checkOldSelf(rule, compiled, text),
    ...message.findings,
  ];
  return { where, cost: cost + message.cost, findings };
}

/** A rule reads what is below it; of what could not be read it would miss the fields. */
function isWhole({ unread, properties = {}, items, additionalProperties }: SchemaNode): boolean {
  const below = [...Object.values(properties), items, additionalProperties];
  return unread === undefined && below.every(each => each === undefined || isWhole(each));
}

function textOf({ schema, index, path }: Rule, part: 'rule' | 'messageExpression', text: string): CelText {
  const at = `x-kubernetes-validations[${index}]`;
  const where = path === '' ? 'the resource' : path;
  const { said, origin } = schema;
  return {
    what: part === 'rule' ? `a rule of ${where}` : `a messageExpression of ${where}`,
    text,
    place: said[`${at}.${part}`] ?? said[at] ?? origin,
    lines: line => said[`${at}.${part}:${line}`],
    variables: 'rules know self, oldSelf, and the functions of CEL on Kubernetes',
  };
}

function refusals(refused: RefusedRule, text: CelText, { schema }: Rule): readonly Diagnostic[] {
  if (refused.issues.length > 0) return celFindings(refused.issues, text, schema);
  // What has no type that a rule could see is told of elsewhere.
  if (!refused.detail.includes('must evaluate')) return [];
  const [wants, hint] = text.what.startsWith('a rule')
    ? ['true or false', "compare it with something: 'self.x > 0'"]
    : ['a text', 'make one of it: string(self.x)'];
  return [error(text.place, 'KW6005', `${text.what} does not give ${wants}`, hint)];
}

function checkMessage(rule: Rule, where: string): Verdict {
  const { messageExpression = '' } = rule.rule;
  const text = textOf(rule, 'messageExpression', messageExpression);
  const nothing = { where, cost: 0n, findings: [] };
  if (messageExpression.trim() === '') return nothing;
  const compiled = compileMessageExpression(rule, messageExpression);
  if ('issues' in compiled) return { ...nothing, findings: refusals(compiled, text, rule) };
  const cost = messageCost(compiled);
  return { where, cost, findings: cost > RULE_LIMIT ? [tooDear(cost, 'messageExpression', text, rule, compiled)] : [] };
}

function tooDear(
  cost: bigint,
  part: 'rule' | 'messageExpression',
  { what, place }: CelText,
  rule: Rule,
  compiled: CompiledRule,
): Diagnostic {
  const message = `${what} may cost ${excess(cost, RULE_LIMIT)} what the API server allows`;
  // A messageExpression is counted once, whatever is around it.
  const bounds = suggestBounds(part === 'rule' ? rule : { ...rule, within: [] }, compiled);
  const hint = bounds.length === 0 ? 'look at fewer values, or say smaller bounds' : boundsInWords(bounds);
  return error(place, part === 'rule' ? 'KW6007' : 'KW6008', message, hint);
}

function checkOldSelf(rule: Rule, { usesOldSelf }: CompiledRule, { what, place }: CelText): readonly Diagnostic[] {
  const { uncorrelatable, schema, index } = rule;
  if (usesOldSelf && uncorrelatable !== undefined) {
    const message = `${what} mentions oldSelf, and nobody can tell the old values of the items of ${uncorrelatable}`;
    const hint = `tell the items apart by a key with @ListMap('name'), or say the rule at ${uncorrelatable}`;
    return [error(place, 'KW6010', message, hint)];
  }
  if (usesOldSelf || rule.rule.optionalOldSelf === undefined) return [];
  const at: Origin = schema.said[`x-kubernetes-validations[${index}].optionalOldSelf`] ?? place;
  return [error(at, 'KW6011', `${what} has the option optionalOldSelf, and mentions no oldSelf`, 'drop the option')];
}
