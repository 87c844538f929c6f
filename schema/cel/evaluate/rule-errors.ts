// What the rules of a schema find wrong with an object, in the words of the API server.
import { Correlation } from '../../correlation.js';
import { brokenRule, type FieldError, invalid } from '../../field-error.js';
import { child, index, key } from '../../field-path.js';
import { isList, isObject, own } from '../../json.js';
import { parseJsonPath } from '../../json-path.js';
import type { Json, JsonObject, StructuralSchema, ValidationRule } from '../../structural-schema.js';
import { rulesOf, type SchemaRule, type SchemaRules } from './compiled-rules.js';
import { evaluate } from './evaluate-rule.js';
import { trimSpace } from './functions/strings.js';
import { resourceToValue } from './native.js';
import { byteCount } from './text.js';
import { Failure, NONE, Optional, type Value } from './value.js';

/** What all rules together may cost on one object. */
const BUDGET = 10_000_000;

/** The object that is replaced. */
export interface RuleOptions {
  /** Undefined when the object is created; rules that compare with what was before are not evaluated then. */
  readonly old?: Json;
  /** Whether what has not changed is let through. Default: true, when there is an old object. */
  readonly ratcheting?: boolean;
  /** Whether the schema is that of a whole resource. Default: true. */
  readonly isResource?: boolean;
  /** The path of the value itself, for the errors. Default: none. */
  readonly under?: string;
}

/**
 * Evaluates the rules in CEL of a schema on an object that fits it: its own first, then those of the fields in the order of
 * the schema. What an evaluation costs is counted as on the API server, and no more rules are evaluated when they cost too
 * much. Never throws.
 */
export function celErrors(value: Json, schema: StructuralSchema, options: RuleOptions = {}): readonly FieldError[] {
  return evaluateRules(value, schema, options).errors;
}

/** The same, and what the evaluation has cost. */
export function evaluateRules(
  value: Json,
  schema: StructuralSchema,
  options: RuleOptions = {},
): { readonly errors: readonly FieldError[]; readonly cost: number } {
  const rules = rulesOf(schema, options.isResource ?? true);
  if (rules === undefined) return { errors: [], cost: 0 };
  const { old, ratcheting = old !== undefined } = options;
  const run = new Run();
  const current = ratcheting && old !== undefined ? new Correlation(value, old, schema) : undefined;
  run.visit(rules, { value, old, path: options.under ?? '', current, nearest: undefined });
  return { errors: run.errors, cost: run.cost };
}

interface Place {
  readonly value: Json;
  readonly old: Json | undefined;
  readonly path: string;
  readonly current: Correlation | undefined;
  /** The nearest part above that corresponds to a part of the old object. */
  readonly nearest: Correlation | undefined;
}

/** One object. It is over when the budget is spent. */
class Run {
  readonly errors: FieldError[] = [];
  #left = BUDGET;

  visit(rules: SchemaRules, place: Place): void {
    if (place.value === null) return;
    this.#ownRules(rules, place);
    for (const each of rules.allOf) {
      if (this.#isOver) return;
      // What stands in allOf is not let through, though it has not changed itself.
      this.visit(each, { ...place, current: undefined });
    }
    if (isList(place.value)) this.#visitItems(rules, place, place.value);
    else if (isObject(place.value)) this.#visitFields(rules, place, place.value);
  }

  get cost(): number {
    return BUDGET - this.#left;
  }

  get #isOver(): boolean {
    return this.#left < 0;
  }

  #visitItems({ items, schema }: SchemaRules, place: Place, list: readonly Json[]): void {
    if (items === undefined) return;
    const old = new Correlation(list, place.old ?? null, schema);
    for (const [at, value] of list.entries()) {
      if (this.#isOver) return;
      const next = place.current === undefined ? place : { current: place.current.item(at), nearest: place.current };
      this.visit(items, { ...next, value, old: old.item(at)?.old, path: index(place.path, at) });
    }
  }

  #visitFields({ properties, additional }: SchemaRules, place: Place, fields: JsonObject): void {
    const before = place.old !== undefined && isObject(place.old) ? place.old : undefined;
    const visit = (rules: SchemaRules, name: string, path: string) => {
      const value = own(fields, name);
      if (value === undefined || this.#isOver) return;
      this.visit(rules, { ...correlated(place, name), value, old: own(before, name) ?? undefined, path });
    };
    if (additional !== undefined) {
      for (const name of Object.keys(fields)) visit(additional, name, key(place.path, name));
    }
    for (const [name, rules] of properties) visit(rules, name, child(place.path, name));
  }

  #ownRules({ rules, schema, isResource }: SchemaRules, place: Place): void {
    if (rules.length === 0 || this.#isOver) return;
    const { path } = place;
    const type = schema.type ?? '';
    const self = resourceToValue(place.value, schema, isResource);
    const { old = null } = place;
    const oldSelf = old === null ? undefined : resourceToValue(old, schema, isResource);
    for (const each of rules) {
      if (this.#left <= 0) {
        this.#stop(invalid(path, type, OUT_OF_BUDGET));
        return;
      }
      const { rule, compiled } = each;
      if ('detail' in compiled) {
        this.errors.push(invalid(path, type, `rule compile error: ${compiled.detail}`));
        continue;
      }
      if (compiled.usesOldSelf && oldSelf === undefined && rule.optionalOldSelf !== true) continue;
      const variables = variablesOf(rule, self, oldSelf);
      const { value, cost } = evaluate(compiled, variables);
      if (cost > this.#left) {
        this.#stop(invalid(path, type, OUT_OF_BUDGET));
        return;
      }
      this.#left -= cost;
      if (value === undefined) {
        const said = `'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to`;
        this.#stop(invalid(path, type, `${said} call cost exceeds limit for rule: ${shown(rule)}`));
        return;
      }
      if (value instanceof Failure) this.errors.push(invalid(path, type, failed(value, rule)));
      else if (value !== true && !this.#broken(each, schema, place, variables)) return;
    }
  }

  /** Whether to go on with the next rule. */
  #broken(each: SchemaRule, schema: StructuralSchema, place: Place, variables: ReadonlyMap<string, Value>): boolean {
    const { rule, compiled, message } = each;
    const path = rule.fieldPath === undefined ? place.path : pathOf(place.path, rule.fieldPath, schema);
    const transition = !('detail' in compiled) && compiled.usesOldSelf;
    const report = (error: FieldError) => {
      if (transition || !isUnchanged(place)) this.errors.push(error);
    };
    let detail = '';
    if (message !== undefined) {
      const { value, cost } = evaluate(message, variables);
      if (cost > this.#left || value === undefined) {
        report(invalid(path, schema.type ?? '', cost > this.#left ? MESSAGE_OUT_OF_BUDGET : tooCostly(rule)));
        this.#left = -1;
        return false;
      }
      this.#left -= cost;
      detail = typeof value === 'string' ? usable(value) : '';
    }
    const said = detail === '' ? messageOf(rule) : detail;
    const isPart = schema.type === 'object' || schema.type === 'array';
    report(brokenRule(rule.reason ?? 'FieldValueInvalid', path, isPart ? undefined : place.value, said));
    return true;
  }

  #stop(error: FieldError): void {
    this.errors.push(error);
    this.#left = -1;
  }
}

const NO_MORE = 'no further validation rules will be run';
const OUT_OF_BUDGET = `validation failed due to running out of cost budget, ${NO_MORE}`;
const MESSAGE_OUT_OF_BUDGET = `messageExpression evaluation failed due to running out of cost budget, ${NO_MORE}`;

function tooCostly({ messageExpression = '' }: ValidationRule): string {
  return `${NO_MORE} due to call cost exceeds limit for messageExpression: ${JSON.stringify(messageExpression)}`;
}

function correlated({ current, nearest }: Place, name: string): Pick<Place, 'current' | 'nearest'> {
  if (current === undefined) return { current, nearest };
  // The root's are those of the version that was asked for, whatever was written.
  const isHidden = nearest === undefined && (name === 'apiVersion' || name === 'kind');
  return isHidden ? { current: undefined, nearest: undefined } : { current: current.field(name), nearest: current };
}

function isUnchanged({ current, nearest }: Place): boolean {
  return (current ?? nearest)?.unchanged === true;
}

function variablesOf(rule: ValidationRule, self: Value, oldSelf: Value | undefined): ReadonlyMap<string, Value> {
  const variables = new Map([['self', self]]);
  if (rule.optionalOldSelf === true) variables.set('oldSelf', oldSelf === undefined ? NONE : new Optional(oldSelf));
  else if (oldSelf !== undefined) variables.set('oldSelf', oldSelf);
  return variables;
}

function failed({ message }: Failure, rule: ValidationRule): string {
  if (!message.startsWith('no such overload')) return `${message} evaluating rule: ${shown(rule)}`;
  const signature = 'call arguments did not match a supported operator, function or macro signature';
  return `'${message}': ${signature} for rule: ${shown(rule)}`;
}

function shown({ message = '', rule }: ValidationRule): string {
  return trimSpace(message === '' ? rule : message);
}

function messageOf(rule: ValidationRule): string {
  return (rule.message ?? '') === '' ? `failed rule: ${shown(rule)}` : shown(rule);
}

const LONGEST_MESSAGE = 5120;

/** A message of one line that is not too long; otherwise empty. */
function usable(text: string): string {
  const trimmed = trimSpace(text);
  return byteCount(trimmed) > LONGEST_MESSAGE || trimmed.includes('\n') ? '' : trimmed;
}

function pathOf(start: string, fieldPath: string, schema: StructuralSchema): string {
  let path = '';
  let here: StructuralSchema | undefined = schema;
  for (const step of parseJsonPath(fieldPath) ?? []) {
    if (step.kind !== 'field') continue;
    const named: StructuralSchema | undefined = own(here?.properties, step.name);
    path = named === undefined && here?.properties === undefined ? key(path, step.name) : child(path, step.name);
    const further: StructuralSchema | boolean | undefined = here?.additionalProperties;
    here = named ?? (typeof further === 'object' ? further : undefined);
  }
  return path === '' ? start : child(start, path);
}
