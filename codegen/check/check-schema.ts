// Checks a schema: rules against types, bounds against each other, defaults against all of it.
import { type FieldError, fieldErrorText } from '../../schema/field-error.js';
import { INTEGER_RANGES } from '../../schema/number-checks.js';
import { validate } from '../../schema/validate.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import type { SchemaNode } from '../model/schema-node.js';
import { checkEnum } from './check-enum.js';
import { checkListMap } from './check-list-map.js';
import { error } from './finding.js';

/** All findings in a schema and those below it. `path` is where it stands, such as `spec.ports[]`. */
export function checkSchema(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const below = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      checkSchema(field, path === '' ? name : `${path}.${name}`),
    ),
    ...(schema.items === undefined ? [] : checkSchema(schema.items, `${path}[]`)),
    ...(schema.additionalProperties === undefined ? [] : checkSchema(schema.additionalProperties, `${path}.*`)),
  ];
  return [
    ...checkFit(schema, path),
    ...checkBounds(schema, path),
    ...checkDefault(schema, path),
    ...checkEnum(schema, path),
    ...checkListMap(schema, path),
    ...below,
  ];
}

/** The rules that need a type, and the schemas that have it. */
const FITS: {
  readonly [keyword: string]: { readonly decorator: string; readonly wants: string; readonly types: readonly string[] };
} = {
  minimum: { decorator: 'Minimum', wants: 'numbers', types: ['integer', 'number'] },
  maximum: { decorator: 'Maximum', wants: 'numbers', types: ['integer', 'number'] },
  minLength: { decorator: 'MinLength', wants: 'strings', types: ['string', 'int-or-string'] },
  'x-kubernetes-list-type': { decorator: 'ListMap', wants: 'arrays of objects', types: ['array'] },
};

function checkFit(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const type = schema['x-kubernetes-int-or-string'] ? 'int-or-string' : schema.type;
  if (type === undefined) return [];
  return Object.entries(FITS).flatMap(([keyword, { decorator, wants, types }]) => {
    const place = schema.said[keyword];
    if (place === undefined || types.includes(type)) return [];
    const message = `@${decorator} is for ${wants}, and ${path} is of type ${type}`;
    return [error(place, 'KW2004', message, 'drop the decorator, or change the type of the field')];
  });
}

function checkBounds(schema: SchemaNode, path: string): readonly Diagnostic[] {
  const { minimum, maximum, minLength, said } = schema;
  const found: Diagnostic[] = [];
  if (schema.type === 'integer' || schema.type === 'number') {
    for (const [keyword, bound] of Object.entries({ minimum, maximum })) {
      if (bound !== undefined) found.push(...checkBound(schema, keyword, bound, path));
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      const message = `the minimum ${minimum} of ${path} is greater than its maximum ${maximum}: no number fits`;
      found.push(error(place(schema, said.minimum), 'KW2005', message, 'swap the bounds'));
    }
  }
  if (minLength !== undefined && !(Number.isSafeInteger(minLength) && minLength >= 0)) {
    const message = `the minimum length of ${path} is ${minLength}; it must be a whole number of 0 or more`;
    found.push(error(place(schema, said.minLength), 'KW2008', message, 'say a length such as 1'));
  }
  return found;
}

function checkBound(schema: SchemaNode, keyword: string, bound: number, path: string): readonly Diagnostic[] {
  const { format, type } = schema;
  const where = place(schema, schema.said[keyword]);
  if (type === 'integer' && !Number.isInteger(bound)) {
    const hint = 'say a whole number, or make the field a Double';
    return [
      error(
        where,
        'KW2006',
        `the ${keyword} ${bound} of ${path} is no whole number, and the field is an integer`,
        hint,
      ),
    ];
  }
  const range = format === undefined ? undefined : INTEGER_RANGES[format];
  if (range === undefined || (bound >= range.least && bound <= range.greatest)) return [];
  const hint = format === 'int32' ? 'stay between -2147483648 and 2147483647, or make the field an Int64' : undefined;
  return [error(where, 'KW2007', `the ${keyword} ${bound} of ${path} does not fit into ${format}`, hint)];
}

function checkDefault(schema: SchemaNode, path: string): readonly Diagnostic[] {
  if (schema.default === undefined) return [];
  const where = place(schema, schema.said.default);
  if (schema.default === null) {
    const hint = 'give it another value, or drop @Default and Defaulted';
    return [error(where, 'KW2009', `the default of ${path} is null; the API server drops such a default`, hint)];
  }
  return validate(schema.default, schema, { path }).map(each =>
    error(
      where,
      'KW2009',
      `the default does not fit: ${sentence(each)}`,
      'change the default, or the rule that refuses it',
    ),
  );
}

/** Most errors have a sentence that names the field; the others are told with field and value. */
function sentence(each: FieldError): string {
  return each.detail.includes(' in body ') ? each.detail : fieldErrorText(each);
}

function place(schema: SchemaNode, said: Origin | undefined): Origin {
  return said ?? schema.origin;
}
