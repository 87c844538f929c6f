// For each decorator that is often written plainly: when it is certain that the compiler has nothing against it. What is not
// here, or answers no, the compiler judges.

import type { Json } from '../../schema/structural-schema.js';
import { ts } from './compiler.js';
import {
  areAll,
  areLists,
  type ClassPlace,
  type FieldPlace,
  haveKeys,
  LEAVES,
  leadsTo,
  takes,
} from './obvious-places.js';

type Test<Place> = (values: readonly Json[], place: Place) => boolean;

/** Whether the arguments, which are literals, fit the field. */
export const OBVIOUS_AT_FIELDS = new Map<string, Test<FieldPlace>>([
  ...['Minimum', 'Maximum'].map(name => [name, bound] as const),
  ['MultipleOf', (values, place) => isOne(values, isNumber) && areAll(place, LEAVES.number)],
  ...['MinLength', 'MaxLength'].map(name => [name, sizeOf(place => areAll(place, ts.TypeFlags.StringLike))] as const),
  ...['MinItems', 'MaxItems'].map(name => [name, sizeOf(areLists)] as const),
  ...['Pattern', 'Format'].map(name => [name, forTexts] as const),
  ['Default', ([value, ...more], place) => more.length === 0 && isDefault(value, place)],
  ['ListMap', (keys, place) => keys.length > 0 && keys.every(isString) && haveKeys(place, keys as readonly string[])],
  ['Title', values => isOne(values, isString)],
  ['ExternalDocs', isOneOrTwoTexts],
  ['Validation', isOneOrTwoTexts],
]);

/** Those that are written without a call. */
export const OBVIOUS_UNCALLED = new Map<string, (place: FieldPlace) => boolean>([
  ['ListSet', areLists],
  ['ListAtomic', areLists],
  ['Immutable', () => true],
  ['Schemaless', () => true],
]);

/** At custom resources. */
export const OBVIOUS_AT_CLASSES = new Map<string, Test<ClassPlace>>([
  [
    'Resource',
    ([options, ...more]) => more.length === 0 && hasOptions(options, RESOURCE, ['group', 'version', 'kind']),
  ],
  [
    'PrintColumn',
    ([name, path, options = {}, ...more], place) =>
      more.length === 0 && isString(name) && isPath(path, place) && hasOptions(options, COLUMN),
  ],
  [
    'SelectableField',
    ([path, ...more], place) => more.length === 0 && isPath(path, place) && !String(path).startsWith('.metadata'),
  ],
  ['Subresource', (values, place) => isOne(values, value => value === 'scale') && hasReplicas(place)],
  ['Title', values => isOne(values, isString)],
  ['ExternalDocs', isOneOrTwoTexts],
  ['Validation', isOneOrTwoTexts],
]);

function bound([value, options = {}, ...more]: readonly Json[], place: FieldPlace): boolean {
  return more.length === 0 && isNumber(value) && hasOptions(options, BOUND) && areAll(place, LEAVES.number);
}

function sizeOf(fits: (place: FieldPlace) => boolean): Test<FieldPlace> {
  return (values, place) => isOne(values, isNumber) && fits(place);
}

function forTexts(values: readonly Json[], place: FieldPlace): boolean {
  return isOne(values, isString) && areAll(place, ts.TypeFlags.StringLike);
}

function isDefault(value: Json | undefined, place: FieldPlace): boolean {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return place.defaulted && place.optional && isScalar && takes(place, value);
}

function isPath(path: Json | undefined, place: ClassPlace): boolean {
  return typeof path === 'string' && leadsTo(path, LEAVES.scalar, place);
}

/** Only these lead to a number if a Status is there. */
function hasReplicas(place: ClassPlace): boolean {
  return ['.spec.replicas', '.status.replicas'].every(path => leadsTo(path, LEAVES.number, place));
}

function isOne(values: readonly Json[], fits: (value: Json | undefined) => boolean): boolean {
  return values.length === 1 && fits(values[0]);
}

function isOneOrTwoTexts(values: readonly Json[]): boolean {
  return values.length > 0 && values.length <= 2 && values.every(isString);
}

type Fits = (value: Json | undefined) => boolean;

function hasOptions(
  value: Json | undefined,
  known: ReadonlyMap<string, Fits>,
  needed: readonly string[] = [],
): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const said = new Map(Object.entries(value));
  return needed.every(name => said.has(name)) && [...said].every(([name, each]) => known.get(name)?.(each) ?? false);
}

function isString(value: Json | undefined): value is string {
  return typeof value === 'string';
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number';
}

function isBoolean(value: Json | undefined): boolean {
  return typeof value === 'boolean';
}

function areTexts(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every(isString);
}

function among(...values: readonly string[]): Fits {
  return value => isString(value) && values.includes(value);
}

const BOUND = new Map<string, Fits>([['exclusive', isBoolean]]);

const RESOURCE = new Map<string, Fits>([
  ...['group', 'version', 'kind', 'plural', 'singular', 'listKind'].map(name => [name, isString] as const),
  ...['shortNames', 'categories'].map(name => [name, areTexts] as const),
  ...['storage', 'served', 'skip'].map(name => [name, isBoolean] as const),
  ['deprecated', value => value === true || isString(value)],
]);

const COLUMN = new Map<string, Fits>([
  ['description', isString],
  ['priority', isNumber],
  ['format', among('int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password')],
  ['type', among('integer', 'number', 'string', 'boolean', 'date')],
]);
