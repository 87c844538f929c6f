// A definition with something of everything, for mutations to spoil.

/** The API server takes it. */
export const RICH_DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'lamps.rich.example.com' },
  spec: {
    group: 'rich.example.com',
    names: {
      kind: 'Lamp',
      listKind: 'LampList',
      plural: 'lamps',
      singular: 'lamp',
      shortNames: ['lm'],
      categories: ['all'],
    },
    scope: 'Namespaced',
    conversion: {
      strategy: 'Webhook',
      webhook: {
        clientConfig: { service: { name: 'hook', namespace: 'lamps', path: '/convert', port: 443 } },
        conversionReviewVersions: ['v1'],
      },
    },
    versions: [version('v1', true), { ...version('v1beta1', false), deprecated: true, deprecationWarning: 'use v1' }],
  },
} as const;

function version(name: string, storage: boolean) {
  const rule = (text: string, more: object = {}) => ({ rule: text, ...more });
  const spec = {
    type: 'object',
    required: ['color', 'ports'],
    'x-kubernetes-validations': [
      rule("self.color != 'red' || self.replicas < 10", { message: 'no red', fieldPath: '.replicas' }),
      rule('self.replicas >= oldSelf.replicas', {
        reason: 'FieldValueForbidden',
        messageExpression: "'it is ' + self.color",
      }),
    ],
    properties: {
      color: { type: 'string', enum: ['red', 'green', 'blue'], default: 'green', maxLength: 20 },
      replicas: { type: 'integer', format: 'int32', minimum: 0, maximum: 100, default: 1 },
      ratio: { type: 'number', exclusiveMinimum: true, minimum: 0, multipleOf: 0.5 },
      on: { type: 'boolean', nullable: true },
      pattern: { type: 'string', pattern: '^[a-z]+$', minLength: 1, maxLength: 10, default: 'abc' },
      surge: {
        anyOf: [{ type: 'integer' }, { type: 'string' }],
        'x-kubernetes-int-or-string': true,
        pattern: '^[0-9]+%?$',
      },
      ports: {
        type: 'array',
        minItems: 1,
        maxItems: 16,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['port', 'protocol'],
        items: {
          type: 'object',
          required: ['port'],
          'x-kubernetes-validations': [
            rule('self.port >= oldSelf.port', { optionalOldSelf: false }),
            rule('self.port > 0'),
          ],
          properties: {
            port: { type: 'integer' },
            protocol: { type: 'string', default: 'TCP', maxLength: 10 },
          },
        },
      },
      tags: {
        type: 'array',
        maxItems: 20,
        'x-kubernetes-list-type': 'set',
        items: { type: 'string', maxLength: 30 },
        'x-kubernetes-validations': [rule("self.all(t, t.startsWith('a'))")],
      },
      labels: {
        type: 'object',
        maxProperties: 10,
        additionalProperties: { type: 'string', maxLength: 63 },
        'x-kubernetes-validations': [rule("self.all(k, k != 'x')")],
      },
      place: {
        type: 'object',
        'x-kubernetes-map-type': 'atomic',
        default: { room: 'hall' },
        properties: {
          room: { type: 'string', 'x-kubernetes-validations': [rule("self != 'cellar'")] },
          floor: { type: 'integer' },
        },
      },
      template: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-preserve-unknown-fields': true,
        properties: { kind: { type: 'string' }, apiVersion: { type: 'string' }, metadata: { type: 'object' } },
      },
      anything: { 'x-kubernetes-preserve-unknown-fields': true },
      choice: {
        type: 'object',
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
        not: { properties: { a: { minLength: 5 } } },
        properties: { a: { type: 'string' }, b: { type: 'string' } },
      },
    },
  };
  return {
    name,
    served: true,
    storage,
    additionalPrinterColumns: [
      { name: 'Replicas', type: 'integer', format: 'int32', jsonPath: '.status.replicas' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 1 },
    ],
    selectableFields: [{ jsonPath: '.spec.color' }, ...(storage ? [{ jsonPath: '.spec.replicas' }] : [])],
    subresources: {
      status: {},
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        labelSelectorPath: '.status.selector',
      },
    },
    schema: {
      openAPIV3Schema: {
        type: 'object',
        description: `A lamp of ${name}.`,
        required: ['spec'],
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 63 } } },
          spec,
          status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } },
        },
      },
    },
  };
}
