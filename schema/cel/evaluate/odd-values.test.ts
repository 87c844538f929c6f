// Corners of the values of CEL. What each becomes was recorded of k8s.io/apiextensions-apiserver v0.36.3.
import { describe, expect, test } from 'vitest';
import { compileRule } from '../compile-rule.js';
import { evaluateRules } from './rule-errors.js';

/** What a message says of the value. */
function shown(expression: string): string {
  const rule = { rule: 'false', messageExpression: `'%s'.format([dyn(${expression})])` };
  const { errors } = evaluateRules({}, { type: 'object', 'x-kubernetes-validations': [rule] });
  return errors[0]?.detail ?? '';
}

describe('times keep the zone in which they are written, for their text', () => {
  test.each([
    ["timestamp('2021-06-01T00:00:00+05:30')", '2021-06-01T00:00:00+05:30'],
    ["timestamp('2021-06-01T00:00:00.5-00:30') + duration('1h')", '2021-06-01T01:00:00.5-00:30'],
    ["timestamp('2021-06-01T00:00:00+00:00')", '2021-06-01T00:00:00Z'],
    ["timestamp('2021-06-01T00:00:00+05:30').getHours()", '18'],
    ["timestamp('2021-06-01T00:00:00+05:30').getHours('+05:30')", '0'],
    ["timestamp('2021-06-01T00:00:00+05:30') == timestamp('2021-05-31T18:30:00Z')", 'true'],
    ["timestamp('0001-01-01T00:00:00Z').getFullYear('America/New_York')", '0'],
    ["timestamp('2021-01-01T00:00:00Z').getHours('Local')", '0'],
  ])('%s is %s', (expression, text) => {
    expect(shown(expression)).toBe(text);
  });
});

test.each([
  ['2021-03-01T15:30:00+05:30', '2021-03-01T15:30:00+05:30'],
  ['2021-03-01T15:30:00.5Z', '2021-03-01T15:30:00.5Z'],
  ['2021-03-01t15:30:00z', 'cannot parse'],
  ['2021-03-01T15:30:00+0530', 'extra text: "+0530"'],
])('a date-time %s is %s to rules', (at, text) => {
  const schema = {
    type: 'object',
    properties: { at: { type: 'string', format: 'date-time' } },
    'x-kubernetes-validations': [{ rule: "string(self.at) == ''", messageExpression: 'string(self.at)' }],
  } as const;
  expect(evaluateRules({ at }, schema).errors[0]?.detail).toContain(text);
});

test('a day that does not exist, which an older object may have, is no time to rules', () => {
  const schema = {
    type: 'object',
    properties: { day: { type: 'string', format: 'date' } },
    'x-kubernetes-validations': [{ rule: 'self.day.getDate() == 2' }],
  } as const;
  expect(evaluateRules({ day: '2021-02-30' }, schema).errors[0]?.detail).toContain('Invalid date formatted string');
});

describe('numbers are written and read as Go does', () => {
  test.each([
    ["'%.0f'.format([0.5])", '0'],
    ["'%.0f'.format([1.5])", '2'],
    ["'%.1f'.format([0.25])", '0.2'],
    ["'%f'.format([-0.0])", '0.000000'],
    ["'%.120f'.format([0.5]).size()", '122'],
    ["'%.300f'.format([0.1]).size()", '57'],
    ["'%e'.format([1234.5678])", '1.234568×10⁰³'],
    ["'%.9e'.format([1048576.5]).size()", '13'],
    ["'%.14e'.format([1.0])", '1.000000×10⁰⁰'],
    ["double('0x1.8p-1074')", '1e-323'],
    ["double('0x_1p0')", '1'],
    ["string(double('-inf'))", '-Inf'],
    ["duration('0.0000000000000000000000001h')", '0s'],
    ["duration('0.29m')", '17.4s'],
    ["quantity('99999999999999999999').asApproximateFloat()", '1e+20'],
    ["sign(quantity('1e100'))", '1'],
    ["quantity('9Ei').asApproximateFloat()", '9.223372036854776e+18'],
    [
      "['.', 'm', 'Ki', '-', 'e3', 'Pi', 'e-10', ''].map(text, isQuantity(text))",
      '[true, true, true, true, true, false, false, false]',
    ],
    ["{dyn(1): 'int', dyn(1u): 'uint'}.size()", '2'],
    ["{dyn(1.0): 'double'}[?dyn(1)].hasValue()", 'false'],
    ["{dyn(1): 'int'}[dyn(1.0)]", 'int'],
  ])('%s is %s', (expression, text) => {
    expect(shown(expression)).toBe(text);
  });
});

describe('URLs have no fragment', () => {
  test.each([
    ["url('https://a/b?x=1#f').getQuery()", '{"x":["1"]}'],
    ["url('/a#b').getEscapedPath()", '/a'],
    ["url('http://a\"b').getHost()", 'a"b'],
    ["url('http://a?') == url('http://a')", 'false'],
    ["url('http://a/#b') == url('http://a/')", 'false'],
  ])('%s is %s', (expression, text) => {
    expect(shown(expression)).toBe(text);
  });
});

test.each([
  ["timestamp('2021-01-01T00:00:00Z').getHours('utc') == 0", 'unknown time zone utc'],
  ["timestamp('2021-01-01T00:00:00Z').getHours('+0530') == 0", 'unknown time zone +0530'],
  ["timestamp('2021-01-01T00:00:00Z').getHours('../x') == 0", 'time: invalid location name'],
  ["duration('9223372036854775807ns') + duration('1ns') == duration('0')", 'integer overflow'],
  ["timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z') == duration('0')", 'integer overflow'],
  ["'%s'.format([[dyn(optional.of(1))]]) == ''", 'error during formatting: no formatting function for optional_type'],
])('%s fails: %s', (rule, message) => {
  const { errors } = evaluateRules({}, { type: 'object', 'x-kubernetes-validations': [{ rule }] });
  expect(errors.map(each => each.detail)).toEqual([`${message} evaluating rule: ${rule}`]);
});

test.each([
  ['{dyn(null): 1}[dyn(null)] == 1', 'program instantiation failed: invalid qualifier type: types.Null'],
  ["int(double('nan')) == 1", 'program instantiation failed: integer overflow'],
  ["double('0x1p99999') > 1.0", "program instantiation failed: type conversion error from 'string' to 'double'"],
])('%s is refused beforehand', (rule, detail) => {
  const compiled = compileRule({ schema: { type: 'object' }, isResourceRoot: false }, rule);
  expect('detail' in compiled && compiled.detail).toBe(detail);
});

test('long texts are read in no time', () => {
  const schema = {
    type: 'object',
    properties: { text: { type: 'string' } },
    'x-kubernetes-validations': [
      { rule: 'url(self.text).getQuery().size() == 2' },
      { rule: 'int(self.text.replace("/?a&", "").replace("a&", "9")) == 1' },
      { rule: 'duration(self.text.replace("/?a&", "1.").replace("a&", "9") + "s") == duration("2s")' },
    ],
  } as const;
  const { errors } = evaluateRules({ text: `/?a&${'a&'.repeat(300_000)}` }, schema);
  expect(errors.map(each => each.detail.split(' evaluating')[0])).toEqual([
    'failed rule: url(self.text).getQuery().size() == 2',
    "type conversion error from 'string' to 'int'",
  ]);
});

test('bytes may be as long as a rule', () => {
  const rule = `b'${'é'.repeat(90_000)}'.size() == 180000`;
  expect(evaluateRules({}, { type: 'object', 'x-kubernetes-validations': [{ rule }] }).errors).toEqual([]);
});
