// What schemas of definitions do to objects.
import { serveWidgets, specSchema, versionOf, WIDGET_SCHEMA, watchesAgain } from '../definitions.js';
import { custom } from '../objects.js';
import { area, ask, given, type Scenario, scenario, until } from '../scenario.js';

const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };

/** Creates objects under a schema of `spec`, each a question. */
function underSchema(group: string, properties: object, specs: Readonly<Record<string, object>>): Scenario {
  const path = `${group}.conformance.dev/v1/widgets`;
  const questions = Object.entries(specs).map(([name, spec], i) =>
    ask(name, `POST ${path}`, custom(group, `w-${i}`, { spec })),
  );
  return scenario(group, serveWidgets(group, specSchema(properties)), ...questions);
}

const items = (type: string, rest: object = {}) => ({ type: 'array', 'x-kubernetes-list-type': type, ...rest });

export const customResources = area(
  'custom resources',
  underSchema(
    'limits',
    {
      n: { type: 'integer', minimum: 1, maximum: 9, multipleOf: 3 },
      x: { type: 'number', exclusiveMinimum: true, minimum: 0 },
      s: { type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]+$' },
      l: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'string' } },
      m: { type: 'object', minProperties: 1, maxProperties: 2, additionalProperties: { type: 'integer' } },
      e: { type: 'string', enum: ['a', 'b'] },
      b: { type: 'boolean' },
    },
    {
      'within all limits': { n: 3, x: 0.5, s: 'abc', l: ['a'], m: { a: 1 }, e: 'a', b: true },
      'numbers too small': { n: 0, x: 0 },
      'a number too great': { n: 12 },
      'no multiple': { n: 4 },
      'a text too short': { s: 'a' },
      'a text too long': { s: 'abcde' },
      'a text of another pattern': { s: 'AB' },
      'too few': { l: [], m: {} },
      'too many': { l: ['a', 'b', 'c'], m: { a: 1, b: 2, c: 3 } },
      'not one of an enumeration': { e: 'c' },
      'wrong types': { n: 'a', s: 1, l: {}, m: [], b: 'true' },
      'a fraction where there are none': { n: 1.5 },
      'a wrong type in a list': { l: ['a', 1] },
      'a wrong type in a map': { m: { a: 'b' } },
    },
  ),
  underSchema(
    'formats',
    {
      date: { type: 'string', format: 'date-time' },
      day: { type: 'string', format: 'date' },
      mail: { type: 'string', format: 'email' },
      ip: { type: 'string', format: 'ipv4' },
      uuid: { type: 'string', format: 'uuid' },
      bytes: { type: 'string', format: 'byte' },
      uri: { type: 'string', format: 'uri' },
      small: { type: 'integer', format: 'int32' },
      time: { type: 'string', format: 'duration' },
      other: { type: 'string', format: 'unheard-of' },
    },
    {
      'formats that are kept': {
        date: '2020-01-01T00:00:00Z',
        day: '2020-01-01',
        mail: 'a@b.dev',
        ip: '1.2.3.4',
        bytes: 'YQ==',
        uri: 'https://a.dev',
        small: 1,
        time: '5s',
        other: 'x',
      },
      'no date': { date: 'yesterday', day: '2020-13-01' },
      'no address': { mail: 'a', ip: '1.2.3' },
      'no uuid and no bytes': { uuid: 'x', bytes: '???' },
      'no uri and no duration': { uri: 'a b', time: 'long' },
      'a number too great for its format': { small: 3_000_000_000 },
    },
  ),
  underSchema(
    'defaults',
    {
      a: { type: 'string', default: 'x' },
      o: { type: 'object', properties: { b: { type: 'integer', default: 5 } } },
      d: { type: 'object', default: {}, properties: { b: { type: 'integer', default: 6 } } },
      l: { type: 'array', items: { type: 'object', properties: { c: { type: 'string', default: 'y' } } } },
      n: { type: 'string', nullable: true, default: 'z' },
      q: { type: 'string' },
    },
    {
      'nothing said': {},
      'a parent that is there': { o: {}, l: [{}, { c: 'own' }] },
      'null where it may be and where it may not': { a: null, n: null },
      'null without a default': { q: null },
      'null in a list': { l: [null] },
    },
  ),
  underSchema(
    'special',
    {
      port: { 'x-kubernetes-int-or-string': true },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { known: { type: 'string' } } },
      pod: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
      any: { 'x-kubernetes-preserve-unknown-fields': true },
      not: { type: 'integer', not: { enum: [1] } },
      one: { type: 'integer', anyOf: [{ minimum: 10 }, { maximum: 2 }] },
      all: { type: 'integer', allOf: [{ minimum: 10 }, { multipleOf: 2 }], oneOf: [{ maximum: 20 }, { minimum: 15 }] },
    },
    {
      'an integer or a text': { port: 1 },
      'a text or an integer': { port: 'http' },
      'neither an integer nor a text': { port: true },
      'unknown fields that are kept': { free: { x: 1 }, any: [1, { a: null }] },
      'unknown fields that are lost': { nothing: 1 },
      'a wrong type among unknown fields': { free: { known: 1 } },
      'an embedded object': { pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', nothing: 1 }, spec: {} } },
      'an embedded object without a kind': { pod: { metadata: { name: 'A_b' } } },
      'what may not be': { not: 1 },
      'none of some': { one: 5 },
      'not all': { all: 7 },
      'more than one': { all: 16 },
    },
  ),
  underSchema(
    'lists',
    {
      set: items('set', { items: { type: 'string' } }),
      map: items('map', {
        'x-kubernetes-list-map-keys': ['name'],
        items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, v: { type: 'integer' } } },
      }),
      two: items('map', {
        'x-kubernetes-list-map-keys': ['a', 'b'],
        items: { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'integer' } } },
      }),
    },
    {
      'sets and maps': {
        set: ['a', 'b'],
        map: [{ name: 'a' }, { name: 'b' }],
        two: [
          { a: 'x', b: 1 },
          { a: 'x', b: 2 },
        ],
      },
      'a set with the same twice': { set: ['a', 'b', 'a'] },
      'a map with a key twice': { map: [{ name: 'a' }, { name: 'a', v: 1 }] },
      'a map with two keys twice': {
        two: [
          { a: 'x', b: 1 },
          { a: 'x', b: 1 },
        ],
      },
      'a map without a key': { map: [{ v: 1 }] },
    },
  ),
  scenario(
    'ratcheting',
    serveWidgets(
      'ratchet',
      specSchema({ a: { type: 'string' }, b: { type: 'string' }, l: { type: 'array', items: { type: 'string' } } }),
    ),
    given(
      'POST ratchet.conformance.dev/v1/widgets',
      custom('ratchet', 'a', { spec: { a: 'long', b: 'long', l: ['long', 'long'] } }),
    ),
    given('JSON /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.ratchet.conformance.dev', [
      { op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/a/maxLength', value: 2 },
      {
        op: 'add',
        path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/l/items/maxLength',
        value: 2,
      },
      { op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/required', value: ['c'] },
      {
        op: 'add',
        path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/c',
        value: { type: 'string' },
      },
    ]),
    until(
      'POST ratchet.conformance.dev/v1/widgets?dryRun=All',
      422,
      custom('ratchet', 'b', { spec: { a: 'long', c: 'c' } }),
    ),
    watchesAgain('ratchet'),
    ask('an object of before is read', 'GET ratchet.conformance.dev/v1/widgets/a'),
    ask('what was wrong before may stay', 'MERGE ratchet.conformance.dev/v1/widgets/a', {
      spec: { b: 'other', c: 'c' },
    }),
    ask('what is missing may not', 'MERGE ratchet.conformance.dev/v1/widgets/a', { spec: { b: 'more', c: null } }),
    ask('what changes has to be right', 'MERGE ratchet.conformance.dev/v1/widgets/a', { spec: { a: 'longer' } }),
    ask('a list that changes has to be right as a whole', 'MERGE ratchet.conformance.dev/v1/widgets/a', {
      spec: { l: ['long', 'long', 'x'] },
    }),
    ask('metadata may change', 'MERGE ratchet.conformance.dev/v1/widgets/a', { metadata: { labels: { a: 'b' } } }),
  ),
  scenario(
    'columns and fields',
    serveWidgets('columns', {
      additionalPrinterColumns: [
        { name: 'Color', type: 'string', jsonPath: '.spec.color' },
        { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas', priority: 1, description: 'How many.' },
        { name: 'First', type: 'string', jsonPath: '.spec.parts[0]' },
        { name: 'Since', type: 'date', jsonPath: '.metadata.creationTimestamp' },
      ],
      selectableFields: [{ jsonPath: '.spec.color' }],
    }),
    given(
      'POST columns.conformance.dev/v1/widgets',
      custom('columns', 'a', { spec: { color: 'red', parts: ['p', 'q'] } }),
    ),
    given('POST columns.conformance.dev/v1/widgets', custom('columns', 'b', { spec: {} })),
    ask('a table', 'GET columns.conformance.dev/v1/widgets', undefined, TABLE),
    ask('a table of one', 'GET columns.conformance.dev/v1/widgets/a', undefined, TABLE),
    ask(
      'a field that may be selected',
      'GET columns.conformance.dev/v1/widgets?fieldSelector=spec.color%3Dred',
      undefined,
      TABLE,
    ),
    ask('a field that may not', 'GET columns.conformance.dev/v1/widgets?fieldSelector=spec.note%3Dred'),
    ask('metadata of a list', 'GET columns.conformance.dev/v1/widgets', undefined, {
      headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' },
    }),
    ask('YAML', 'GET columns.conformance.dev/v1/widgets/a', undefined, { headers: { accept: 'application/yaml' } }),
    ask('protobuf', 'GET columns.conformance.dev/v1/widgets/a', undefined, {
      headers: { accept: 'application/vnd.kubernetes.protobuf' },
    }),
    serveWidgets('plain'),
    given('POST plain.conformance.dev/v1/widgets', custom('plain', 'a')),
    ask('a table without columns of its own', 'GET plain.conformance.dev/v1/widgets', undefined, TABLE),
  ),
  scenario(
    'versions',
    serveWidgets(
      'versions',
      {},
      {
        versions: [
          versionOf({ storage: false }),
          versionOf({
            name: 'v2',
            schema: {
              openAPIV3Schema: {
                ...WIDGET_SCHEMA,
                properties: {
                  spec: {
                    type: 'object',
                    properties: { color: { type: 'string' }, extra: { type: 'string', default: 'e' } },
                  },
                },
              },
            },
          }),
          versionOf({ name: 'v3', storage: false, served: false }),
          versionOf({ name: 'v1beta1', storage: false, deprecated: true, deprecationWarning: 'v1beta1 is old' }),
          versionOf({ name: 'v1alpha1', storage: false, deprecated: true }),
        ],
      },
    ),
    ask('the group says them in order', 'GET /apis/versions.conformance.dev'),
    given('POST versions.conformance.dev/v1/widgets', custom('versions', 'a', { spec: { color: 'red', note: 'n' } })),
    ask('another version of the same object', 'GET versions.conformance.dev/v2/widgets/a'),
    ask('a list of another version', 'GET versions.conformance.dev/v2/widgets'),
    ask('a patch in another version', 'MERGE versions.conformance.dev/v2/widgets/a', { spec: { extra: 'x' } }),
    ask('a version that is not served', 'GET versions.conformance.dev/v3/widgets'),
    ask('a version that is old warns', 'GET versions.conformance.dev/v1beta1/widgets/a'),
    ask('a version that is old warns in words of its own', 'GET versions.conformance.dev/v1alpha1/widgets/a'),
    ask(
      'an object of another version than its path',
      'POST versions.conformance.dev/v2/widgets',
      custom('versions', 'b'),
    ),
  ),
);
