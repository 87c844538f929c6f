import { describe, expect, it } from 'vitest';
import type { ResourceModel } from '../model/api-model.js';
import type { SchemaNode } from '../model/schema-node.js';
import { crdFileName, customResourceDefinition } from './crd.js';
import { printYaml } from './yaml.js';

const origin = { file: '/api/v1/redis.ts', line: 1, column: 1 };
const node = (schema: Omit<SchemaNode, 'origin' | 'said'>): SchemaNode => ({
  origin,
  said: { type: origin },
  ...schema,
});

const redis: ResourceModel = {
  group: 'myapp.tangx.in',
  version: 'v1',
  kind: 'Redis',
  plural: 'redis',
  singular: 'redis',
  shortNames: [],
  categories: [],
  scope: 'Namespaced',
  status: false,
  printColumns: [],
  schema: node({ type: 'object' }),
  origin,
  said: {},
};

describe('customResourceDefinition', () => {
  it('prints as controller-gen prints a definition', () => {
    const resource: ResourceModel = {
      ...redis,
      shortNames: ['rd'],
      categories: ['all'],
      status: true,
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        labelSelectorPath: '.status.selector',
        origin,
        said: {},
      },
      printColumns: [
        { name: 'Replicas', type: 'integer', jsonPath: '.status.replicas', origin, said: {} },
        {
          name: 'Age',
          type: 'date',
          jsonPath: '.metadata.creationTimestamp',
          priority: 1,
          description: 'how old',
          origin,
          said: {},
        },
      ],
      schema: node({
        type: 'object',
        description: 'A Redis.\nOf Pods.',
        required: ['spec', 'metadata'],
        properties: {
          spec: node({
            type: 'object',
            properties: {
              tags: node({ type: 'array', items: node({ type: 'string' }) }),
              labels: node({ type: 'object', additionalProperties: node({ type: 'string', enum: ['on', 'off'] }) }),
            },
          }),
          metadata: node({ type: 'object' }),
        },
      }),
    };
    expect(printYaml(customResourceDefinition(resource, '1.2.3'))).toBe(`---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    kubewright.dev/version: 1.2.3
  name: redis.myapp.tangx.in
spec:
  group: myapp.tangx.in
  names:
    categories:
    - all
    kind: Redis
    listKind: RedisList
    plural: redis
    shortNames:
    - rd
    singular: redis
  scope: Namespaced
  versions:
  - additionalPrinterColumns:
    - jsonPath: .status.replicas
      name: Replicas
      type: integer
    - description: how old
      jsonPath: .metadata.creationTimestamp
      name: Age
      priority: 1
      type: date
    name: v1
    schema:
      openAPIV3Schema:
        description: |-
          A Redis.
          Of Pods.
        properties:
          metadata:
            type: object
          spec:
            properties:
              labels:
                additionalProperties:
                  enum:
                  - "on"
                  - "off"
                  type: string
                type: object
              tags:
                items:
                  type: string
                type: array
            type: object
        required:
        - metadata
        - spec
        type: object
    served: true
    storage: true
    subresources:
      scale:
        labelSelectorPath: .status.selector
        specReplicasPath: .spec.replicas
        statusReplicasPath: .status.replicas
      status: {}
`);
  });

  it('leaves out what a resource does not have', () => {
    expect(customResourceDefinition({ ...redis, scope: 'Cluster' }, '1.2.3')).toMatchObject({
      spec: {
        names: { kind: 'Redis', listKind: 'RedisList', plural: 'redis', singular: 'redis' },
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
    const text = printYaml(customResourceDefinition(redis, '1.2.3'));
    expect(text).not.toMatch(/shortNames|categories|additionalPrinterColumns|subresources|origin|said|required/);
  });

  it('keeps every keyword of a schema', () => {
    const keywords = {
      'x-kubernetes-int-or-string': true,
      'x-kubernetes-list-map-keys': ['b', 'a'],
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-preserve-unknown-fields': true,
      anyOf: [{ type: 'integer' }, { type: 'string' }],
      default: { a: [0, false, null, ''] },
      format: 'int32',
      maximum: 0,
      minLength: 0,
      nullable: true,
      pattern: '^a$',
    } as const;
    const { spec } = customResourceDefinition({ ...redis, schema: node(keywords) }, '1') as unknown as {
      spec: { versions: [{ schema: { openAPIV3Schema: unknown } }] };
    };
    expect(spec.versions[0].schema.openAPIV3Schema).toEqual(keywords);
  });
});

describe('crdFileName', () => {
  it('is the group and the plural', () => {
    expect(crdFileName(redis)).toBe('myapp.tangx.in_redis.yaml');
  });
});
