// Walks a value along its schema and gathers what does not fit, in the order of the API server.
import type { Correlation } from './correlation.js';
import { invalid, required, tooMany } from './field-error.js';
import { type Finding, Findings } from './findings.js';
import { goJson, goQuote } from './go-text.js';
import { isList, isObject, own } from './json.js';
import { numberFindings } from './number-checks.js';
import type { Json, JsonObject, StructuralSchema } from './structural-schema.js';
import { checkedFormat, enumFinding, formatFinding, textFinding, typeFinding, typesOf } from './value-checks.js';

/**
 * The findings in a value. With a correlation, the value is what it says, and parts that have not changed are let
 * through.
 */
export function schemaFindings(value: Json, schema: StructuralSchema, path: string, old?: Correlation): Findings {
  const found = findingsIn(value, schema, path, old);
  if (!found.valid && old?.unchanged) found.forgive();
  return found;
}

function findingsIn(value: Json, schema: StructuralSchema, path: string, old: Correlation | undefined): Findings {
  const found = new Findings();
  if (value === null) {
    const type = typeFinding(value, schema, path);
    if (type === undefined) found.passed++;
    else found.add(type);
    addIfAny(found, enumFinding(value, schema, path));
    return found;
  }
  if (typesOf(schema).length > 0 || checkedFormat(schema) !== '') {
    const type = typeFinding(value, schema, path);
    addIfAny(found, type);
    found.passed += type === undefined ? 2 : 1;
  }
  found.merge(combinationFindings(value, schema, path));
  found.passed++;
  if (typeof value === 'string') {
    addIfAny(found, textFinding(value, schema, path));
    found.passed++;
    if (checkedFormat(schema) !== '') {
      addIfAny(found, formatFinding(value, schema, path));
      found.passed++;
    }
  }
  if (typeof value === 'number') {
    found.merge(numberFindings(value, schema, checkedFormat(schema), path));
    found.passed++;
  }
  if (isList(value)) {
    found.merge(listFindings(value, schema, path, old));
    found.passed++;
  }
  addIfAny(found, enumFinding(value, schema, path));
  found.passed++;
  if (isObject(value)) {
    found.merge(objectFindings(value, schema, path, old));
    found.passed++;
  }
  found.passed++;
  return found;
}

/** `anyOf`, `oneOf`, `allOf` and `not`. What they say of unchanged parts is not let through. */
function combinationFindings(value: Json, schema: StructuralSchema, path: string): Findings {
  const found = new Findings();
  const { anyOf = [], oneOf = [], allOf = [], not } = schema;
  const check = (choice: StructuralSchema) => schemaFindings(value, choice, path);
  if (anyOf.length > 0) {
    const results = untilValid(anyOf, check);
    const success = results.find(result => result.valid);
    if (success === undefined) found.add(ofWhole(`${goQuote(path)} must validate at least one schema (anyOf)`));
    found.merge(success ?? best(results));
  }
  if (oneOf.length > 0) {
    const results = oneOf.map(check);
    const successes = results.filter(result => result.valid);
    const [success] = successes;
    if (success !== undefined && successes.length === 1) {
      found.merge(success);
    } else {
      const count = successes.length === 0 ? 'Found none valid' : `Found ${successes.length} valid alternatives`;
      found.add(ofWhole(`${goQuote(path)} must validate one and only one schema (oneOf). ${count}`));
      if (successes.length === 0) found.merge(best(results));
    }
  }
  if (allOf.length > 0) {
    const results = allOf.map(check);
    for (const result of results) found.merge(result);
    const successes = results.filter(result => result.valid).length;
    if (successes < results.length) {
      const none = successes === 0 ? '. None validated' : '';
      found.add(ofWhole(`${goQuote(path)} must validate all the schemas (allOf)${none}`));
    }
  }
  if (not !== undefined && check(not).valid) found.add(ofWhole(`${goQuote(path)} must not validate the schema (not)`));
  found.passed++;
  return found;
}

function untilValid(choices: readonly StructuralSchema[], check: (choice: StructuralSchema) => Findings): Findings[] {
  const results: Findings[] = [];
  for (const choice of choices) {
    const result = check(choice);
    results.push(result);
    if (result.valid) break;
  }
  return results;
}

/** The one that passed most checks, of several such the first. */
function best(results: readonly Findings[]): Findings {
  return results.reduce((high, result) => (result.passed > high.passed ? result : high));
}

function listFindings(
  list: readonly Json[],
  schema: StructuralSchema,
  path: string,
  old: Correlation | undefined,
): Findings {
  const found = new Findings();
  const { items, minItems, maxItems, uniqueItems } = schema;
  if (items !== undefined) {
    for (const [at, item] of list.entries()) {
      found.merge(schemaFindings(item, items, `${path}[${at}]`, old?.item(at)));
    }
  }
  if (minItems !== undefined && list.length < minItems) {
    found.add(inBody(path, list.length, `should have at least ${minItems} items`));
  }
  if (maxItems !== undefined && list.length > maxItems) {
    const text = `${path} in body should have at most ${maxItems} items`;
    found.add({ text, name: path, toError: field => tooMany(field, list.length, maxItems) });
  }
  if (uniqueItems && new Set(list.map(item => goJson(item))).size < list.length) {
    found.add(inBody(path, '', "shouldn't contain duplicates"));
  }
  found.passed++;
  return found;
}

function objectFindings(
  object: JsonObject,
  schema: StructuralSchema,
  path: string,
  old: Correlation | undefined,
): Findings {
  const found = new Findings();
  const { properties = {}, additionalProperties, minProperties, maxProperties } = schema;
  const names = Object.keys(object);
  if (minProperties !== undefined && names.length < minProperties) {
    found.add(inBody(path, names.length, `should have at least ${minProperties} properties`));
  }
  if (maxProperties !== undefined && names.length > maxProperties) {
    const text = `${path} in body should have at most ${maxProperties} properties`;
    found.add({ text, name: path, toError: field => tooMany(field, names.length, maxProperties) });
  }
  const further = names.filter(name => !Object.hasOwn(properties, name));
  for (const name of further) {
    if (additionalProperties === false) {
      const text = `${path}.${name} in body is a forbidden property`;
      found.add({ text, name: path, toError: field => invalid(field, name, text) });
    } else if (typeof additionalProperties === 'object') {
      found.merge(fieldFindings(object, name, additionalProperties, path, `${path}.${name}`, old));
    }
  }
  for (const [name, property] of Object.entries(properties)) {
    if (!Object.hasOwn(object, name)) continue;
    found.merge(fieldFindings(object, name, property, path, path === '' ? name : `${path}.${name}`, old));
  }
  for (const name of schema.required ?? []) {
    if (Object.hasOwn(object, name)) continue;
    const at = `${path}.${name}`;
    found.add({ text: `${at} in body is required`, name: at, toError: field => required(field) });
  }
  return found;
}

function fieldFindings(
  object: JsonObject,
  name: string,
  schema: StructuralSchema,
  parent: string,
  path: string,
  old: Correlation | undefined,
): Findings {
  // The type of an object is never let through: conversion may have changed both sides of it.
  const typeMeta = parent === '' && (name === 'apiVersion' || name === 'kind');
  return schemaFindings(own(object, name) ?? null, schema, path, typeMeta ? undefined : old?.field(name));
}

function addIfAny(found: Findings, finding: Finding | undefined): void {
  if (finding !== undefined) found.add(finding);
}

function inBody(path: string, value: Json, rule: string): Finding {
  const text = `${path} in body ${rule}`;
  return { text, name: path, toError: field => invalid(field, value, text) };
}

/** A sentence that names its path itself, and that the server tells of the object. */
function ofWhole(text: string): Finding {
  return { text, name: undefined, toError: field => invalid(field, '', text) };
}
