import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../../test/dev-cluster.js';
import { MemoryStore } from '../store/memory-store.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

let store: MemoryStore;
let cluster: TestCluster;
beforeEach(async () => {
  store = new MemoryStore();
  cluster = await startTestCluster({ store });
  for (const name of ['a', 'b', 'c']) {
    await cluster.request('POST', MAPS, { metadata: { name, labels: { odd: String(name !== 'b') } } });
  }
});
afterEach(() => cluster.stop());

const namesIn = (body: any): string[] => body.items.map((item: { metadata: { name: string } }) => item.metadata.name);
const tokenOf = (parts: object) => Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', ...parts })).toString('base64url');
const list = (query = '') => cluster.request('GET', `${MAPS}?${query}`);

describe('pages of a list', () => {
  test('show one state, whatever happens between them', async () => {
    const first = (await list('limit=1')).body;
    expect([namesIn(first), first.metadata.remainingItemCount]).toEqual([['a'], 2]);
    await cluster.request('DELETE', `${MAPS}/b`);
    const second = (await list(`limit=1&continue=${first.metadata.continue}`)).body;
    expect(namesIn(second)).toEqual(['b']);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const third = (await list(`limit=1&continue=${second.metadata.continue}`)).body;
    expect([namesIn(third), third.metadata.continue]).toEqual([['c'], undefined]);
  });

  test('are as long as the limit, also with a selector, and count nothing then', async () => {
    const { body } = await list('limit=2&labelSelector=odd%3Dtrue');
    expect([namesIn(body), body.metadata.remainingItemCount]).toEqual([['a', 'c'], undefined]);
  });

  test('end with a token to go on with when their state is gone', async () => {
    const { continue: token } = (await list('limit=1')).body.metadata;
    await cluster.request('DELETE', `${MAPS}/b`);
    store.compact(store.revision);
    const { code, body } = await list(`limit=1&continue=${token}`);
    expect([code, body.reason]).toEqual([410, 'Expired']);
    expect(namesIn((await list(`limit=1&continue=${body.metadata.continue}`)).body)).toEqual(['c']);
  });
});

describe('a resourceVersion', () => {
  test('of 0 means any state, and the limit is not looked at', async () => {
    expect(namesIn((await list('resourceVersion=0&limit=1')).body)).toEqual(['a', 'b', 'c']);
  });

  test('that is to match exactly is the state of then', async () => {
    const { resourceVersion } = (await list()).body.metadata;
    await cluster.request('DELETE', `${MAPS}/a`);
    expect(namesIn((await list(`resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`)).body)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(namesIn((await list(`resourceVersion=${resourceVersion}`)).body)).toEqual(['b', 'c']);
  });

  test.each([
    ['resourceVersion=999999', 504, 'Timeout'],
    ['resourceVersion=x', 400, 'BadRequest'],
    ['resourceVersionMatch=Exact', 422, 'Invalid'],
    ['resourceVersion=0&resourceVersionMatch=Exact', 422, 'Invalid'],
    ['limit=x', 400, 'BadRequest'],
    ['limit=99999999999999999999', 400, 'BadRequest'],
    ['continue=zzz', 400, 'BadRequest'],
    [`continue=${tokenOf({ rv: 999999, start: 'a\0' })}`, 504, 'Timeout'],
    [`continue=${tokenOf({ rv: 1.5, start: 'a\0' })}`, 400, 'BadRequest'],
    [`continue=${tokenOf({ rv: 5, start: '../x\0' })}`, 400, 'BadRequest'],
    ['fieldSelector=foo%3Db', 400, 'BadRequest'],
  ])('%s is answered with %s', async (query, code, reason) => {
    const answer = await list(query);
    expect([answer.code, answer.body.reason]).toEqual([code, reason]);
  });

  test('that is gone is answered with 410', async () => {
    const { resourceVersion } = (await list()).body.metadata;
    await cluster.request('DELETE', `${MAPS}/a`);
    store.compact(store.revision);
    expect((await list(`resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`)).code).toBe(410);
  });
});

describe('a client that asks for', () => {
  const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

  test('a Table gets rows with metadata, whole objects or nothing', async () => {
    const get = async (include: string) =>
      (await cluster.request('GET', `${MAPS}?includeObject=${include}`, undefined, table)).body;
    const { columnDefinitions, rows } = await get('Metadata');
    expect(columnDefinitions.map((column: { name: string }) => column.name)).toEqual(['Name', 'Data', 'Age']);
    expect(rows[0]).toMatchObject({ cells: ['a', 0, expect.any(String)], object: { kind: 'PartialObjectMetadata' } });
    expect((await get('Object')).rows[0].object.kind).toBe('ConfigMap');
    expect((await get('None')).rows[0].object).toBeNull();
  });

  test('YAML gets YAML, also for refusals', async () => {
    const { body } = await cluster.request('GET', `${MAPS}/none`, undefined, { accept: 'application/yaml' });
    expect(body).toContain('reason: NotFound\n');
  });

  test('something else is told what there is', async () => {
    expect((await cluster.request('GET', MAPS, undefined, { accept: 'text/html' })).code).toBe(406);
  });
});

describe('a watch', () => {
  test('begins with what is there, tells what happens, and ends in time', async () => {
    const told: string[] = [];
    for await (const { type, object } of cluster.events(
      `${MAPS}?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Da`,
    )) {
      told.push(`${type} ${object.metadata.name}`);
      if (told.length === 1) await cluster.request('DELETE', `${MAPS}/a`);
    }
    expect(told).toEqual(['ADDED a', 'DELETED a']);
  });

  test('from a revision hears of all that came after it', async () => {
    const { resourceVersion } = (await list()).body.metadata;
    await cluster.request('POST', MAPS, { metadata: { name: 'd' } });
    const { value } = await cluster.events(`${MAPS}?watch=true&resourceVersion=${resourceVersion}`).next();
    expect(value).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'd' } } });
  });

  test('from a revision that is gone is told so in its stream', async () => {
    store.compact(store.revision);
    const { value } = await cluster.events(`${MAPS}?watch=true&resourceVersion=1`).next();
    expect(value).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });

  test('marks the end of what was there when it is asked to', async () => {
    const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const types: string[] = [];
    for await (const { type, object } of cluster.events(`${MAPS}?${query}`)) {
      types.push(type);
      if (object.metadata.annotations?.['k8s.io/initial-events-end'] === 'true') break;
    }
    expect(types).toEqual(['ADDED', 'ADDED', 'ADDED', 'BOOKMARK']);
  });

  test('shows columns in its first Table alone', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { body } = await cluster.request('GET', `${MAPS}?watch=true&timeoutSeconds=1`, undefined, { accept });
    const tables = (typeof body === 'string' ? body : '').trim().split('\n');
    const columns = tables.map(line => JSON.parse(line).object.columnDefinitions?.length ?? 0);
    expect(columns).toEqual([3, 0, 0]);
  });
});

test('discovery that a client has already is not sent again', async () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const ask = (tag: string) => cluster.request('GET', '/apis', undefined, { accept, 'if-none-match': tag });
  const first = await ask('"other"');
  const tag = first.headers.get('etag') ?? '';
  expect([first.code, first.headers.get('vary')]).toEqual([200, 'Accept']);
  const again = await ask(tag);
  const headers = ['etag', 'vary', 'cache-control', 'content-type'].map(name => again.headers.get(name));
  expect([again.code, again.body, ...headers]).toEqual([304, '', tag, 'Accept', 'public', null]);
});
