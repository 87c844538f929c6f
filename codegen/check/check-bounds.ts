// Checks bounds: against their type, and against each other.
import { INTEGER_RANGES } from '../../schema/number-checks.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { error } from './finding.js';

/** In one schema; `path` is where it stands. */
export function checkBounds(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const numeric = schema.type === 'integer' || schema.type === 'number';
  return [...(numeric ? checkNumbers(schema, path) : []), ...checkSizes(schema, path), ...checkFields(schema, path)];
}

function checkNumbers(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { minimum, maximum, multipleOf } = schema;
  const bounds = Object.entries({ minimum, maximum, multipleOf }).filter(
    (entry): entry is [string, number] => entry[1] !== undefined,
  );
  const odd = bounds.flatMap(([keyword, bound]) => checkBound(schema, keyword, bound, path));
  return odd.length > 0 ? odd : checkRange(schema, path);
}

const WORDS: { readonly [keyword: string]: string } = { multipleOf: 'factor' };

function checkBound(schema: SchemaNode, keyword: string, bound: number, path: string): readonly Diagnostic[] {
  const { format, type } = schema;
  const where = place(schema, keyword);
  const word = WORDS[keyword] ?? keyword;
  if (keyword === 'multipleOf' && bound <= 0) {
    const message = `the factor ${bound} of ${path} is not greater than 0`;
    return [error(where, 'KW2026', message, 'say a factor such as 5')];
  }
  if (type === 'integer' && !Number.isInteger(bound)) {
    const hint = 'say a whole number, or make the field a Double';
    const message = `the ${word} ${bound} of ${path} is no whole number, and the field is an integer`;
    return [error(where, 'KW2006', message, hint)];
  }
  const range = format === undefined ? undefined : INTEGER_RANGES[format];
  if (range === undefined || (bound >= range.least && bound <= range.greatest)) return [];
  const hint = format === 'int32' ? 'stay between -2147483648 and 2147483647, or make the field an Int64' : undefined;
  return [error(where, 'KW2007', `the ${word} ${bound} of ${path} does not fit into ${format}`, hint)];
}

/** Whether some number lies between the bounds, and is a multiple where it must be one. */
function checkRange(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { minimum, maximum, multipleOf, type } = schema;
  if (minimum === undefined || maximum === undefined) return [];
  const above = schema.exclusiveMinimum === true;
  const below = schema.exclusiveMaximum === true;
  if (minimum > maximum) {
    const message = `the minimum ${minimum} of ${path} is greater than its maximum ${maximum}: no number fits`;
    return [error(place(schema, 'minimum'), 'KW2005', message, 'swap the bounds')];
  }
  const step = multipleOf ?? (type === 'integer' ? 1 : undefined);
  const empty = step === undefined ? minimum === maximum && (above || below) : !holdsMultiple(schema, step);
  if (!empty) return [];
  const bounds = `${above ? 'above' : 'from'} ${minimum} ${below ? 'and below' : 'to'} ${maximum}`;
  const what = multipleOf === undefined ? 'number' : `multiple of ${multipleOf}`;
  const message = `no ${what} fits into the bounds of ${path}, ${bounds}`;
  return [error(place(schema, 'minimum'), 'KW2005', message, 'widen the bounds')];
}

function holdsMultiple(schema: SchemaNode, step: number): boolean {
  const { minimum = 0, maximum = 0 } = schema;
  let first = Math.ceil(minimum / step) * step;
  if (first === minimum && schema.exclusiveMinimum) first += step;
  return schema.exclusiveMaximum ? first < maximum : first <= maximum;
}

const SIZES = [
  { least: 'minLength', most: 'maxLength', what: 'length', unit: 'text' },
  { least: 'minItems', most: 'maxItems', what: 'number of items', unit: 'list' },
  { least: 'minProperties', most: 'maxProperties', what: 'number of fields', unit: 'object' },
] as const;

function checkSizes(schema: SchemaNode, path: string): readonly Diagnostic[] {
  return SIZES.flatMap(({ least, most, what, unit }) => {
    const bounds: readonly ['smallest' | 'largest', typeof least | typeof most][] = [
      ['smallest', least],
      ['largest', most],
    ];
    const odd = bounds.flatMap(([which, keyword]) => {
      const size = schema[keyword];
      if (size === undefined || (Number.isSafeInteger(size) && size >= 0)) return [];
      const message = `the ${which} ${what} of ${path} is ${size}; it must be a whole number of 0 or more`;
      return [error(place(schema, keyword), 'KW2008', message, `say a ${what} such as 1`)];
    });
    const [from, to] = [schema[least], schema[most]];
    if (odd.length > 0 || from === undefined || to === undefined || from <= to) return odd;
    const message = `the smallest ${what} ${from} of ${path} is greater than the largest, ${to}: no ${unit} fits`;
    return [error(place(schema, least), 'KW2005', message, 'swap the bounds')];
  });
}

/** An object has the fields that its type names, and no others. */
function checkFields(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { properties, minProperties = 0, maxProperties = Number.POSITIVE_INFINITY, required = [] } = schema;
  if (properties === undefined) return [];
  const count = Object.keys(properties).length;
  const found: Diagnostic[] = [];
  if (minProperties > count && !schema['x-kubernetes-preserve-unknown-fields']) {
    const message = `${path} must have ${minProperties} fields, and its type has ${count}: no object fits`;
    found.push(error(place(schema, 'minProperties'), 'KW2027', message, 'say a smaller number'));
  }
  if (maxProperties < required.length) {
    const message = `${path} may have ${maxProperties} fields, and ${required.length} must be there: no object fits`;
    found.push(error(place(schema, 'maxProperties'), 'KW2027', message, 'say a greater number'));
  }
  return found;
}

function place(schema: SchemaNode, keyword: string): Origin {
  return schema.said[keyword] ?? schema.origin;
}
