// Watches.
import { named, pod } from '../objects.js';
import { area, ask, given, scenario, watch } from '../scenario.js';

const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };
const PARTIAL = { headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' } };
const label = (name: string, labels: object) => given(`MERGE secrets/${name}`, { metadata: { labels } });
const INITIAL = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

export const watches = area(
  'watch',
  scenario(
    'what comes',
    given('POST secrets', named('a')),
    watch('without a version, what is there comes first', 'GET secrets?watch=1', 2, [
      given('POST secrets', named('b')),
    ]),
    watch('of version 0, too', 'GET secrets?watch=true&resourceVersion=0', 3, [given('POST secrets', named('c'))]),
    given('GET secrets'),
    watch('after a list, what happens then', 'GET secrets?watch=1&resourceVersion={listed}', 3, [
      given('POST secrets', named('d')),
      label('d', { a: 'b' }),
      given('DELETE secrets/d'),
    ]),
    watch('after an object, what came later', 'GET secrets?watch=1&resourceVersion={version:a}', 2),
    given('GET secrets'),
    watch('a write that changes nothing is no event', 'GET secrets?watch=1&resourceVersion={listed}', 1, [
      label('a', {}),
      given('POST secrets', named('e')),
    ]),
    given('GET secrets'),
    watch('a dry run is no event', 'GET secrets?watch=1&resourceVersion={listed}', 1, [
      given('DELETE secrets/a?dryRun=All'),
      given('POST secrets', named('f')),
    ]),
    watch('one object by its name', 'GET secrets?watch=1&fieldSelector=metadata.name%3Da', 1),
    watch('one object by its path', 'GET secrets/a?watch=1', 1),
    watch('the old path of one object', 'GET /api/v1/watch/namespaces/{ns}/secrets/a', 1),
    watch('the old path of a list', 'GET /api/v1/watch/namespaces/{ns}/secrets?fieldSelector=metadata.name%3Da', 1),
    watch(
      'ends when its time is over',
      'GET secrets?watch=1&resourceVersion={listed}&timeoutSeconds=1&labelSelector=no',
      9,
    ),
    watch('no watch', 'GET secrets?watch=0&labelSelector=no', 9),
  ),
  scenario(
    'selectors',
    given('POST secrets', named('a')),
    given('GET secrets'),
    watch(
      'an object that comes under a label is added, one that leaves it deleted',
      'GET secrets?watch=1&labelSelector=in&resourceVersion={listed}',
      4,
      [
        label('a', { other: '1' }),
        label('a', { in: '1' }),
        label('a', { in: '2' }),
        label('a', { in: null }),
        label('a', { in: '3' }),
      ],
    ),
    given('POST pods', pod('p')),
    given('GET pods'),
    watch(
      'so does one that leaves a field',
      'GET pods?watch=1&fieldSelector=spec.nodeName%3D&resourceVersion={listed}',
      2,
      [
        given('POST pods/p/binding', named('p', { target: { kind: 'Node', name: 'node-1' } })),
        given('POST pods', pod('q')),
      ],
    ),
  ),
  scenario(
    'initial events',
    given('POST secrets', named('a')),
    watch('end with a bookmark', `GET secrets?watch=1&${INITIAL}`, 2),
    watch('end with a bookmark where there are none', `GET secrets?watch=1&labelSelector=no&${INITIAL}`, 1),
    watch('then come others', `GET secrets?watch=1&${INITIAL}`, 3, [given('DELETE secrets/a')]),
    ask('need a match', 'GET secrets?watch=1&sendInitialEvents=true'),
    ask('need another match', 'GET secrets?watch=1&sendInitialEvents=true&resourceVersionMatch=Exact'),
    ask('a match needs them', 'GET secrets?watch=1&resourceVersionMatch=NotOlderThan'),
    watch(
      'not wanted, what is there does not come',
      'GET secrets?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&timeoutSeconds=1',
      9,
    ),
  ),
  scenario(
    'forms',
    given('POST secrets', named('a', { type: 'Opaque' })),
    watch(
      'as a table, with columns in the first event alone',
      'GET secrets?watch=1',
      2,
      [given('POST secrets', named('b'))],
      TABLE,
    ),
    watch('as metadata', 'GET secrets?watch=1', 2, [], PARTIAL),
    watch('as a table with a bookmark', `GET secrets?watch=1&fieldSelector=metadata.name%3Da&${INITIAL}`, 2, [], TABLE),
    ask('as YAML', 'GET secrets?watch=1&timeoutSeconds=1&labelSelector=no', undefined, {
      headers: { accept: 'application/yaml' },
    }),
    ask('as HTML', 'GET secrets?watch=1', undefined, { headers: { accept: 'text/html' } }),
  ),
  scenario(
    'refusals',
    given('POST secrets', named('a')),
    ask('a version that is no number', 'GET secrets?watch=1&resourceVersion=x'),
    watch('a version that is long gone', 'GET secrets?watch=1&resourceVersion=1&timeoutSeconds=1&labelSelector=no', 1),
    ask('a time that is no number', 'GET secrets?watch=1&timeoutSeconds=x'),
    ask('a field that is not there', 'GET secrets?watch=1&fieldSelector=a%3Db'),
    ask('a label that is none', 'GET secrets?watch=1&labelSelector=-'),
    ask('a resource that is not there', 'GET nothings?watch=1'),
  ),
);
