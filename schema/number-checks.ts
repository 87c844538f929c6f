// Checks numbers: ranges of formats, bounds and multiples, with the arithmetic of Go's int64 and float64.
import { type FieldError, invalidShown } from './field-error.js';
import { type Finding, Findings } from './findings.js';
import { goFloat, goNumber } from './go-text.js';
import { isGoInteger } from './json.js';
import type { StructuralSchema } from './structural-schema.js';

/** The integer formats, and what they hold; of int64 what a JavaScript number can hold of it. */
export const INTEGER_RANGES: { readonly [format: string]: { readonly least: number; readonly greatest: number } } = {
  int32: { least: -(2 ** 31), greatest: 2 ** 31 - 1 },
  int64: { least: -(2 ** 63), greatest: 2 ** 63 - 1024 },
};

/**
 * @param format the format, when the API server checks it
 */
export function numberFindings(value: number, schema: StructuralSchema, format: string, path: string): Findings {
  const found = new Findings();
  const type = schema['x-kubernetes-int-or-string'] ? undefined : schema.type;
  const outside = (bound: number, what: string) => outsideRange(bound, type, format, what, path);
  const range = outside(value, 'Checked');
  if (range !== undefined) found.add(range);

  const { multipleOf, minimum, maximum } = schema;
  const check = (keyword: number, what: string, verify: (asInteger: boolean) => Finding | undefined) => {
    const unfit = outside(keyword, what);
    if (unfit !== undefined) found.add(unfit);
    // A whole number is compared as one, and the keyword cut to one, unless the keyword does not fit the type.
    const finding = verify(unfit === undefined && isGoInteger(value));
    if (finding !== undefined) found.add(finding);
  };
  if (multipleOf !== undefined) {
    check(multipleOf, 'MultipleOf', asInteger => multipleFinding(value, multipleOf, asInteger, path));
  }
  if (minimum !== undefined) {
    const exclusive = schema.exclusiveMinimum === true;
    check(minimum, 'Minimum boundary', asInteger => {
      const bound = asInteger ? toInt64(minimum) : minimum;
      if (exclusive ? value > bound : value >= bound) return undefined;
      const rule = exclusive ? 'should be greater than' : 'should be greater than or equal to';
      return inBody(path, `${rule} ${shown(bound, asInteger)}`, shown(value, asInteger));
    });
  }
  if (maximum !== undefined) {
    const exclusive = schema.exclusiveMaximum === true;
    check(maximum, 'Maximum boundary', asInteger => {
      const bound = asInteger ? toInt64(maximum) : maximum;
      if (exclusive ? value < bound : value <= bound) return undefined;
      const rule = exclusive ? 'should be less than' : 'should be less than or equal to';
      return inBody(path, `${rule} ${shown(bound, asInteger)}`, shown(value, asInteger));
    });
  }
  found.passed++;
  return found;
}

function multipleFinding(value: number, multipleOf: number, asInteger: boolean, path: string): Finding | undefined {
  const factor = asInteger ? toInt64(multipleOf) : multipleOf;
  if (factor <= 0) {
    const text = `factor MultipleOf declared for ${path} must be positive: ${shown(factor, asInteger)}`;
    return finding(path, text, shown(factor, asInteger));
  }
  const multiple = asInteger
    ? BigInt(value) % BigInt(factor) === 0n
    : isNearlyInteger(factor < 1 ? (1 / factor) * value : value / factor);
  if (multiple) return undefined;
  return inBody(path, `should be a multiple of ${shown(factor, asInteger)}`, shown(value, asInteger));
}

/** A number that the format, or an integer's type, cannot hold. The server tells it of the object, not of the field. */
function outsideRange(
  value: number,
  type: string | undefined,
  format: string,
  what: string,
  path: string,
): Finding | undefined {
  if (type === 'integer') {
    const range = INTEGER_RANGES[format];
    if (isGoInteger(value) && (range === undefined || (value >= range.least && value <= range.greatest))) {
      return undefined;
    }
  } else if (type !== 'number' || format !== 'float' || Number.isFinite(Math.fround(value))) {
    return undefined;
  }
  const named = format === '' ? '(default format)' : `with format ${format}`;
  const text = `${what} value must be of type ${type} ${named} in ${path}`;
  return { text, name: undefined, toError: field => invalidShown(field, '""', text) };
}

const MAX_SAFE = 2 ** 53 - 1;

/** Whether a float64 passes for a whole number: up to a relative error of 1e-9. */
export function isNearlyInteger(value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > MAX_SAFE) return false;
  if (Number.isInteger(value)) return true;
  // Below zero the server compares with a number that has wrapped around, so nothing is near enough.
  const whole = Math.trunc(value);
  return value > 0 && whole !== 0 && (value - whole) / (value + whole) < 1e-9;
}

/** The float64 as Go cuts it to an int64. */
function toInt64(value: number): number {
  const whole = Math.trunc(value);
  return isGoInteger(whole) ? whole : -(2 ** 63);
}

function shown(value: number, asInteger: boolean): string {
  return asInteger ? goNumber(value) : goFloat(value);
}

function inBody(path: string, rule: string, value: string): Finding {
  return finding(path, `${path} in body ${rule}`, value);
}

function finding(path: string, text: string, value: string): Finding {
  return { text, name: path, toError: (field): FieldError => invalidShown(field, value, text) };
}
