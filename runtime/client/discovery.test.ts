import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import { type Script, ScriptedServer } from '../../test/scripted-server.js';
import { isNoSuchKind, isServiceUnavailable } from './api-reasons.js';
import type { ConnectedClient } from './create-client.js';

const deployments = { name: 'deployments', kind: 'Deployment', namespaced: true };
const documents: Record<string, unknown> = {};
let server: ScriptedServer;
let client: ConnectedClient;
let aggregated = true;

/** Answers the documents above; `undefined` is an aggregated API that is down. */
const served: Script = (response, { url, headers }) => {
  const isAggregated = aggregated && headers.accept?.includes('as=APIGroupDiscoveryList');
  const name = isAggregated ? `aggregated ${url}` : url;
  const status = !(name in documents) ? 404 : documents[name] === undefined ? 503 : 200;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 404 ? '404 page not found' : (JSON.stringify(documents[name]) ?? 'service unavailable'));
};

const group = (name: string, versions: Record<string, readonly [plural: string, kind: string][] | 'Stale'>) => ({
  metadata: { name },
  versions: Object.entries(versions).map(([version, kinds]) => ({
    version,
    freshness: kinds === 'Stale' ? 'Stale' : 'Current',
    resources: (kinds === 'Stale' ? [] : kinds).map(([resource, kind]) => {
      return { resource, responseKind: { group: '', version: '', kind }, scope: 'Namespaced' };
    }),
  })),
});

beforeEach(async () => {
  aggregated = true;
  for (const name of Object.keys(documents)) delete documents[name];
  Object.assign(documents, {
    '/api/v1': { resources: [{ name: 'pods', kind: 'Pod', namespaced: true }] },
    '/apis/apps/v1': {
      resources: [
        { name: 'deployments/scale', kind: 'Scale', group: 'autoscaling', version: 'v1', namespaced: true },
        deployments,
        { name: 'deployments/status', kind: 'Deployment', namespaced: true },
        { name: 'clusters', kind: 'Cluster', namespaced: false },
      ],
    },
    '/apis/down.example/v1': undefined,
    'aggregated /api': {
      kind: 'APIGroupDiscoveryList',
      items: [group('', { v1: [['pods', 'Pod']] })],
    },
    'aggregated /apis': {
      kind: 'APIGroupDiscoveryList',
      items: [
        group('apps', {
          v1: [
            ['deployments', 'Deployment'],
            ['clusters', 'Cluster'],
          ],
        }),
        group('down.example', { v1: 'Stale' }),
      ],
    },
  });
  server = await ScriptedServer.start(served);
  client = await server.client();
});
afterEach(() => server.close());

const urls = () => server.asked.map(({ url }) => url);
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );

describe('a kind', () => {
  test('is found among those of its version alone, and kept', async () => {
    const Deployment = await client.kind('apps/v1', 'Deployment');
    const names = { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', scope: 'Namespaced' };
    expect(kindInfo(Deployment)).toEqual(names);
    expect(Deployment.name).toBe('Deployment');
    expect(await client.kind('apps/v1', 'Deployment')).toBe(Deployment);
    expect(kindInfo(await client.kind('v1', 'Pod'))).toMatchObject({ group: '', plural: 'pods' });
    expect(kindInfo(await client.kind('apps/v1', 'Cluster'))).toMatchObject({ scope: 'Cluster' });
    expect(urls()).toEqual(['/apis/apps/v1', '/api/v1', '/apis/apps/v1']);
  });

  test('is asked for once by those who ask together', async () => {
    const asked = await Promise.all([1, 2, 3].map(() => client.kind('apps/v1', 'Deployment')));
    expect(new Set(asked).size).toBe(1);
    expect(urls()).toEqual(['/apis/apps/v1']);
  });

  test('that comes later is found then', async () => {
    expect(isNoSuchKind(await refusal(client.kind('example.org/v1', 'Lamp')))).toBe(true);
    documents['/apis/example.org/v1'] = { resources: [{ name: 'lamps', kind: 'Lamp', namespaced: true }] };
    expect(kindInfo(await client.kind('example.org/v1', 'Lamp'))).toMatchObject({ plural: 'lamps' });
  });

  test('that comes while others wait for an older answer is found too', async () => {
    const waiting: (() => void)[] = [];
    server.script((response, asked, request) => {
      if (asked.url === '/apis/example.org/v1' && waiting.length === 0) {
        waiting.push(() => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ resources: [] }));
        });
      } else served(response, asked, request);
    });
    const older = refusal(client.kind('example.org/v1', 'Other'));
    await expect.poll(() => waiting.length).toBe(1);
    documents['/apis/example.org/v1'] = { resources: [{ name: 'lamps', kind: 'Lamp', namespaced: true }] };
    const younger = client.kind('example.org/v1', 'Lamp');
    waiting[0]?.();
    expect(kindInfo(await younger)).toMatchObject({ plural: 'lamps' });
    expect(isNoSuchKind(await older)).toBe(true);
  });

  test('that has gone is asked for anew, for it may come again elsewhere', async () => {
    const names = { name: 'lamps', kind: 'Lamp', namespaced: true };
    documents['/apis/example.org/v1'] = { resources: [names] };
    const Lamp = await client.kind('example.org/v1', 'Lamp');
    expect(isNoSuchKind(await refusal(client.get(Lamp, { namespace: 'a', name: 'b' })))).toBe(true);
    documents['/apis/example.org/v1'] = { resources: [{ ...names, namespaced: false }] };
    expect(kindInfo(await client.kind('example.org/v1', 'Lamp')).scope).toBe('Cluster');
  });

  test('of a server that is down fails, and no other', async () => {
    expect(isServiceUnavailable(await refusal(client.kind('down.example/v1', 'Lamp')))).toBe(true);
    expect(kindInfo(await client.kind('apps/v1', 'Deployment'))).toMatchObject({ plural: 'deployments' });
  });

  test('is not waited for when the signal aborts', async () => {
    server.script(() => {});
    const abort = new AbortController();
    const call = client.kind('apps/v1', 'Deployment', { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    const late = client.kind('v1', 'Pod', { signal: abort.signal });
    await expect(late).rejects.toThrow('enough');
    expect(urls()).not.toContain('/api/v1');
  });

  test('of what is no apiVersion is refused before any request', async () => {
    await expect(client.kind('Deployment', 'apps/v1')).rejects.toThrow(TypeError);
    await expect(client.kind('../v1', 'Pod')).rejects.toThrow('it should be like v1 or apps/v1');
    expect(urls()).toEqual([]);
  });
});

describe.each([true, false])('a refusal names what is served nearby (aggregated discovery: %s)', isAggregated => {
  beforeEach(() => {
    aggregated = isAggregated;
    documents['/api'] = { kind: 'APIVersions', versions: ['v1'] };
    const versions = ['apps', 'down.example'].map(name => ({ name, versions: [{ version: 'v1' }] }));
    documents['/apis'] = { kind: 'APIGroupList', groups: versions };
  });

  test.each([
    ['apps/v1', 'Deploymnt', 'apps/v1 has no such kind (404 NotFound). Did you mean Deployment?'],
    ['apps/v1', 'deployments', 'apps/v1 has no such kind (404 NotFound). Did you mean Deployment?'],
    [
      'extensions/v1beta1',
      'Deployment',
      'extensions/v1beta1 is not served (404 NotFound). Deployment is served as apps/v1',
    ],
    ['apps/v2', 'Lamp', 'apps/v2 is not served (404 NotFound). apps is served as v1'],
    ['v2', 'Lamp', 'v2 is not served (404 NotFound). The core group is served as v1'],
    ['aps/v1', 'Lamp', 'aps/v1 is not served (404 NotFound). Did you mean the group apps?'],
    ['example.org/v1', 'Lamp', 'example.org/v1 is not served (404 NotFound). Is its CRD applied? kubectl get crds'],
  ])('%s %s', async (apiVersion, kind, message) => {
    const error = await refusal(client.kind(apiVersion, kind));
    expect(isNoSuchKind(error)).toBe(true);
    expect(error.message).toBe(`find ${kind}: ${message}`);
  });
});

test('a refusal says that the server behind a version does not answer', async () => {
  delete documents['/apis/down.example/v1'];
  const error = await refusal(client.kind('down.example/v1', 'Lamp'));
  expect(error.message).toContain('. The server behind down.example/v1 does not answer: kubectl get apiservices');
});

test.each([true, false])('lists of nothing may be null (aggregated discovery: %s)', async isAggregated => {
  aggregated = isAggregated;
  Object.assign(documents, {
    '/apis/apps/v1': { resources: null },
    'aggregated /api': { kind: 'APIGroupDiscoveryList', items: null },
    'aggregated /apis': {
      kind: 'APIGroupDiscoveryList',
      items: [
        { metadata: { name: 'a' }, versions: null },
        { metadata: { name: 'apps' }, versions: [{ version: 'v1', resources: null }] },
        group('lamps', { v1: [['deployments', 'Deployment']] }),
      ],
    },
    '/api': { kind: 'APIVersions', versions: null },
    '/apis': {
      kind: 'APIGroupList',
      groups: [
        { name: 'a', versions: null },
        { name: 'lamps', versions: [{ version: 'v1' }] },
      ],
    },
    '/apis/lamps/v1': { resources: [deployments] },
  });
  const error = await refusal(client.kind('apps/v1', 'Deployment'));
  expect(error.message).toContain('. Deployment is served as lamps/v1');
});

test('a refusal is one without what is nearby too', async () => {
  delete documents['aggregated /apis'];
  const error = await refusal(client.kind('apps/v1', 'Deploymnt'));
  expect(error.message).toBe('find Deploymnt: apps/v1 has no such kind (404 NotFound)');
});
