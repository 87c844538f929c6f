// What an operator meets that cannot work: it says what, of which object, and what to do; the rest of it goes on.
import type { ServerResponse } from 'node:http';
import {
  type Client,
  cacheKind,
  createClient,
  done,
  type KubernetesObject,
  Owns,
  type ReconcileContext,
  Reconciles,
  type Result,
  type Snapshot,
} from 'kubewright';
import { ConfigMap, Role, RoleBinding, Secret } from 'kubewright/kinds';
import { describe, expect, onTestFinished } from 'vitest';
import type { AnyControlPlane } from '../../hack/control-plane/any-control-plane.js';
import { loadAccess } from '../../runtime/client/kube-config.js';
import { FlyingClock } from '../flying-cache.js';
import { install, lateKind } from '../late-kind.js';
import { MeddlingProxy } from '../meddling-proxy.js';
import type { RecordedLine } from '../recorded-log.js';
import { runOperator } from '../run-operator.js';
import { test } from './fixture.js';
import { target } from './target.js';

const patiently = { timeout: 30_000 };
const asLongAsItTakes = { cacheSyncTimeout: 10_000_000 };

test('an operator of which almost nothing works does the rest, says what is wrong, and goes on where it is put right', async ({
  admin,
  controlPlane,
  namespace,
}) => {
  const Lamp = lateKind<{ watts: number }>();
  const Missing = lateKind<object>();
  const seen: string[] = [];

  @Reconciles(Missing, { name: 'missing', optional: true })
  class Missings {
    async reconcile({ metadata }: Snapshot<KubernetesObject>): Promise<Result> {
      seen.push(`missing ${metadata.name}`);
      return done;
    }
  }
  @Reconciles(Secret, { name: 'secrets', optional: true })
  class Secrets {
    async reconcile({ metadata }: Snapshot<Secret>): Promise<Result> {
      seen.push(`secret ${metadata.name}`);
      return done;
    }
  }
  @Reconciles(Lamp, { name: 'lamps', maxConcurrentReconciles: 2 })
  @Owns(ConfigMap)
  class Lamps {
    async reconcile(
      { metadata: { name }, spec }: Snapshot<Lamp>,
      { cache, client }: ReconcileContext,
    ): Promise<Result> {
      if (name === 'throws') throw new Error('the lamp is broken');
      if (name === 'endless') await new Promise(() => {});
      if (name === 'nonsense') return 'ok' as never;
      if (name === 'selects-labels') cache.list(ConfigMap, { labelSelector: 'app in redis' });
      if (name === 'selects-live') await client.list(ConfigMap, { namespace, labelSelector: 'app in redis' });
      if (name === 'selects-fields') await client.list(ConfigMap, { namespace, fieldSelector: 'spec.color=red' });
      seen.push(`${name} ${spec.watts.toFixed(1)}`);
      return done;
    }
  }
  type Lamp = KubernetesObject & { spec: { watts: number } };

  await install(admin, Lamp);
  const put = async (name: string, watts: unknown) => {
    await admin.apply(Lamp, { metadata: { namespace, name }, spec: { watts } } as never, { force: true });
  };
  const broken = ['throws', 'endless', 'nonsense', 'selects-labels', 'selects-live', 'selects-fields'];
  for (const name of broken) await put(name, 1);
  await put('odd', 'many');
  await put('fine', 4);
  await admin.create(Secret, { metadata: { namespace, name: 'token' } });

  const { client, permit } = await withoutSecrets(admin, controlPlane, namespace);
  // A minute is three seconds.
  const clock = new FlyingClock(20);
  const operator = { client, namespace, clock, gracefulShutdownTimeout: 0, ...asLongAsItTakes };
  const { log } = runOperator(operator, new Missings(), new Secrets(), new Lamps());
  await expect.poll(() => seen, patiently).toContain('fine 4.0');

  const told = (level: 'warn' | 'error', fields: object) =>
    expect.poll(() => log.of(level).map(said), patiently).toContainEqual(expect.objectContaining(fields));
  const ofLamp = (name: string) => ({ controller: 'lamps', kind: Lamp.name, namespace, name });
  for (const [name, error] of [
    ['throws', 'the lamp is broken'],
    [
      'nonsense',
      'Lamps.reconcile of controller lamps: a reconcile answers done or requeueAfter(milliseconds), not "ok"',
    ],
    ['selects-labels', 'label selector "app in redis": there is "redis" where "(" should be'],
    ['selects-live', expect.stringMatching(/^list ConfigMap in .*unable to parse requirement.* \(400 BadRequest\)/)],
    [
      'selects-fields',
      expect.stringMatching(/^list ConfigMap in .*is not a known field selector.* \(400 BadRequest\)/),
    ],
    ['odd', 'spec.watts.toFixed is not a function'],
  ] as const) {
    await told('error', { message: 'reconcile failed; it will be tried again', ...ofLamp(name), error });
  }
  const stuck = 'the reconcile has not ended yet; its object waits for it, and so does a worker';
  await told('warn', { message: stuck, ...ofLamp('endless') });
  const lists = 'the cache could not list, trying again';
  await told('warn', { message: lists, kind: 'Secret', error: expect.stringContaining(needs(namespace, 'list')) });
  await told('warn', {
    kind: Missing.name,
    error: expect.stringContaining('apply its CRD: kubectl apply -f config/crd/bases'),
  });

  await put('fine', 5);
  await expect.poll(() => seen, patiently).toContain('fine 5.0');
  await put('odd', 6);
  await expect.poll(() => seen, patiently).toContain('odd 6.0');
  await permit();
  await expect.poll(() => seen, patiently).toContain('secret token');
  await install(admin, Missing);
  await admin.create(Missing, { metadata: { namespace, name: 'here' }, spec: {} });
  await expect.poll(() => seen, patiently).toContain('missing here');
});

describe('an operator that cannot do without', () => {
  const Missing = lateKind<object>();

  @Reconciles(Missing, { cacheSyncTimeout: 1500 })
  class NeedingMissing {
    reconcile = async (_: Snapshot<KubernetesObject>): Promise<Result> => done;
  }
  @Reconciles(Secret, { cacheSyncTimeout: 1500 })
  class NeedingSecrets {
    reconcile = async (_: Snapshot<Secret>): Promise<Result> => done;
  }
  @Reconciles(ConfigMap, { cacheSyncTimeout: 1500 })
  class NeedingMaps {
    reconcile = async (_: Snapshot<ConfigMap>): Promise<Result> => done;
  }

  test.for<[string, NeedingMissing | NeedingSecrets | NeedingMaps, (namespace: string) => readonly string[]]>([
    [
      'a kind that is not installed',
      new NeedingMissing(),
      () => [
        `No kind ${Missing.name} (late.example.com/v1) on this server`,
        'apply its CRD: kubectl apply -f config/crd/bases',
      ],
    ],
    ['a kind that its role does not let it list', new NeedingSecrets(), namespace => [needs(namespace, 'list')]],
    [
      'a kind whose fields cannot be selected so',
      new NeedingMaps(),
      () => ['"spec.color" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ],
  ])('%s stops in time, with what to do', async ([_, reconciler, says], { admin, controlPlane, namespace }) => {
    const { client } = await withoutSecrets(admin, controlPlane, namespace);
    const cache = { kinds: [cacheKind(ConfigMap, { fieldSelector: 'spec.color=red' })] };
    const { ended } = runOperator({ client, namespace, cache }, reconciler);
    await expect(ended).rejects.toMatchObject({ name: 'CacheSyncError' });
    for (const words of says(namespace)) await expect(ended).rejects.toThrow(words);
  });

  test('a cache of a selector that does not parse does not start, and names the place', async ({
    admin,
    namespace,
  }) => {
    const { ended } = runOperator(
      { client: admin, namespace, cache: { labelSelector: 'app in redis' } },
      new NeedingMaps(),
    );
    await expect(ended).rejects.toThrow(
      'cache.labelSelector: label selector "app in redis": there is "redis" where "(" should be',
    );
  });
});

function said({ message, fields: { error, ...fields } }: RecordedLine) {
  return { message, ...fields, error: error instanceof Error ? error.message : error };
}

const userOf = (namespace: string) => `user-of-${namespace}`;
const needs = (namespace: string, verb: string) =>
  `A role of ${userOf(namespace)} needs: apiGroups [""], resources ["secrets"], verbs ["${verb}"]`;

/**
 * A client that may do everything in the namespace but read Secrets, until it is permitted. The embedded control plane
 * lets everybody do everything: there a proxy refuses in its place, in the words of a real one.
 */
async function withoutSecrets(
  admin: Client,
  controlPlane: AnyControlPlane,
  namespace: string,
): Promise<{ readonly client: Client; permit(): Promise<void> }> {
  const user = userOf(namespace);
  const connected = async (options: Parameters<typeof createClient>[1]) => {
    const client = await createClient(user, options);
    onTestFinished(() => client.close());
    return client;
  };
  if (target === 'real') {
    const metadata = { namespace, name: user };
    const apiGroup = 'rbac.authorization.k8s.io';
    const rules = (core: readonly string[]) => [
      { apiGroups: ['late.example.com'], resources: ['*'], verbs: ['*'] },
      { apiGroups: [''], resources: core, verbs: ['*'] },
    ];
    await admin.create(Role, { metadata, rules: rules(['configmaps']) });
    const subjects = [{ apiGroup, kind: 'User', name: user }];
    await admin.create(RoleBinding, { metadata, roleRef: { apiGroup, kind: 'Role', name: user }, subjects });
    return {
      client: await connected({ kubeconfig: await controlPlane.userKubeconfig(user) }),
      permit: async () => void (await admin.patch(Role, metadata, { rules: rules(['configmaps', 'secrets']) })),
    };
  }
  const proxy = await MeddlingProxy.to(await loadAccess({ kubeconfig: controlPlane.adminKubeconfig }));
  onTestFinished(() => proxy.close());
  let isPermitted = false;
  proxy.meddle = ({ url, isWatch }) => {
    if (isPermitted || !url.pathname.endsWith('/secrets')) return undefined;
    const verb = isWatch ? 'watch' : 'list';
    return { answer: response => refuse(response, user, verb, namespace) };
  };
  return {
    client: await connected({ access: proxy.access() }),
    permit: async () => {
      isPermitted = true;
    },
  };
}

function refuse(response: ServerResponse, user: string, verb: string, namespace: string): void {
  const message =
    `secrets is forbidden: User "${user}" cannot ${verb} resource "secrets" in API group "" ` +
    `in the namespace "${namespace}"`;
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403 };
  response.writeHead(403, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...status, message, details: { kind: 'secrets' } }));
}
