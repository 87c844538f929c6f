import { describe, expect, test } from 'vitest';
import { parseJsonPath, schemaAtPath } from './json-path.js';
import type { StructuralSchema } from './structural-schema.js';

const RESOURCE: StructuralSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        replicas: { type: 'integer' },
        limits: { type: 'object', additionalProperties: { type: 'string' } },
        'dotted.name': { type: 'boolean' },
        anything: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
    status: {
      type: 'object',
      properties: {
        conditions: { type: 'array', items: { type: 'object', properties: { status: { type: 'string' } } } },
      },
    },
  },
};

describe('follows', () => {
  test.each([
    ['.spec.replicas', 'integer'],
    ['.spec.limits.cpu', 'string'],
    ["['spec']['dotted.name']", 'boolean'],
    ['.spec.dotted\\.name', 'boolean'],
    ['.status.conditions', 'array'],
    ['.status.conditions[0].status', 'string'],
    ['.status.conditions[*].status', 'string'],
    ['.status.conditions[?(@.type=="Ready")].status', 'string'],
    ['.spec.anything.at.all', undefined],
  ])('%s', (path, type) => {
    const result = schemaAtPath(RESOURCE, path);
    expect(result.found && result.schema.type).toBe(type);
  });
});

describe('tells the step that leads nowhere, and what is there instead', () => {
  test.each([
    ['.spec.replica', '.spec', '.replica', ['replicas', 'limits', 'dotted.name', 'anything']],
    ['.spec.replicas.x', '.spec.replicas', '.x', []],
    ['.spec[0]', '.spec', '[0]', ['replicas', 'limits', 'dotted.name', 'anything']],
    ['.stats', '', '.stats', ['spec', 'status']],
  ])('%s', (path, at, step, instead) => {
    expect(schemaAtPath(RESOURCE, path)).toEqual({ found: false, at, step, instead });
  });
});

test.each(['', 'spec', '.', '.spec.', '.spec[', '{.spec}', '.spec..replicas'])('refuses "%s" as no path', path => {
  expect(parseJsonPath(path)).toBeUndefined();
});
