import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTestCluster, type TestCluster } from '../test/dev-cluster.js';
import { MemoryStore } from './store/memory-store.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

async function withCluster(use: (cluster: TestCluster) => Promise<void>, options = {}): Promise<void> {
  const cluster = await startTestCluster(options);
  try {
    await use(cluster);
  } finally {
    await cluster.stop();
  }
}

test('listens on the loopback interface alone, and writes its kubeconfig where it is told to', async () => {
  const kubeconfigPath = join(tmpdir(), `kubewright-server-test-${process.pid}.yaml`);
  await withCluster(
    async cluster => {
      expect(new URL(cluster.url).hostname).toBe('127.0.0.1');
      expect(await readFile(kubeconfigPath, 'utf8')).toBe(cluster.kubeconfig);
      expect(cluster.kubeconfig).toContain(cluster.url);
    },
    { kubeconfigPath },
  );
  await rm(kubeconfigPath);
});

test('what every cluster has is there when it has started, and when it has been reset', () =>
  withCluster(
    async cluster => {
      for (let time = 0; time < 2; time++) {
        for (const namespace of ['default', 'kube-node-lease', 'kube-public', 'kube-system']) {
          const of = `/api/v1/namespaces/${namespace}`;
          expect((await cluster.request('GET', `${of}/serviceaccounts/default`)).code).toBe(200);
          expect((await cluster.request('GET', `${of}/configmaps/kube-root-ca.crt`)).code).toBe(200);
        }
        expect((await cluster.request('GET', '/api/v1/namespaces/default/endpoints/kubernetes')).code).toBe(200);
        await cluster.reset();
      }
    },
    { controllers: true },
  ));

test('a stop ends open watches and frees the port', async () => {
  const cluster = await startTestCluster();
  const watch = cluster.events(`${MAPS}?watch=true`);
  const ended = watch.next().catch(() => ({ done: true }));
  await cluster.request('GET', '/version');
  await cluster.stop();
  expect((await ended).done).toBe(true);
  await expect(fetch(`${cluster.url}/version`)).rejects.toThrow();
});

test('a store that was used before goes on where it was', async () => {
  const store = new MemoryStore();
  await withCluster(async cluster => void (await cluster.request('POST', MAPS, { metadata: { name: 'kept' } })), {
    store,
  });
  await withCluster(async cluster => expect((await cluster.request('GET', `${MAPS}/kept`)).code).toBe(200), { store });
});

test('two versions of an autoscaler are one object', () =>
  withCluster(async cluster => {
    const path = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
    const spec = {
      maxReplicas: 3,
      targetCPUUtilizationPercentage: 50,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
    };
    await cluster.request('POST', path('v1'), { metadata: { name: 'h' }, spec });
    const { spec: read } = (await cluster.request('GET', `${path('v2')}/h`)).body;
    expect(read.metrics[0].resource).toEqual({ name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } });
  }));

test('a Service gets an address of its own, and keeps it', () =>
  withCluster(async cluster => {
    const services = '/api/v1/namespaces/default/services';
    const create = async (name: string) =>
      (await cluster.request('POST', services, { metadata: { name }, spec: { ports: [{ port: 80 }] } })).body.spec
        .clusterIP;
    const [a, b] = [await create('a'), await create('b')];
    expect(a).toMatch(/^10\.0\.0\.\d+$/);
    expect(b).not.toBe(a);
    const patch = { spec: { ports: [{ port: 81 }] } };
    const type = { 'content-type': 'application/merge-patch+json' };
    expect((await cluster.request('PATCH', `${services}/a`, patch, type)).body.spec.clusterIP).toBe(a);
  }));

describe('hostile input', () => {
  test.each<[string, string, string, string | undefined, number]>([
    ['a body beyond the limit', 'POST', MAPS, `{"a":"${'x'.repeat(3 * 1024 * 1024)}"}`, 413],
    ['deep nesting', 'POST', MAPS, '['.repeat(100_000), 400],
    [
      'a YAML bomb',
      'POST',
      MAPS,
      `a: &a [x]\n${[...'bcdefgh'].map((c, i) => `${c}: &${c} [${Array(20).fill(`*${'abcdefg'[i]}`)}]`).join('\n')}`,
      400,
    ],
    ['a field named __proto__', 'POST', MAPS, '{"metadata":{"name":"proto","labels":{"__proto__":"x"}}}', 422],
    ['a selector of many kilobytes', 'GET', `${MAPS}?labelSelector=${'a%3Db,'.repeat(9000)}`, undefined, 400],
    ['a broken escape in the path', 'GET', '/api/v1/namespaces/%zz/configmaps', undefined, 400],
    ['a path upwards', 'GET', '/api/v1/../../etc/passwd', undefined, 404],
  ])('%s is answered', async (what, method, path, body, code) => {
    await withCluster(async cluster => {
      const type = { 'content-type': what.includes('YAML') ? 'application/yaml' : 'application/json' };
      const answer = await cluster.request(method, path, body, type);
      expect(answer.code).toBe(code);
      expect((await cluster.request('GET', '/readyz')).body).toBe('ok');
    });
  });

  test('a client that reads nothing holds nothing back: once history has passed it, it is told to list anew', () => {
    const store = new MemoryStore({ historyBytes: 4_000_000 });
    return withCluster(
      async cluster => {
        const socket = connect(Number(new URL(cluster.url).port), '127.0.0.1');
        const closed = new Promise(resolve => socket.once('close', resolve));
        socket.write(`GET ${MAPS}?watch=true HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        await new Promise(resolve => socket.once('readable', resolve));
        const data = { blob: 'x'.repeat(900_000) };
        await cluster.request('POST', MAPS, { metadata: { name: 'big' }, data });
        const type = { 'content-type': 'application/merge-patch+json' };
        // More than history keeps, and more than the system's buffers hold.
        for (let round = 0; round < 40; round++) {
          await cluster.request('PATCH', `${MAPS}/big`, { metadata: { annotations: { round: String(round) } } }, type);
        }
        expect(store.historyBytes).toBeLessThanOrEqual(4_000_000);
        let last = '';
        socket.on('data', (bytes: Buffer) => {
          last = (last + bytes.toString('latin1')).slice(-1000);
        });
        await closed;
        expect(last).toContain('"code":410');
        expect((await cluster.request('GET', '/readyz')).code).toBe(200);
      },
      { store },
    );
  });
});

test('warns of nothing that it was not asked about: discovery is the same until something changes', () =>
  withCluster(async cluster => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const first = await cluster.request('GET', '/apis', undefined, { accept });
    const tag = first.headers.get('etag') ?? '';
    expect((await cluster.request('GET', '/apis', undefined, { accept, 'if-none-match': tag })).code).toBe(304);
    await cluster.serveWidgets();
    expect((await cluster.request('GET', '/apis', undefined, { accept, 'if-none-match': tag })).code).toBe(200);
  }));

test('tokens of service accounts are known again, and others are not', () =>
  withCluster(async cluster => {
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    await cluster.request('POST', accounts, { metadata: { name: 'sa' } });
    const { token } = (await cluster.request('POST', `${accounts}/sa/token`, { spec: {} })).body.status;
    const review = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { body } = await cluster.request('POST', review, {}, { authorization: `Bearer ${token}` });
    expect(body.status.userInfo.username).toBe('system:serviceaccount:default:sa');
    expect((await cluster.request('GET', MAPS, undefined, { authorization: 'Bearer forged' })).code).toBe(401);
  }));

describe('a token', () => {
  const accounts = '/api/v1/namespaces/default/serviceaccounts';

  async function reviewed(cluster: TestCluster, token: string, audiences?: readonly string[]) {
    const spec = { token, ...(audiences && { audiences }) };
    const { body } = await cluster.request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec });
    return body.status;
  }

  async function make(cluster: TestCluster): Promise<string> {
    return (await cluster.request('POST', accounts, { metadata: { name: 'sa' } })).body.metadata.uid;
  }

  async function tokenOf(cluster: TestCluster, audiences: readonly string[] = []): Promise<string> {
    return (await cluster.request('POST', `${accounts}/sa/token`, { spec: { audiences } })).body.status.token;
  }

  test('says whose it is, and for whom', () =>
    withCluster(async cluster => {
      const uid = await make(cluster);
      expect(await reviewed(cluster, await tokenOf(cluster))).toMatchObject({
        authenticated: true,
        user: { username: 'system:serviceaccount:default:sa', uid },
        audiences: ['kubernetes'],
      });
      const shared = await tokenOf(cluster, ['a', 'b']);
      expect((await reviewed(cluster, shared, ['c', 'b'])).audiences).toEqual(['b']);
    }));

  test('for somebody else does not sign in here', () =>
    withCluster(async cluster => {
      await make(cluster);
      const token = await tokenOf(cluster, ['vault']);
      const error = 'token audiences ["vault"] is invalid for the target audiences ["kubernetes"]';
      expect(await reviewed(cluster, token)).toEqual({ user: {}, error: `[invalid bearer token, ${error}]` });
      expect((await cluster.request('GET', MAPS, undefined, { authorization: `Bearer ${token}` })).code).toBe(401);
    }));

  test('ends with its service account, also when there is another one of its name', () =>
    withCluster(async cluster => {
      const before = await make(cluster);
      const token = await tokenOf(cluster);
      await cluster.request('DELETE', `${accounts}/sa`);
      const gone = '[invalid bearer token, serviceaccounts "sa" not found]';
      expect(await reviewed(cluster, token)).toEqual({ user: {}, error: gone });
      const error = `[invalid bearer token, service account UID (${await make(cluster)}) does not match claim (${before})]`;
      expect(await reviewed(cluster, token)).toEqual({ user: {}, error });
      expect((await cluster.request('GET', MAPS, undefined, { authorization: `Bearer ${token}` })).code).toBe(401);
    }));
});
