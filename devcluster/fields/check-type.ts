// Whether a value has the form that its type asks for.
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { type FieldElement, fieldElement, indexElement, pathText } from './field-element.js';
import { type FieldType, formOf, type ListType, type MapType } from './field-type.js';
import { goPointer, goSyntax, goTypeName } from './go-syntax.js';
import { elementOf } from './list-items.js';

/**
 * What is wrong with an object, in the words of the real server; empty if nothing is: fields that the schema does not
 * have, values of another form, items of lists that cannot be told apart.
 */
export function typeErrors(type: FieldType, value: Json, duplicates: 'allowed' | 'refused'): string {
  const errors = check(type, value, duplicates);
  return errors.length <= 1 ? errors.join('') : `errors:\n${errors.map(error => `  ${error}`).join('\n')}`;
}

function check(type: FieldType, value: Json, duplicates: 'allowed' | 'refused'): string[] {
  if (value === null) return [];
  const { map, scalar, list } = formOf(type, value);
  if (map !== undefined) {
    return isJsonObject(value) ? checkMap(map, value, duplicates) : [`: expected map, got ${goPointer(value)}`];
  }
  if (scalar !== undefined) return checkScalar(scalar, value);
  if (list !== undefined) {
    return isJsonList(value) ? checkList(list, value, duplicates) : [`: expected list, got ${goPointer(value)}`];
  }
  return [];
}

function checkMap(map: MapType, value: { readonly [key: string]: Json }, duplicates: 'allowed' | 'refused'): string[] {
  const errors: string[] = [];
  for (const [name, child] of Object.entries(value)) {
    const element = fieldElement(name);
    const field = map.field(name);
    if (field === undefined) return [...errors, `${pathText([element])}: field not declared in schema`];
    errors.push(...below(element, check(field.type, child, duplicates)));
  }
  return errors;
}

function checkList(list: ListType, value: readonly Json[], duplicates: 'allowed' | 'refused'): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    let element = indexElement(index);
    if (list.kind !== 'atomic') {
      try {
        element = elementOf(list, item);
      } catch (error) {
        return [...errors, `: element ${index}: ${(error as Error).message}`];
      }
      if (seen.has(element.text) && duplicates === 'refused') {
        errors.push(`: duplicate entries for key ${pathText([element])}`);
      }
      seen.add(element.text);
    }
    errors.push(...below(element, check(list.items, item, duplicates)));
  }
  return errors;
}

function checkScalar(scalar: NonNullable<FieldType['scalar']>, value: Json): string[] {
  const is = isJsonObject(value) || isJsonList(value) ? 'any' : typeof value;
  switch (scalar) {
    case 'numeric':
      return is === 'number' ? [] : [`: expected numeric (int or float), got ${goTypeName(value)}`];
    case 'string':
      return is === 'string' ? [] : [`: expected string, got ${goSyntax(value)}`];
    case 'boolean':
      return is === 'boolean' ? [] : [`: expected boolean, got ${goPointer(value)}`];
    case 'any':
      return is === 'any' ? [`: expected any scalar, got ${goPointer(value)}`] : [];
  }
}

function below(element: FieldElement, errors: readonly string[]): string[] {
  return errors.map(error => `${pathText([element])}${error}`);
}
