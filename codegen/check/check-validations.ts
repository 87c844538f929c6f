// Checks what is said beside the expressions of rules in CEL, as the API server does.
import { ruleErrors } from '../../schema/rule-errors.js';
import type { ValidationRule } from '../../schema/structural-schema.js';
import { didYouMean } from '../../spelling/suggestion.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error } from './finding.js';

const KEYWORD = 'x-kubernetes-validations';
const REASONS = ['FieldValueInvalid', 'FieldValueForbidden', 'FieldValueRequired', 'FieldValueDuplicate'];

/** In one schema; `path` is where it stands. */
export function checkValidations(schema: SchemaNode, path: string): readonly Diagnostic[] {
  return (schema[KEYWORD] ?? []).flatMap((rule, index) => checkRule(rule, index, schema, path));
}

function checkRule(rule: ValidationRule, index: number, schema: SchemaNode, path: string): readonly Diagnostic[] {
  const at = `${KEYWORD}[${index}]`;
  const where = path === '' ? 'the resource' : path;
  // One rule at a time, so that each error belongs to it.
  const errors = ruleErrors({ ...schema, [KEYWORD]: [rule] }, '');
  return errors.map(({ field, detail, reason }) => {
    const part = field.split('.').at(-1) ?? '';
    const place = schema.said[`${at}.${part}`] ?? schema.said[at] ?? schema.origin;
    if (part === 'reason') {
      const hint = didYouMean(rule.reason ?? '', REASONS, `the reasons are ${REASONS.join(', ')}`);
      return error(place, 'KW2033', `"${rule.reason}" is no reason that a rule of ${where} can give`, hint);
    }
    if (part === 'fieldPath') {
      const hint = 'a path from here, such as .replicas or .ports; it cannot go through lists';
      return error(place, 'KW2034', `the fieldPath "${rule.fieldPath}" of a rule of ${where} leads nowhere`, hint);
    }
    if (part === 'rule')
      return error(place, 'KW2032', `a rule of ${where} says nothing`, "say it in CEL: 'self.x > 0'");
    const missing = reason === 'FieldValueRequired' && part === 'message';
    const message = missing
      ? `a rule of ${where} is written over several lines, and has no message`
      : `the ${part} of a rule of ${where} ${detail.replace(/^messageExpression /, '')}`;
    return error(place, 'KW2032', message, missing ? 'say a message: it is shown in place of the rule' : undefined);
  });
}
