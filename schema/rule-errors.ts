// The rules for rules in CEL, apart from the expressions themselves.
import type { DeclaredRule, DeclaredSchema } from './declared-schema.js';
import { unreadable } from './declared-schema.js';
import { namedPath } from './definition/named-path.js';
import { type FieldError, invalid, notSupported, required } from './field-error.js';
import { child, index } from './field-path.js';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const LINE_BREAK = /[\n\r]/;

/** What is wrong with the rules of one schema. */
export function ruleErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  return rules.flatMap((rule, at) => errorsOf(rule, schema, index(child(path, 'x-kubernetes-validations'), at)));
}

function errorsOf(rule: DeclaredRule, schema: DeclaredSchema, path: string): readonly FieldError[] {
  const { messageExpression = '', reason } = rule;
  const blankExpression = messageExpression !== '' && messageExpression.trim() === '';
  const expressionPath = child(path, 'messageExpression');
  return [
    ...messageErrors(rule, path),
    ...(blankExpression ? [required(expressionPath, 'messageExpression must be non-empty if specified')] : []),
    ...(reason !== undefined && !REASONS.includes(reason)
      ? [notSupported(child(path, 'reason'), reason, REASONS)]
      : []),
    ...fieldPathErrors(rule, schema, child(path, 'fieldPath')),
  ];
}

/** Of rule and message the first thing that is wrong. */
function messageErrors({ rule = '', message = '' }: DeclaredRule, path: string): readonly FieldError[] {
  const at = child(path, 'message');
  if (rule.trim() === '') return [required(child(path, 'rule'), 'rule is not specified')];
  if (message !== '' && message.trim() === '') return [invalid(at, message, 'must be non-empty if specified')];
  if (LINE_BREAK.test(message.trim())) return [invalid(at, message, 'must not contain line breaks')];
  if (!LINE_BREAK.test(rule.trim()) || message.trim() !== '') return [];
  return [required(at, 'message must be specified if rule contains line breaks')];
}

function fieldPathErrors(
  { fieldPath = '' }: DeclaredRule,
  schema: DeclaredSchema,
  path: string,
): readonly FieldError[] {
  if (fieldPath === '') return [];
  return [
    ...(fieldPath.trim() === '' ? [invalid(path, fieldPath, 'must be non-empty if specified')] : []),
    ...(LINE_BREAK.test(fieldPath) ? [invalid(path, fieldPath, 'must not contain line breaks')] : []),
    ...(leadsToField(fieldPath, schema) ? [] : [invalid(path, fieldPath, 'must be a valid path')]),
  ];
}

/** Whether a path names fields all the way; items of lists cannot be named. What cannot be read is not followed. */
function leadsToField(path: string, schema: DeclaredSchema): boolean {
  return unreadable(schema) !== undefined || !('problem' in namedPath(path, schema, true));
}
