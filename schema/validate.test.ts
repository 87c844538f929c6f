import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FieldError, fieldErrorsText, fieldErrorText, invalid, required } from './field-error.js';
import type { Json, StructuralSchema } from './structural-schema.js';
import { hasRules, rulesNotChecked, validate, validateUpdate } from './validate.js';

// What the API server says of single keywords is in testdata/api-server-answers.json.

const INTEGER: StructuralSchema = { type: 'integer' };
const STATUS: StructuralSchema = {
  type: 'object',
  properties: {
    replicas: { ...INTEGER, minimum: 0 },
    names: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
  },
  required: ['phase'],
};

describe('names the field', () => {
  test('by the path of the value', () => {
    const [error] = validate(333, { ...INTEGER, minimum: 1234 }, { path: 'spec.port' });
    expect(error).toEqual<FieldError>({
      reason: 'FieldValueInvalid',
      field: 'spec.port',
      message: 'Invalid value: 333: spec.port in body should be greater than or equal to 1234',
      detail: 'spec.port in body should be greater than or equal to 1234',
    });
  });

  test('and leaves out of the sentence what it stands under, as for the status subresource', () => {
    const errors = validate({ replicas: -1, names: ['a', 'a'] }, STATUS, { under: 'status' });
    expect(errors.map(fieldErrorText)).toEqual([
      'status.replicas: Invalid value: -1: replicas in body should be greater than or equal to 0',
      'status.phase: Required value',
      'status.names[1]: Duplicate value: "a"',
    ]);
  });

  test('and calls the object itself <nil>', () => {
    expect(validate('a', STATUS).map(({ field }) => field)).toEqual(['<nil>']);
    expect(validate('a', STATUS, { under: 'status' }).map(({ field }) => field)).toEqual(['status']);
  });
});

describe('the text of errors', () => {
  test('is the error when there is one', () => {
    expect(fieldErrorsText([required('a')])).toBe('a: Required value');
  });

  test('is a list with equal ones once', () => {
    const errors = [required('a'), invalid('b', 1, 'no'), required('a')];
    expect(fieldErrorsText(errors)).toBe('[a: Required value, b: Invalid value: 1: no]');
  });
});

describe('rules in CEL', () => {
  const rules = { 'x-kubernetes-validations': [{ rule: 'self > 0' }] };

  test('are found at any depth', () => {
    expect(hasRules({ type: 'array', items: { type: 'object', additionalProperties: { ...INTEGER, ...rules } } })).toBe(
      true,
    );
    expect(hasRules(STATUS)).toBe(false);
  });

  test('are not checked after an error that they need not expect', () => {
    const schema = { ...STATUS, ...rules };
    expect(rulesNotChecked(validate({}, schema), schema)?.message).toMatch(
      /^Invalid value: null: some validation rules/,
    );
    expect(rulesNotChecked(validate({}, STATUS), STATUS)).toBeUndefined();
  });

  test('are checked after errors of other kinds', () => {
    const schema = { ...STATUS, ...rules };
    expect(rulesNotChecked(validate({ phase: '', replicas: -1 }, schema), schema)).toBeUndefined();
  });
});

test('lets the same scalar through again, whatever was wrong with it', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()), value => {
      const object = { replicas: value as Json };
      expect(validateUpdate(object, structuredClone(object), STATUS)).toEqual([]);
    }),
    { examples: [[-1], ['a']] },
  );
});

test('accepts exactly the whole numbers between the bounds', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (value, minimum, maximum) => {
      const accepted = validate(value, { ...INTEGER, minimum, maximum }).length === 0;
      expect(accepted).toBe(value >= minimum && value <= maximum);
    }),
  );
});
