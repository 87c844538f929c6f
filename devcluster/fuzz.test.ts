// Random JSON at random places. Every answer has to be one that the API server could give: a Status, and no internal error.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../test/dev-cluster.js';

/** More, for a long run by hand: `KUBEWRIGHT_FUZZ_RUNS=20000`. */
const RUNS = Number(process.env.KUBEWRIGHT_FUZZ_RUNS ?? 300);

const FIELDS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'],
  ...['metadata', 'name', 'generateName', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences', 'uid'],
  ...[
    'managedFields',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'fieldsV1',
    'manager',
  ],
  ...[
    'spec',
    'status',
    'data',
    'kind',
    'apiVersion',
    'items',
    'replicas',
    'selector',
    'matchLabels',
    'matchExpressions',
  ],
  ...[
    'template',
    'containers',
    'volumes',
    'ports',
    'port',
    'env',
    'image',
    'resources',
    'requests',
    'limits',
    'protocol',
  ],
  ...['rules', 'subjects', 'roleRef', 'versions', 'schema', 'openAPIV3Schema', 'properties', 'type', 'names', 'plural'],
  ...['group', 'scope', 'conditions', 'default', 'enum', 'pattern', 'minimum', 'x-kubernetes-list-type', 'storage'],
  ...['path', 'op', 'from', 'value', '$patch', '$retainKeys', '$setElementOrder/containers', 'target', 'deleteOptions'],
  ...['$deleteFromPrimitiveList/finalizers', 'preconditions', 'propagationPolicy', 'dryRun', 'gracePeriodSeconds'],
  ...['schedule', 'jobTemplate', 'minAvailable', 'webhooks', 'clientConfig', 'eventTime', 'series', 'strategy', 'user'],
];
const TEXTS = [
  '',
  'a',
  'default',
  'x.y/z',
  'v1',
  '1',
  '100m',
  '50%',
  'TCP',
  'None',
  '10.96.0.5',
  '2020-01-01T00:00:00Z',
];
const ODD_TEXTS = ['{}', '[', '.spec.a', 'string', 'object', 'a{1000}{1000}', '(?=x)', '\0', '\ud800', '__proto__'];
const NUMBERS = [0, -1, 1, 8080, 0.5, 1e20, 2 ** 31, 2 ** 53 - 1];

const field = fc.constantFrom(...FIELDS);
const leaf = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, ...ODD_TEXTS, ...NUMBERS, true, false, null),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
);
const { tree } = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(field, tie('tree'), { maxKeys: 6 }),
  ),
}));
const fields = fc.dictionary(field, tree, { maxKeys: 8 });
const pointer = fc
  .array(fc.oneof(field, fc.constantFrom('0', '-', '-1', '9999999999999999999', '~1', '')), { maxLength: 5 })
  .map(steps => `/${steps.join('/')}`);
const operations = fc.array(
  fc.record({
    op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
    path: pointer,
    from: pointer,
    value: tree,
  }),
  { maxLength: 5 },
);
const query = fc.dictionary(
  fc.constantFrom(
    'fieldManager',
    'force',
    'dryRun',
    'fieldValidation',
    'labelSelector',
    'fieldSelector',
    'limit',
    'continue',
  ),
  fc.oneof(
    fc.constantFrom('', '1', 'true', 'All', 'Strict', 'a in (b,c)', 'metadata.name=x', '-1', 'm'),
    fc.string({ maxLength: 8 }),
  ),
  { maxKeys: 3 },
);

const PATCHES = ['json-patch+json', 'merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml'];
const request = fc.record({
  resource: fc.nat(),
  method: fc.constantFrom('GET', 'POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE'),
  name: fc.constantFrom('a', 'b', 'default', '__proto__', 'widgets.example.dev'),
  patch: fc.constantFrom(...PATCHES),
  mediaType: fc.constantFrom('json', 'json', 'json', 'yaml', 'vnd.kubernetes.protobuf'),
  /** Whether the body says what it is. */
  named: fc.boolean(),
  fields,
  operations,
  query,
});

test('no request ends in an internal error', async () => {
  const cluster = await startTestCluster({ controllers: true });
  try {
    await cluster.serveWidgets();
    const places = await placesOf(cluster);
    await fc.assert(
      fc.asyncProperty(request, async asked => {
        const place = places[asked.resource % places.length];
        if (place === undefined) return;
        const { method } = asked;
        const path = place.path(method === 'POST' && !place.isSubresource ? '' : asked.name);
        const mediaType = method === 'PATCH' ? asked.patch : asked.mediaType;
        const typed = { ...place.type, metadata: { name: asked.name } };
        const sent =
          mediaType === 'json-patch+json' ? asked.operations : { ...asked.fields, ...(asked.named && typed) };
        const body = method === 'GET' ? undefined : JSON.stringify(sent);
        const type = { 'content-type': `application/${mediaType}` };
        const answer = await cluster.request(method, `${path}?${new URLSearchParams(asked.query)}`, body, type);
        if (answer.code >= 400) expect(answer.body).toSatisfy(isAnswer);
        expect(answer.body.reason).not.toBe('InternalError');
      }),
      { numRuns: RUNS },
    );
  } finally {
    // Throws when the server has reported an error.
    await cluster.stop();
  }
}, 600_000);

interface Place {
  readonly type: { readonly apiVersion: string; readonly kind: string };
  readonly isSubresource: boolean;
  path(name: string): string;
}

/** Everything that discovery tells of, but for the scale of what may have no replicas: that is one internal error there. */
async function placesOf(cluster: TestCluster): Promise<readonly Place[]> {
  const { body } = await cluster.request('GET', '/apis');
  const versions = body.groups.flatMap((group: any) => group.versions.map((each: any) => each.groupVersion));
  const places: Place[] = [];
  for (const apiVersion of ['v1', ...versions]) {
    const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    for (const { name, kind, namespaced } of (await cluster.request('GET', root)).body.resources) {
      const [resource, subresource] = name.split('/');
      if (name === 'widgets/scale') continue;
      const collection = `${root}${namespaced ? '/namespaces/default' : ''}/${resource}`;
      const below = subresource === undefined ? '' : `/${subresource}`;
      places.push({
        type: { apiVersion, kind },
        isSubresource: subresource !== undefined,
        path: object => (object === '' ? collection : `${collection}/${object}${below}`),
      });
    }
  }
  return places;
}

function isAnswer(body: unknown): boolean {
  return body === '404 page not found\n' || (body as { kind?: unknown }).kind === 'Status';
}
