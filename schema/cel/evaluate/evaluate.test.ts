import { expect, test } from 'vitest';
import { fieldErrorText } from '../../field-error.js';
import type { Json, StructuralSchema } from '../../structural-schema.js';
import recorded from '../testdata/evaluated-rules.json' with { type: 'json' };
import { celErrors, evaluateRules } from './rule-errors.js';

const SCHEMA = recorded.schema as StructuralSchema;

const cases = (recorded.cases as any[]).map(each => [each.rule as string, each] as const);

test.each(cases)('%s has the outcome and the cost that it has on the API server', (_, each) => {
  const { value, oldValue, errors, cost, ...rule } = each;
  const schema = { ...SCHEMA, 'x-kubernetes-validations': [rule] };
  const options = oldValue === undefined ? {} : { old: oldValue as Json, ratcheting: false };
  const found = evaluateRules(value as Json, schema, options);
  expect(found.errors.map(fieldErrorText)).toEqual(errors);
  expect(found.cost).toBe(cost);
});

function texts(value: Json, schema: StructuralSchema, old?: Json): readonly string[] {
  return celErrors(value, schema, old === undefined ? {} : { old }).map(fieldErrorText);
}

const rule = (text: string, more: object = {}) => ({ 'x-kubernetes-validations': [{ rule: text, ...more }] });

const PORTS: StructuralSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      ...rule('!has(self.low) || self.low < self.high', { fieldPath: '.low', reason: 'FieldValueForbidden' }),
      properties: {
        low: { type: 'integer', ...rule('self >= 0') },
        high: { type: 'integer', ...rule('self >= oldSelf', { message: 'must not shrink' }) },
        ports: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            ...rule('self.port != 0', { messageExpression: '"port of " + self.name' }),
            properties: { name: { type: 'string' }, port: { type: 'integer', ...rule('self == oldSelf') } },
          },
        },
        labels: { type: 'object', additionalProperties: { type: 'string', ...rule("self != ''") } },
      },
    },
  },
};

test('rules are evaluated at every depth, with paths, reasons and messages', () => {
  const spec = { low: -1, high: -2, ports: [{ name: 'a', port: 0 }], labels: { x: '' } };
  expect(texts({ spec }, PORTS)).toEqual([
    'spec.low: Forbidden: failed rule: !has(self.low) || self.low < self.high',
    'spec.low: Invalid value: -1: failed rule: self >= 0',
    'spec.ports[0]: Invalid value: port of a',
    'spec.labels[x]: Invalid value: "": failed rule: self != \'\'',
  ]);
});

test('rules that compare with what was before find it by the keys of lists', () => {
  const old = {
    spec: {
      high: 3,
      ports: [
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ],
    },
  };
  const spec = {
    high: 2,
    ports: [
      { name: 'b', port: 3 },
      { name: 'c', port: 4 },
    ],
  };
  expect(texts({ spec }, PORTS, old)).toEqual([
    'spec.high: Invalid value: 2: must not shrink',
    'spec.ports[0].port: Invalid value: 3: failed rule: self == oldSelf',
  ]);
});

test('what has not changed is let through, unless the rule compares with what was before', () => {
  const object = { spec: { low: -1, high: 5, ports: [{ name: 'a', port: 0 }] } };
  expect(texts({ spec: { ...object.spec, labels: { x: 'y' } } }, PORTS, object)).toEqual([]);
  expect(texts(object, PORTS)).toHaveLength(2);
});

test('a rule that would take too long ends at its limit, and no rule follows', () => {
  const list = Array.from({ length: 2000 }, (_, at) => at);
  const schema: StructuralSchema = {
    type: 'object',
    'x-kubernetes-validations': [
      { rule: 'self.l.all(x, self.l.all(y, self.l.all(z, x + y + z >= 0)))' },
      { rule: 'false' },
    ],
    properties: { l: { type: 'array', items: { type: 'integer' } } },
  };
  expect(texts({ l: list }, schema)).toEqual([
    expect.stringContaining(
      "'operation cancelled: actual cost limit exceeded': no further validation rules will be run",
    ),
  ]);
});
