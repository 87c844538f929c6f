// Custom resources with every kind of list and map.
const TEXT = { type: 'string' };
const NUMBER = { type: 'integer' };
const PAIR = { type: 'object', properties: { x: TEXT, y: TEXT } };
const TEXTS = { type: 'array', items: TEXT };
const PRESERVE = { 'x-kubernetes-preserve-unknown-fields': true };

const SPEC = {
  type: 'object',
  properties: {
    replicas: NUMBER,
    text: TEXT,
    flag: { type: 'boolean' },
    ratio: { type: 'number' },
    date: { type: 'string', format: 'date-time' },
    nullable: { type: 'string', nullable: true },
    port: { 'x-kubernetes-int-or-string': true },
    pair: PAIR,
    granularPair: { ...PAIR, 'x-kubernetes-map-type': 'granular' },
    atomicPair: { ...PAIR, 'x-kubernetes-map-type': 'atomic' },
    map: { type: 'object', additionalProperties: TEXT },
    atomicMap: { type: 'object', additionalProperties: TEXT, 'x-kubernetes-map-type': 'atomic' },
    mapOfPairs: { type: 'object', additionalProperties: PAIR },
    mapOfLists: { type: 'object', additionalProperties: TEXTS },
    plainList: TEXTS,
    pairs: { type: 'array', items: PAIR },
    atomicList: { ...TEXTS, 'x-kubernetes-list-type': 'atomic' },
    set: { ...TEXTS, 'x-kubernetes-list-type': 'set' },
    numbers: { type: 'array', items: NUMBER, 'x-kubernetes-list-type': 'set' },
    items: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: TEXT,
          value: TEXT,
          pair: PAIR,
          tags: { ...TEXTS, 'x-kubernetes-list-type': 'set' },
        },
      },
    },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
      items: {
        type: 'object',
        required: ['port'],
        properties: { port: NUMBER, protocol: { ...TEXT, default: 'TCP' }, name: TEXT },
      },
    },
    defaulted: {
      type: 'object',
      properties: { mode: { ...TEXT, default: 'auto' }, level: { ...NUMBER, default: 1 }, note: TEXT },
    },
    free: { type: 'object', ...PRESERVE },
    partlyFree: { type: 'object', properties: { known: TEXT, list: TEXTS }, ...PRESERVE },
    template: { type: 'object', 'x-kubernetes-embedded-resource': true, ...PRESERVE },
  },
};

const STATUS = {
  type: 'object',
  properties: {
    phase: TEXT,
    replicas: NUMBER,
    conditions: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['type'],
      items: { type: 'object', required: ['type'], properties: { type: TEXT, status: TEXT, reason: TEXT } },
    },
  },
};

/** The schema of both kinds. */
export const SAMPLE_SCHEMA = { type: 'object', properties: { spec: SPEC, status: STATUS } };

/** `Sample` has the subresources `status` and `scale` and a second version, `Bare` has neither. */
export const SAMPLE_DEFINITIONS: readonly object[] = [
  definition('Sample', 'samples', ['v1', 'v1beta1'], {
    status: {},
    scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
  }),
  definition('Bare', 'bares', ['v1'], undefined),
];

function definition(
  kind: string,
  plural: string,
  versions: readonly string[],
  subresources: object | undefined,
): object {
  const group = 'patch.example';
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural },
      scope: 'Namespaced',
      versions: versions.map(name => ({
        name,
        served: true,
        storage: name === 'v1',
        schema: { openAPIV3Schema: SAMPLE_SCHEMA },
        ...(subresources !== undefined && { subresources }),
      })),
    },
  };
}
