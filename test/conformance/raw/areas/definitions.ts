// CustomResourceDefinitions themselves.
import { DEFINITIONS, definition, serveWidgets, specSchema, versionOf, watchesAgain } from '../definitions.js';
import { custom } from '../objects.js';
import { area, ask, given, type Scenario, scenario, until, watch } from '../scenario.js';

/** Refused definitions, each a question. */
function refused(about: string, definitions: Readonly<Record<string, object>>): Scenario {
  return scenario(
    about,
    ...Object.entries(definitions).map(([name, body]) => ask(name, `POST ${DEFINITIONS}?dryRun=All`, body)),
  );
}

const GROUP = 'refused';
const withSpec = (properties: object) => definition(GROUP, specSchema(properties));
const withNames = (names: object) => definition(GROUP, {}, { names: { plural: 'widgets', kind: 'Widget', ...names } });
const one = (type: string, status: string) => ({
  conditions: (answer: { body: any }) =>
    answer.body?.status?.conditions?.some(
      (is: { type: string; status: string }) => is.type === type && is.status === status,
    ) === true,
});

export const definitions = area(
  'definitions',
  scenario(
    'their life',
    ask('one is accepted', `POST ${DEFINITIONS}`, definition('life')),
    until(`GET ${DEFINITIONS}/widgets.life.conformance.dev`, one('Established', 'True').conditions),
    ask('it is established', `GET ${DEFINITIONS}/widgets.life.conformance.dev`),
    ask('it is there as a table', `GET ${DEFINITIONS}/widgets.life.conformance.dev`, undefined, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    }),
    until('GET life.conformance.dev/v1/widgets', 200),
    ask('its resource is empty', 'GET life.conformance.dev/v1/widgets'),
    given('POST life.conformance.dev/v1/widgets', custom('life', 'a')),
    ask('it takes other names', `MERGE ${DEFINITIONS}/widgets.life.conformance.dev`, {
      spec: { names: { shortNames: ['lw'] } },
    }),
    ask('its group stays', `MERGE ${DEFINITIONS}/widgets.life.conformance.dev`, { spec: { group: 'other.dev' } }),
    ask('its scope stays', `MERGE ${DEFINITIONS}/widgets.life.conformance.dev`, { spec: { scope: 'Cluster' } }),
    ask('its plural stays', `MERGE ${DEFINITIONS}/widgets.life.conformance.dev`, {
      spec: { names: { plural: 'others' } },
    }),
    ask('its kind stays', `MERGE ${DEFINITIONS}/widgets.life.conformance.dev`, { spec: { names: { kind: 'Other' } } }),
    ask('a version that is stored stays', `MERGE ${DEFINITIONS}/widgets.life.conformance.dev`, {
      spec: { versions: [versionOf({ name: 'v2' })] },
    }),
    ask('it needs a version', `PUT ${DEFINITIONS}/widgets.life.conformance.dev`, definition('life')),
    watchesAgain('life'),
    watch('its objects go with it', 'GET life.conformance.dev/v1/widgets?watch=1', 2, [
      given(`DELETE ${DEFINITIONS}/widgets.life.conformance.dev`),
    ]),
    until(`GET ${DEFINITIONS}/widgets.life.conformance.dev`, 404),
    until('GET life.conformance.dev/v1/widgets', 404),
    ask('then its resource is not there', 'GET life.conformance.dev/v1/widgets'),
    until('GET /apis/life.conformance.dev', 404),
    ask('nor its group', 'GET /apis/life.conformance.dev'),
  ),
  scenario(
    'deletion waits',
    serveWidgets('waits'),
    given('POST waits.conformance.dev/v1/widgets', {
      ...custom('waits', 'a'),
      metadata: { name: 'a', finalizers: ['conformance.dev/held'] },
    }),
    ask('a finalizer is there', `DELETE ${DEFINITIONS}/widgets.waits.conformance.dev`),
    until('GET waits.conformance.dev/v1/widgets/a', ({ body }) => body.metadata?.deletionTimestamp !== undefined),
    ask('nothing is made any more', 'POST waits.conformance.dev/v1/widgets', custom('waits', 'b')),
    given('MERGE waits.conformance.dev/v1/widgets/a', { metadata: { finalizers: null } }),
    until(`GET ${DEFINITIONS}/widgets.waits.conformance.dev`, 404),
  ),
  scenario(
    'names',
    serveWidgets('names'),
    given(`POST ${DEFINITIONS}`, {
      ...definition('names', {}, { names: { plural: 'gadgets', kind: 'Widget', shortNames: ['widgets'] } }),
      metadata: { name: 'gadgets.names.conformance.dev' },
    }),
    until(`GET ${DEFINITIONS}/gadgets.names.conformance.dev`, one('NamesAccepted', 'False').conditions),
    ask('that are taken', `GET ${DEFINITIONS}/gadgets.names.conformance.dev`),
    ask('that are taken are not served', 'GET names.conformance.dev/v1/gadgets'),
  ),
  refused('the whole', {
    'a name of its own': { ...definition(GROUP), metadata: { name: 'other' } },
    'no spec': { metadata: { name: 'a' } },
    'no group': definition(GROUP, {}, { group: '' }),
    'a scope that is not there': definition(GROUP, {}, { scope: 'Wide' }),
    'no kind': withNames({ kind: '' }),
    'a plural in great letters': withNames({ plural: 'Widgets' }),
    'a short name that is none': withNames({ shortNames: ['W_'] }),
    'a category that is none': withNames({ categories: ['A B'] }),
    'no versions': definition(GROUP, {}, { versions: [] }),
    'no version that is stored': definition(GROUP, { storage: false }),
    'two versions that are stored': definition(GROUP, {}, { versions: [versionOf(), versionOf({ name: 'v2' })] }),
    'a version twice': definition(GROUP, {}, { versions: [versionOf(), versionOf({ storage: false })] }),
    'a version that is none': definition(GROUP, { name: 'V 1' }),
    'no schema': definition(GROUP, { schema: null }),
    'a protected group': {
      ...definition(GROUP, {}, { group: 'things.k8s.io' }),
      metadata: { name: 'widgets.things.k8s.io' },
    },
    'unknown fields for all': definition(GROUP, {}, { preserveUnknownFields: true }),
    'a conversion by nobody': definition(GROUP, {}, { conversion: { strategy: 'Webhook' } }),
    'a conversion that is not there': definition(GROUP, {}, { conversion: { strategy: 'Magic' } }),
  }),
  refused('schemas', {
    'a root that is no object': definition(GROUP, { schema: { openAPIV3Schema: { type: 'string' } } }),
    'a field without a type': withSpec({ a: { description: 'x' } }),
    'a type that is not there': withSpec({ a: { type: 'thing' } }),
    'a list without items': withSpec({ a: { type: 'array' } }),
    'properties and others': withSpec({
      a: { type: 'object', properties: {}, additionalProperties: { type: 'string' } },
    }),
    'no additional properties': withSpec({ a: { type: 'object', additionalProperties: false } }),
    'a default that is wrong': withSpec({ a: { type: 'integer', default: 'x' } }),
    'a default with unknown fields': withSpec({ a: { type: 'object', default: { b: 1 }, properties: {} } }),
    'a default in a junctor': withSpec({ a: { type: 'integer', anyOf: [{ default: 1 }] } }),
    'a type in a junctor': withSpec({ a: { type: 'integer', anyOf: [{ type: 'integer' }] } }),
    'a pattern that is none': withSpec({ a: { type: 'string', pattern: '(' } }),
    'a reference': withSpec({ a: { $ref: '#/x' } }),
    'items that are unique': withSpec({ a: { type: 'array', uniqueItems: true, items: { type: 'string' } } }),
    'a list type that is not there': withSpec({
      a: { type: 'array', 'x-kubernetes-list-type': 'heap', items: { type: 'string' } },
    }),
    'a map without keys': withSpec({
      a: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        items: { type: 'object', properties: { b: { type: 'string' } } },
      },
    }),
    'a key that is not required': withSpec({
      a: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['b'],
        items: { type: 'object', properties: { b: { type: 'string' } } },
      },
    }),
    'an integer or a text with a type': withSpec({ a: { type: 'string', 'x-kubernetes-int-or-string': true } }),
    'an embedded object without fields': withSpec({ a: { type: 'object', 'x-kubernetes-embedded-resource': true } }),
    'metadata with a schema': definition(GROUP, {
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } },
        },
      },
    }),
    'what is forbidden': withSpec({ a: { type: 'string', discriminator: 'x', deprecated: true, id: 'y' } }),
    'a required field twice': withSpec({
      a: { type: 'object', required: ['b', 'b'], properties: { b: { type: 'string' } } },
    }),
  }),
  refused('what versions say', {
    'a column without a path': definition(GROUP, {
      additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: '' }],
    }),
    'a column of a path that is none': definition(GROUP, {
      additionalPrinterColumns: [{ name: 'A', type: 'string', jsonPath: '.spec[' }],
    }),
    'a column of a type that is not there': definition(GROUP, {
      additionalPrinterColumns: [{ name: 'A', type: 'thing', jsonPath: '.spec' }],
    }),
    'a scale without paths': definition(GROUP, { subresources: { scale: {} } }),
    'a scale with a path of another place': definition(GROUP, {
      subresources: { scale: { specReplicasPath: '.status.replicas', statusReplicasPath: '.spec.replicas' } },
    }),
    'a field that is no scalar': definition(GROUP, { selectableFields: [{ jsonPath: '.spec.parts' }] }),
    'a field that is not there': definition(GROUP, { selectableFields: [{ jsonPath: '.spec.nothing' }] }),
    'a field of metadata': definition(GROUP, { selectableFields: [{ jsonPath: '.metadata.name' }] }),
    'a warning without reason': definition(GROUP, { deprecationWarning: 'old' }),
  }),
);
