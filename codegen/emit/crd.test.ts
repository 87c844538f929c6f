import { describe, expect, it } from 'vitest';
import type { ResourceModel } from '../model/api-model.js';
import { definitionsOf } from '../model/definitions.js';
import type { SchemaNode } from '../model/schema-node.js';
import { crdFileName, customResourceDefinition, type DefinitionOptions } from './crd.js';
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

const OPTIONS: DefinitionOptions = { annotations: { 'kubewright.dev/version': '1.2.3' } };

/** Of the one kind that the classes are versions of. */
function definition(...classes: ResourceModel[]) {
  const [first] = definitionsOf(classes);
  if (first === undefined) throw new Error('no class');
  return customResourceDefinition(first, OPTIONS);
}

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
    expect(printYaml(definition(resource))).toBe(`---
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
    expect(definition({ ...redis, scope: 'Cluster' })).toMatchObject({
      spec: {
        names: { kind: 'Redis', listKind: 'RedisList', plural: 'redis', singular: 'redis' },
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
    const text = printYaml(definition(redis));
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
    const { spec } = definition({ ...redis, schema: node(keywords) }) as unknown as {
      spec: { versions: [{ schema: { openAPIV3Schema: unknown } }] };
    };
    expect(spec.versions[0].schema.openAPIV3Schema).toEqual(keywords);
  });
});

describe('versions', () => {
  const version = (name: string, changes: Partial<ResourceModel> = {}) => ({ ...redis, version: name, ...changes });
  const spec = (...classes: ResourceModel[]) =>
    (definition(...classes) as unknown as { spec: { versions: { name: string }[] } }).spec;

  it('stand in the order in which clients prefer them, whatever the order of the source', () => {
    const classes = [version('v1'), version('v2alpha1'), version('v10', { storage: true }), version('v1beta1')];
    expect(spec(...classes)).toMatchObject({
      versions: [
        { name: 'v10', served: true, storage: true },
        { name: 'v1', served: true, storage: false },
        { name: 'v1beta1', storage: false },
        { name: 'v2alpha1', storage: false },
      ],
    });
    expect(spec(...classes.toReversed())).toEqual(spec(...classes));
  });

  it('say what they are, and those that are skipped are not there', () => {
    expect(
      spec(
        version('v1', { deprecated: true, storage: true }),
        version('v1beta1', { deprecated: 'use v1', served: false }),
        version('v2', { skip: true }),
      ).versions,
    ).toEqual([
      expect.objectContaining({ name: 'v1', deprecated: true, storage: true }),
      expect.objectContaining({ name: 'v1beta1', deprecated: true, deprecationWarning: 'use v1', served: false }),
    ]);
  });

  it('share the names, labels and annotations that any of them says', () => {
    const said = { shortNames: origin, listKind: origin };
    const classes = [
      version('v2', { storage: true, labels: { team: 'web' } }),
      version('v1', { shortNames: ['rd'], listKind: 'Redises', said, annotations: { a: 'b' } }),
    ];
    expect(definition(...classes)).toMatchObject({
      metadata: { labels: { team: 'web' }, annotations: { a: 'b', 'kubewright.dev/version': '1.2.3' } },
      spec: { names: { shortNames: ['rd'], listKind: 'Redises' } },
    });
  });

  it('are converted by the webhook as soon as one says how', () => {
    const hub = { group: redis.group, version: 'v2', kind: 'Redis' };
    const classes = [version('v2', { storage: true }), version('v1', { conversion: { hub, origin } })];
    expect(definition(...classes)).toMatchObject({
      spec: {
        conversion: {
          strategy: 'Webhook',
          webhook: {
            clientConfig: { service: { name: 'webhook-service', namespace: 'system', path: '/convert' } },
            conversionReviewVersions: ['v1'],
          },
        },
      },
    });
    const [kind] = definitionsOf(classes);
    const webhookService = { name: 'hooks', namespace: 'redis', port: 9443 };
    expect(kind && customResourceDefinition(kind, { ...OPTIONS, webhookService })).toMatchObject({
      spec: {
        conversion: {
          webhook: { clientConfig: { service: { name: 'hooks', namespace: 'redis', path: '/convert', port: 9443 } } },
        },
      },
    });
  });
});

describe('crdFileName', () => {
  it('is the group and the plural', () => {
    expect(crdFileName(redis)).toBe('myapp.tangx.in_redis.yaml');
  });
});
