import { expect, test } from 'vitest';
import { restoreError } from './restore-error.js';

const into = (value: string, type: string) =>
  `json: cannot unmarshal ${value} into Go struct field DeploymentSpec.spec.field of type ${type}`;

// As a kube-apiserver v1.36.3 said it.
test.each([
  [into('string', 'int32'), 'unrecognized type: int32'],
  [into('object', 'int32'), 'unrecognized type: int32'],
  [into('number', 'bool'), 'unrecognized type: bool'],
  [into('bool', 'string'), 'unrecognized type: string'],
  [into('number', 'string'), 'cannot convert int64 to string'],
  [into('number 1.5', 'int32'), 'cannot convert float64 to int32'],
  [into('string', 'v1.PodTemplateSpec'), 'cannot restore struct from: string'],
  [into('array', 'v1.LabelSelector'), 'cannot restore struct from: slice'],
  [into('string', '[]v1.Container'), 'cannot restore slice from string'],
  ["quantities must match the regular expression 'x'", "quantities must match the regular expression 'x'"],
])('%s', (complaint, expected) => {
  expect(restoreError(complaint)).toBe(expected);
});
