// What holds for all writes: dry run and field validation.
import { serveWidgets, specSchema } from '../definitions.js';
import { custom, named } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const UNKNOWN = '{"metadata":{"name":"NAME","nothing":1},"nothing":1,"data":{"a":"1","a":"2"}}';
const body = (name: string) => UNKNOWN.replace('NAME', name);
const WIDGETS = 'writes.conformance.dev/v1/widgets';
const wrong = (name: string) =>
  `{"apiVersion":"writes.conformance.dev/v1","kind":"Widget","metadata":{"name":"${name}","nothing":1},"spec":{"color":"red","color":"blue","nothing":1,"inner":{"nothing":1}},"nothing":1}`;

export const dryRun = area(
  'dry run',
  scenario(
    'of a ConfigMap',
    ask('a create', 'POST configmaps?dryRun=All', named('a')),
    ask('a create with a generated name', 'POST configmaps?dryRun=All', { metadata: { generateName: 'a-' } }),
    ask('nothing is there', 'GET configmaps/a'),
    given('POST configmaps', named('a')),
    ask('an update', 'PUT configmaps/a?dryRun=All', named('a', { data: { a: '1' } })),
    ask('a patch', 'MERGE configmaps/a?dryRun=All', { data: { a: '1' } }),
    ask('an apply', 'APPLY configmaps/a?dryRun=All&fieldManager=one', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { a: '1' },
    }),
    ask('an apply of what is not there', 'APPLY configmaps/b?dryRun=All&fieldManager=one', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'b' },
    }),
    ask('a delete', 'DELETE configmaps/a?dryRun=All'),
    ask('nothing has changed', 'GET configmaps/a'),
    ask('a name that is taken', 'POST configmaps?dryRun=All', named('a')),
    ask('what is wrong', 'POST configmaps?dryRun=All', named('A')),
    ask('a word that is not there', 'POST configmaps?dryRun=Some', named('b')),
    ask('a word that is not there, twice', 'POST configmaps?dryRun=Some&dryRun=All', named('b')),
    ask('an empty word', 'POST configmaps?dryRun=', named('b')),
    ask('a Service gets no address', 'POST services?dryRun=All', named('a', { spec: { ports: [{ port: 80 }] } })),
    ask('a review', 'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews?dryRun=All', {
      spec: { resourceAttributes: { verb: 'get', resource: 'pods' } },
    }),
  ),
);

export const fieldValidation = area(
  'field validation',
  scenario(
    'of a ConfigMap',
    ask('warns where nothing is said', 'POST configmaps', body('a')),
    ask('warns', 'POST configmaps?fieldValidation=Warn', body('b')),
    ask('is silent', 'POST configmaps?fieldValidation=Ignore', body('c')),
    ask('refuses', 'POST configmaps?fieldValidation=Strict', body('d')),
    ask('of a word that is not there', 'POST configmaps?fieldValidation=Maybe', body('d')),
    ask('of an update refuses', 'PUT configmaps/a?fieldValidation=Strict', body('a')),
    ask('of a merge patch refuses', 'MERGE configmaps/a?fieldValidation=Strict', body('a')),
    ask('of a JSON patch refuses', 'JSON configmaps/a?fieldValidation=Strict', [
      { op: 'add', path: '/nothing', value: 1 },
    ]),
    ask('of a strategic patch refuses', 'STRATEGIC configmaps/a?fieldValidation=Strict', { nothing: 1 }),
    ask('of a merge patch warns', 'MERGE configmaps/a', body('a')),
    ask('of names in other letters', 'POST configmaps?fieldValidation=Strict', {
      metadata: { name: 'e' },
      Data: { a: '1' },
    }),
    ask(
      'of YAML refuses',
      'POST configmaps?fieldValidation=Strict',
      'metadata:\n  name: f\nnothing: 1\ndata:\n  a: "1"\n  a: "2"\n',
      { headers: { 'content-type': 'application/yaml' } },
    ),
    ask('of YAML warns', 'POST configmaps', 'metadata:\n  name: g\nnothing: 1\ndata:\n  a: "1"\n  a: "2"\n', {
      headers: { 'content-type': 'application/yaml' },
    }),
    ask('deep in a Pod', 'POST pods?fieldValidation=Strict', {
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'a', image: 'b', imagePullpolicy: 'x', ports: [{ port: 1 }] }] },
    }),
  ),
  scenario(
    'of a custom resource',
    serveWidgets(
      'writes',
      specSchema({
        color: { type: 'string' },
        inner: { type: 'object', properties: { a: { type: 'string' } } },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      }),
    ),
    ask('warns', `POST ${WIDGETS}`, wrong('a')),
    ask('is silent', `POST ${WIDGETS}?fieldValidation=Ignore`, wrong('b')),
    ask('refuses', `POST ${WIDGETS}?fieldValidation=Strict`, wrong('c')),
    ask(
      'lets pass what is free',
      `POST ${WIDGETS}?fieldValidation=Strict`,
      custom('writes', 'd', { spec: { free: { a: 1 } } }),
    ),
    ask('of a merge patch refuses', `MERGE ${WIDGETS}/a?fieldValidation=Strict`, { spec: { nothing: 1 } }),
    ask('of a merge patch warns', `MERGE ${WIDGETS}/a`, { spec: { nothing: 1 } }),
    ask(
      'of an update warns',
      `PUT ${WIDGETS}/a`,
      `{"apiVersion":"writes.conformance.dev/v1","kind":"Widget","metadata":{"name":"a","resourceVersion":"{version:a}"},"spec":{"nothing":1}}`,
    ),
  ),
);
