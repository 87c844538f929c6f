// What is wrong with the rules in CEL of a definition's schema: they do not compile, cost too much, or ask for old values
// that nobody can tell.
import { type CompiledRule, compileMessageExpression, compileRule, type RefusedRule } from '../cel/compile-rule.js';
import { costErrorText } from '../cel/cost/cost-error.js';
import { messageCost, RULE_LIMIT, ruleCost, TOTAL_LIMIT } from '../cel/cost/rule-cost.js';
import { type Around, insideOf, type RuleInSchema, rulesHere } from '../cel/rules-of-schema.js';
import { declaredType } from '../cel/types/declared-type.js';
import { type FieldError, forbidden, invalid, invalidShown } from '../field-error.js';
import { child, index, key } from '../field-path.js';
import { goStruct } from '../go-text.js';
import type { StructuralSchema, ValidationRule } from '../structural-schema.js';

interface Judged {
  readonly path: string;
  readonly cost: bigint;
}

/** @param sound the schemas whose rules may be looked at; those with other errors, in or below them, are left out */
export function expressionErrors(
  schema: StructuralSchema,
  path: string,
  sound: ReadonlySet<object>,
): readonly FieldError[] {
  const costs: Judged[] = [];
  const errors = errorsIn(schema, { path, within: [] }, { root: schema, sound, costs });
  return [...errors, ...totalErrors(costs, path)];
}

interface Judgement {
  readonly root: StructuralSchema;
  readonly sound: ReadonlySet<object>;
  readonly costs: Judged[];
}

function errorsIn(schema: StructuralSchema, place: Around, judgement: Judgement): readonly FieldError[] {
  const { path } = place;
  const { additionalProperties: values, properties = {}, items } = schema;
  const { ofFields, ofItems } = insideOf(schema, place);
  return [
    ...(typeof values === 'object'
      ? errorsIn(values, { ...ofFields, path: child(path, 'additionalProperties') }, judgement)
      : []),
    ...Object.entries(properties).flatMap(([name, field]) =>
      errorsIn(field, { ...ofFields, path: key(child(path, 'properties'), name) }, judgement),
    ),
    ...(items === undefined ? [] : errorsIn(items, { ...ofItems, path: child(path, 'items') }, judgement)),
    ...(judgement.sound.has(schema) ? ownErrors(schema, place, judgement) : []),
  ];
}

function ownErrors(schema: StructuralSchema, place: Around, judgement: Judgement): readonly FieldError[] {
  const rules = rulesHere(schema, place, schema === judgement.root);
  const at = child(place.path, 'x-kubernetes-validations');
  const [first] = rules;
  if (first !== undefined && declaredType(schema, 'self', first.isResourceRoot) === undefined) return [untyped(at)];
  return rules.flatMap(found => ruleErrors(found, index(at, found.index), judgement));
}

function untyped(field: string): FieldError {
  const detail =
    'internal error: failed to construct type information for x-kubernetes-validations rules: unable to convert structural schema to CEL declarations';
  return { reason: 'InternalError', field, message: `Internal error: ${detail}`, detail };
}

function ruleErrors(found: RuleInSchema, path: string, { costs }: Judgement): readonly FieldError[] {
  const { rule, uncorrelatable } = found;
  const at = child(path, 'rule');
  const compiled = compileRule(found, rule.rule);
  const isCompiled = !('issues' in compiled);
  const cost = isCompiled ? ruleCost(found, compiled) : 0n;
  costs.push({ path: at, cost });
  const usesOldSelf = isCompiled && compiled.usesOldSelf;
  const rest = 'oldSelf cannot be used on the uncorrelatable portion of the schema within';
  return [
    ...(cost > RULE_LIMIT ? [forbidden(at, costErrorText('estimated rule cost', cost, RULE_LIMIT))] : []),
    ...(isCompiled ? [] : [invalidShown(at, shownRule(rule), compiled.detail)]),
    // It is not looked at before the rule itself is right.
    ...(isCompiled ? messageErrors(found, child(path, 'messageExpression'), costs) : []),
    ...(usesOldSelf && uncorrelatable !== undefined ? [invalid(at, rule.rule, `${rest} ${uncorrelatable}`)] : []),
    ...(!usesOldSelf && rule.optionalOldSelf !== undefined
      ? [invalid(child(path, 'optionalOldSelf'), rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule')]
      : []),
  ];
}

function messageErrors(found: RuleInSchema, at: string, costs: Judged[]): readonly FieldError[] {
  const { rule } = found;
  if ((rule.messageExpression ?? '') === '') return [];
  const compiled: CompiledRule | RefusedRule = compileMessageExpression(found, rule.messageExpression ?? '');
  if ('issues' in compiled) return [invalidShown(at, shownRule(rule), compiled.detail)];
  const cost = messageCost(compiled);
  costs.push({ path: at, cost });
  if (cost <= RULE_LIMIT) return [];
  return [forbidden(at, costErrorText('estimated messageExpression cost', cost, RULE_LIMIT))];
}

/** At most so many rules are named, and only those that are a hundredth of what is allowed. */
const MOST_NAMED = 4;

function totalErrors(costs: readonly Judged[], path: string): readonly FieldError[] {
  const total = costs.reduce((sum, { cost }) => sum + cost, 0n);
  if (total <= TOTAL_LIMIT) return [];
  const most = costs
    .filter(({ cost }) => cost >= TOTAL_LIMIT / 100n)
    .toSorted((one, other) => (one.cost === other.cost ? 0 : one.cost > other.cost ? -1 : 1));
  const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
  return [
    ...most
      .slice(0, MOST_NAMED)
      .map(each =>
        forbidden(
          each.path,
          'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema',
        ),
      ),
    forbidden(path, costErrorText(what, total, TOTAL_LIMIT)),
  ];
}

/** A rule as the server's own type of it is shown. */
function shownRule(rule: ValidationRule): string {
  return goStruct({
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  });
}
