// Checks of a value that do not look at what it holds: type, enum, length, pattern, format.
import { invalid, notSupported, tooLong, typeInvalid } from './field-error.js';
import type { Finding } from './findings.js';
import { formatCheck } from './formats.js';
import { goJson, goQuote } from './go-text.js';
import { equal, isGoInteger, isList, isObject, typeOf } from './json.js';
import { isNearlyInteger } from './number-checks.js';
import { checkPattern, matchesPattern } from './pattern.js';
import type { Json, SchemaType, StructuralSchema } from './structural-schema.js';

/** The types that a schema lets in; none for a schema that says no type. */
export function typesOf(schema: StructuralSchema): readonly SchemaType[] {
  if (schema['x-kubernetes-int-or-string']) return ['integer', 'string'];
  return schema.type === undefined ? [] : [schema.type];
}

/** The format of a schema if the API server checks it for its type, else the empty text. */
export function checkedFormat(schema: StructuralSchema): string {
  const { format = '' } = schema;
  const types = typesOf(schema);
  const type = types.length === 1 ? types[0] : undefined;
  switch (type) {
    case undefined:
    case 'string':
      return formatCheck(format) === undefined ? '' : format;
    case 'integer':
      return format === 'int32' || format === 'int64' ? format : '';
    case 'number':
      return format === 'float' || format === 'double' ? format : '';
    default:
      return '';
  }
}

/** How Go calls the number that it holds, in place of a format. */
const GO_FORMATS: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64' };

export function typeFinding(value: Json, schema: StructuralSchema, path: string): Finding | undefined {
  const types = typesOf(schema);
  const type = typeOf(value);
  if (type === 'null') {
    return types.length === 0 || schema.nullable ? undefined : wrongType(path, types.join(','), 'null');
  }
  const format = checkedFormat(schema);
  const fits =
    types.includes(type) ||
    (type === 'integer' && types.includes('number')) ||
    (type === 'number' && types.includes('integer') && isNearlyInteger(value as number));
  const textOrList = type === 'string' || type === 'array';
  const goFormat = GO_FORMATS[type] ?? '';
  if (!textOrList && format !== '' && !fits && goFormat !== format) return wrongType(path, format, goFormat);
  // With a format of texts the server lets lists pass for texts.
  if (textOrList && format !== '' && !types.includes('number') && !types.includes('integer')) return undefined;
  if (fits || types.length === 0) return types.length === 0 && format !== '' ? wrongType(path, '', type) : undefined;
  return wrongType(path, types.join(','), type);
}

export function formatFinding(value: string, schema: StructuralSchema, path: string): Finding | undefined {
  const format = checkedFormat(schema);
  const check = format === '' ? undefined : formatCheck(format);
  return check === undefined || check(value) ? undefined : wrongType(path, format, value);
}

/** Of length and pattern the first that does not fit. */
export function textFinding(value: string, schema: StructuralSchema, path: string): Finding | undefined {
  const { minLength, maxLength, pattern } = schema;
  if (maxLength !== undefined && isLonger(value, maxLength)) {
    const text = `${path} in body should be at most ${maxLength} chars long`;
    return { text, name: path, toError: field => tooLong(field, maxLength) };
  }
  if (minLength !== undefined && minLength > 0 && !isLonger(value, minLength - 1)) {
    return finding(path, value, `should be at least ${minLength} chars long`);
  }
  if (pattern === undefined || pattern === '') return undefined;
  const check = checkPattern(pattern);
  if (!check.valid) return finding(path, value, `should match '${pattern}, but pattern is invalid: ${check.message}'`);
  return matchesPattern(pattern, value) ? undefined : finding(path, value, `should match '${pattern}'`);
}

/** Whether a text has more code points than so many. */
function isLonger(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let count = 0;
  for (const _ of text) if (++count > most) return true;
  return false;
}

export function enumFinding(value: Json, schema: StructuralSchema, path: string): Finding | undefined {
  const { enum: allowed } = schema;
  if (allowed === undefined || allowed.length === 0 || allowed.some(each => isChosen(value, each))) return undefined;
  const supported = allowed.map(each => (typeof each === 'string' ? each : goJson(each)));
  const text = `${path} in body should be one of [${supported.join(' ')}]`;
  return { text, name: path, toError: field => notSupported(field, value, supported) };
}

/** Equal after Go has converted the value to the type of the choice, which cuts fractions; null is never chosen. */
function isChosen(value: Json, choice: Json): boolean {
  if (value === null || choice === null) return false;
  if (typeof value === 'number' && typeof choice === 'number' && isGoInteger(choice)) {
    return Math.trunc(value) === choice;
  }
  if (typeof value === 'number' && typeof choice === 'string' && isGoInteger(value)) {
    return value >= 0 && value <= 0x10ffff && String.fromCodePoint(value) === choice;
  }
  const comparable = (isList(value) && isList(choice)) || (isObject(value) && isObject(choice));
  return comparable ? equal(value, choice) : value === choice;
}

function wrongType(path: string, type: string, actual: string): Finding {
  const text = `${path} in body must be of type ${type}: ${goQuote(actual)}`;
  return { text, name: path, toError: field => typeInvalid(field, actual, text) };
}

function finding(path: string, value: Json, rule: string): Finding {
  const text = `${path} in body ${rule}`;
  return { text, name: path, toError: field => invalid(field, value, text) };
}
