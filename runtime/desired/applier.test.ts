import { describe, expect, test } from 'vitest';
import { type Kind, kindInfo } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { FakeCache } from '../../test/fake-cache.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Redis } from '../../test/sample-kind.js';
import { ApiError } from '../client/api-error.js';
import type { ApplyOptions, Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { ConfigMap, Namespace, Secret } from '../kinds/core-v1.js';
import { ClusterRole } from '../kinds/rbac-v1.js';
import type { ObjectKey } from '../meta/object-key.js';
import { Applier } from './applier.js';
import type { ApplySetOptions } from './apply-parts.js';
import type { ApplyResult, DesiredStateError } from './apply-result.js';
import { type DependentOptions, type DesiredObject, dependent } from './dependent.js';

type AnyObject = Snapshot<KubernetesObject> & { readonly data?: Record<string, string> };

/** A server of maps that takes what is applied, and a cache that shows it at once. */
class World {
  readonly cache = new FakeCache();
  readonly clock = new FakeClock();
  readonly log = new RecordedLog();
  readonly requests: string[] = [];
  readonly events: string[] = [];
  /** What a mutating webhook makes of an object. */
  mutate = (object: AnyObject): AnyObject => object;
  /** Thrown in place of an answer, by request; of a function, what it answers. */
  readonly failures = new Map<string, unknown>();
  /** How many applies are under way at most. */
  most = 0;
  requeueAfter: number | undefined;
  readonly #applier: Applier<Redis>;
  #version = 10;
  #underWay = 0;

  constructor(
    readonly owner: AnyObject = redis(),
    owns: readonly unknown[] = [ConfigMap, Secret],
  ) {
    for (const kind of owns) this.cache.informer(kind as Kind<KubernetesObject>);
    const parts = {
      owns: owns as Kind<KubernetesObject>[],
      client: this.#client(),
      cache: this.cache,
      clock: this.clock,
    };
    this.#applier = new Applier({ name: 'op/redis', kind: Redis, ...parts });
  }

  begin(signal = new AbortController().signal) {
    const record = (reason: string, message: string) => void this.events.push(`${reason}: ${message}`);
    this.requests.length = 0;
    return this.#applier.begin(this.owner as never, {
      log: this.log,
      events: { normal: record, warning: record },
      signal,
    });
  }

  /** Whether the owner waits for the end of this map. */
  isWaitingFor(name: string): boolean {
    const owners = this.#applier.waitingFor(ConfigMap as unknown as Kind<KubernetesObject>, {
      namespace: 'default',
      name,
    });
    return owners.includes('default/r');
  }

  forget(): void {
    this.#applier.forget({ namespace: 'default', name: 'r' });
  }

  async apply(objects: readonly DesiredObject[], options?: ApplySetOptions): Promise<ApplyResult> {
    const applying = this.begin();
    try {
      return await applying.apply(objects, options);
    } finally {
      this.requeueAfter = applying.requeueAfter;
    }
  }

  /** Somebody else changes the data. */
  edit(name: string, data: Record<string, string>): void {
    const present = this.cache.get(ConfigMap, { namespace: 'default', name }) as AnyObject;
    this.#put({ ...present, data: { ...present.data, ...data } });
  }

  #put(object: AnyObject): AnyObject {
    this.#version += 1;
    const made = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    this.cache.put(made as never);
    return made;
  }

  #client(): Client {
    const client = {
      patch: async (_: Kind<never>, key: ObjectKey, patch: { metadata: { annotations: Record<string, string> } }) => {
        this.#request(`patch ${key.name}`);
        Object.assign(this.owner.metadata as object, {
          annotations: { ...this.owner.metadata.annotations, ...patch.metadata.annotations },
        });
        return this.owner;
      },
      apply: async (kind: Kind<KubernetesObject>, object: AnyObject, options: ApplyOptions) => {
        const { resourceVersion: _, ...metadata } = object.metadata;
        this.#underWay += 1;
        this.most = Math.max(this.most, this.#underWay);
        await Promise.resolve();
        this.#underWay -= 1;
        this.#request(`apply ${metadata.name}${options.force ? ' by force' : ''}`);
        const present = this.cache.get(kind, metadata as unknown as ObjectKey) as AnyObject | undefined;
        const identity = { apiVersion: 'v1', kind: kindInfo(kind).kind };
        const made = { ...object, ...identity, metadata: { ...metadata, uid: metadata.uid ?? `uid-${metadata.name}` } };
        const mutated = this.mutate(made as unknown as AnyObject);
        if (
          present !== undefined &&
          JSON.stringify(present.data) === JSON.stringify(mutated.data) &&
          present.metadata.annotations?.['kubewright.dev/applied'] ===
            mutated.metadata.annotations?.['kubewright.dev/applied']
        )
          return present;
        return this.#put(mutated);
      },
      delete: async (
        kind: Kind<KubernetesObject>,
        key: ObjectKey,
        { propagationPolicy }: { propagationPolicy: string },
      ) => {
        this.#request(`delete ${key.name} ${propagationPolicy}`);
        this.cache.remove(this.cache.get(kind, key) as never);
        return { kind: 'Status' };
      },
    };
    return client as unknown as Client;
  }

  #request(request: string): void {
    this.requests.push(request);
    const failure = this.failures.get(request);
    if (failure !== undefined) throw typeof failure === 'function' ? failure() : failure;
  }
}

function redis(namespace: string | undefined = 'default'): AnyObject {
  const metadata = {
    name: 'r',
    ...(namespace && { namespace }),
    uid: 'uid-r',
    resourceVersion: '1',
    creationTimestamp: '',
  };
  return { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', metadata } as AnyObject;
}

const map = (name: string, data: Record<string, string> = {}, options?: DependentOptions): DesiredObject =>
  dependent(ConfigMap, { metadata: { name }, data }, options);
const named = (objects: readonly { readonly key: ObjectKey }[]) => objects.map(({ key }) => key.name);

describe('a set', () => {
  test('is applied in its order, some at a time', async () => {
    const world = new World();
    const result = await world.apply([map('c'), map('a'), map('b'), map('d')], { concurrency: 2 });
    expect(world.requests).toEqual(['patch r', 'apply c', 'apply a', 'apply b', 'apply d']);
    expect(world.most).toBe(2);
    expect(named(result.created)).toEqual(['c', 'a', 'b', 'd']);
  });

  test('of waves waits for the earlier ones', async () => {
    const world = new World();
    world.failures.set('apply b', new Error('no b'));
    const set = [map('c', {}, { wave: 2 }), map('b', {}, { wave: 1 }), map('a'), map('d', {}, { wave: 1 })];
    const error = await world.apply(set).catch((thrown: unknown) => thrown);
    expect(world.requests).toEqual(['patch r', 'apply a', 'apply b', 'apply d']);
    expect((error as Error).message).toBe(
      'one object of the desired state failed: no b. Of later waves, not tried: ConfigMap default/c',
    );
    expect(named((error as DesiredStateError).result.later)).toEqual(['c']);
  });

  test('is not pruned while an object fails, and the error tells of all', async () => {
    const world = new World();
    await world.apply([map('old')]);
    world.failures.set('apply a', new Error('no a')).set('apply b', new Error('no b'));
    const error = await world.apply([map('a'), map('b'), map('c')]).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe('2 objects of the desired state failed: no a; no b');
    expect(named((error as DesiredStateError).result.created)).toEqual(['c']);
    expect(world.requests).not.toContain('delete old Background');
    world.failures.clear();
    await world.apply([map('a'), map('b'), map('c')], { propagationPolicy: 'Foreground' });
    expect(world.requests).toEqual(['apply a', 'apply b', 'delete old Foreground']);
  });

  test('leaves what is not in it without prune, and may then come in parts', async () => {
    const world = new World();
    const applying = world.begin();
    await applying.apply([map('a')], { prune: false });
    await applying.apply([map('b')]);
    expect(world.requests).toEqual(['patch r', 'apply a', 'apply b', 'delete a Background']);
    await expect(applying.apply([])).rejects.toThrow('context.apply was called twice in a reconcile of Redis');
    await applying.apply([map('a')], { prune: false });
  });

  test('leaves alone what nobody applied, or another applier', async () => {
    const world = new World();
    const reference = { apiVersion: 'myapp.tangx.in/v1', kind: 'Redis', name: 'r', uid: 'uid-r', controller: true };
    const own = (name: string, annotations = {}) =>
      ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name,
          namespace: 'default',
          uid: name,
          resourceVersion: '1',
          annotations,
          ownerReferences: [reference],
        },
      }) as never;
    world.cache.put(own('by-hand'));
    world.cache.put(own('by-other', { 'kubewright.dev/applied': 'hash other/redis' }));
    await world.apply([]);
    expect(world.requests).toEqual([]);
    await expect(world.apply([map('by-other')])).rejects.toThrow(
      'ConfigMap default/by-other is applied by other/redis: only one may wish it',
    );
    expect(named((await world.apply([map('by-hand')])).changed)).toEqual(['by-hand']);
  });

  test('waits for objects that are on their way out, and for those of a former owner of the name', async () => {
    const world = new World();
    await world.apply([map('a'), map('b')]);
    const leaving = (name: string, metadata: object): void => {
      const present = world.cache.get(ConfigMap, { namespace: 'default', name }) as AnyObject;
      world.cache.put({ ...present, metadata: { ...present.metadata, resourceVersion: '99', ...metadata } } as never);
    };
    leaving('a', { deletionTimestamp: '2026-01-01T00:00:00Z' });
    leaving('b', {
      ownerReferences: [
        { apiVersion: 'myapp.tangx.in/v1beta1', kind: 'Redis', name: 'r', uid: 'former', controller: true },
      ],
    });
    const result = await world.apply([map('a', { x: '1' }), map('b', { x: '1' })]);
    expect(named(result.terminating)).toEqual(['a', 'b']);
    expect(world.requests).toEqual([]);
    expect(['a', 'b', 'c'].map(name => world.isWaitingFor(name))).toEqual([true, true, false]);
    await world.apply([map('b', { x: '1' })]);
    expect(['a', 'b'].map(name => world.isWaitingFor(name))).toEqual([false, true]);
    world.forget();
    expect(world.isWaitingFor('b')).toBe(false);
  });

  test.each<[what: string, object: () => DesiredObject, message: string]>([
    [
      'of a kind that is not followed',
      () => dependent(ClusterRole, { metadata: { name: 'c' }, rules: [] }),
      'Redis default/r cannot own ClusterRole c, which is in no namespace: the garbage collector would delete it; write it with context.client, and delete it in finalize',
    ],
    [
      'of another namespace',
      () => dependent(ConfigMap, { metadata: { name: 'a', namespace: 'other' } }),
      'Redis default/r cannot own ConfigMap other/a of another namespace',
    ],
    [
      'without a name',
      () => dependent(ConfigMap, { metadata: { generateName: 'a-' } } as never),
      'a wished ConfigMap has no metadata.name',
    ],
    [
      'that another controls',
      () =>
        dependent(ConfigMap, {
          metadata: {
            name: 'a',
            ownerReferences: [{ apiVersion: 'v1', kind: 'Secret', name: 's', uid: 'u', controller: true }],
          },
        }),
      'ConfigMap default/a: another controller stands in its ownerReferences',
    ],
  ])('with an object %s is refused before anything is done', async (_, object, message) => {
    const world = new World();
    await expect(world.apply([map('first'), object()])).rejects.toThrow(message);
    expect(world.requests).toEqual([]);
  });

  test('names what is wished twice, and what is not followed', async () => {
    const world = new World(redis(), [ConfigMap]);
    await expect(world.apply([map('a'), map('a')])).rejects.toThrow('ConfigMap default/a is wished twice');
    const secret = dependent(Secret, { metadata: { name: 's' } });
    await expect(world.apply([secret])).rejects.toThrow(
      'Secret default/s cannot be applied: say @Owns(Secret, { apply: true }) on the reconciler, and run kubewright generate',
    );
  });

  test('is not of kinds whose metadata alone is followed', async () => {
    const world = new World(redis(), [metadataOf(ConfigMap)]);
    await expect(world.apply([map('a')])).rejects.toThrow('say @Owns(ConfigMap, { apply: true })');
  });

  test('of a cluster-scoped owner has namespaces of its own', async () => {
    const world = new World(redis(''), [ConfigMap, Namespace]);
    await expect(world.apply([map('a')])).rejects.toThrow(
      'Redis r cannot own ConfigMap a without a namespace: say metadata.namespace',
    );
    await world.apply([
      dependent(Namespace, { metadata: { name: 'n' } }),
      dependent(ConfigMap, { metadata: { name: 'a', namespace: 'n' } }),
    ]);
    expect(world.requests).toEqual(['patch r', 'apply n', 'apply a']);
  });

  test('says which rule is missing', async () => {
    const world = new World();
    const attempt = { verb: 'apply', kind: kindInfo(ConfigMap), key: { namespace: 'default', name: 'a' } };
    const said =
      'configmaps "a" is forbidden: User "u" cannot patch resource "configmaps" in API group "" in the namespace "default"';
    world.failures.set(
      'apply a',
      new ApiError(attempt, 403, { kind: 'Status', reason: 'Forbidden', message: said, code: 403 }),
    );
    await expect(world.apply([map('a')])).rejects.toThrow(
      'Say @Owns(ConfigMap, { apply: true }) on the reconciler, run kubewright generate, and apply the role',
    );
  });
});

describe('an object', () => {
  test('is not applied again for what a webhook makes of it, and is for what others do then', async () => {
    const world = new World();
    world.mutate = object => ({ ...object, data: { ...object.data, a: 'webhook', more: 'x' } });
    await world.apply([map('a', { a: '1' })]);
    expect(world.log.of('warn')).toMatchObject([{ fields: { object: 'ConfigMap default/a', fields: ['.data.a'] } }]);
    await world.apply([map('a', { a: '1' })]);
    expect(world.requests).toEqual([]);
    world.edit('a', { more: 'theirs' });
    await world.apply([map('a', { a: '1' })]);
    expect(world.requests).toEqual([]);
    world.edit('a', { a: 'theirs' });
    expect(named((await world.apply([map('a', { a: '1' })], { force: true })).changed)).toEqual(['a']);
    expect(world.requests).toEqual(['apply a by force']);
  });

  test('that others change back each time is applied less and less often, and said to be', async () => {
    const world = new World();
    const fight = async (): Promise<boolean> => {
      world.edit('a', { a: 'theirs' });
      const { heldBack } = await world.apply([map('a', { a: 'ours' })], { force: true });
      return heldBack.length === 0;
    };
    await world.apply([map('a', { a: 'ours' })]);
    const applied = [await fight(), await fight(), await fight(), await fight()];
    expect(applied).toEqual([true, true, true, false]);
    expect(world.requeueAfter).toBe(1000);
    expect(world.events).toEqual([
      'ChangedBack: ConfigMap default/a: .data.a is changed back each time it was applied; it is applied less and less often',
    ]);
    await world.clock.advance(1000);
    expect([await fight(), await fight()]).toEqual([true, false]);
    expect(world.requeueAfter).toBe(2000);
    // Another wish is applied at once, and so is the same one after some peace.
    await world.apply([map('a', { a: 'new' })], { force: true });
    expect(world.requests).toEqual(['apply a by force']);
    await world.clock.advance(11 * 60_000);
    world.edit('a', { a: 'theirs' });
    expect(named((await world.apply([map('a', { a: 'new' })])).changed)).toEqual(['a']);
  });

  test('has its own word on force', async () => {
    const world = new World();
    await world.apply([map('a', {}, { force: false }), map('b')], { force: true });
    expect(world.requests).toEqual(['patch r', 'apply a', 'apply b by force']);
  });
});

describe('what fails', () => {
  test('is told of the first, where it is many', async () => {
    const world = new World();
    const names = Array.from({ length: 25 }, (_, i) => `m${i}`);
    for (const name of names) world.failures.set(`apply ${name}`, new Error(`no ${name}`));
    const set = [...names.map(name => map(name)), ...names.map(name => map(`${name}-later`, {}, { wave: 1 }))];
    const { message, result } = (await world.apply(set).catch((thrown: unknown) => thrown)) as DesiredStateError;
    expect(message).toContain('25 objects of the desired state failed: no m0; ');
    expect(message).toContain('; no m9; and 15 more. Of later waves, not tried: ConfigMap default/m0-later, ');
    expect(message).toMatch(/m9-later, and 15 more$/);
    expect(result.failed).toHaveLength(25);
  });

  test('by an end of the process is only that, also while it prunes', async () => {
    const world = new World();
    await world.apply([map('a'), map('b')]);
    const stopping = new AbortController();
    const reason = new Error('the manager stops');
    world.failures.set('delete a Background', () => {
      stopping.abort(reason);
      return new Error('cut off');
    });
    await expect(world.begin(stopping.signal).apply([])).rejects.toBe(reason);
    expect(world.requests).toContain('delete a Background');
  });

  test.each([
    ['spec.selector', 'Invalid value: {}: field is immutable'],
    ['spec', "Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden"],
    ['spec', 'Forbidden: pod updates may not change fields other than `spec.tolerations`'],
    ['roleRef', 'Invalid value: {}: cannot change roleRef'],
  ])('for a field that can be set only once says what to do: %s: %s', async (field, message) => {
    const world = new World();
    const attempt = { verb: 'apply', kind: kindInfo(ConfigMap), key: { namespace: 'default', name: 'a' } };
    const details = { causes: [{ reason: 'FieldValueInvalid', field, message }] };
    const status = {
      kind: 'Status',
      reason: 'Invalid',
      message: `"a" is invalid: ${field}: ${message}`,
      details,
      code: 422,
    };
    world.failures.set('apply a', new ApiError(attempt, 422, status));
    await expect(world.apply([map('a')])).rejects.toThrow('wish ConfigMap default/a under another name, or delete it');
  });
});

test('nothing is applied that could not be noted before', async () => {
  const world = new World();
  const attempt = { verb: 'patch', kind: kindInfo(Redis), key: { namespace: 'default', name: 'r' } };
  world.failures.set('patch r', new ApiError(attempt, 409, { kind: 'Status', reason: 'Conflict', code: 409 }));
  await expect(world.apply([map('a')])).rejects.toMatchObject({ name: 'ApiError', reason: 'Conflict' });
  expect(world.requests).toEqual(['patch r']);
});

test('an inventory that somebody has spoilt is written anew, and said to be', async () => {
  const world = new World();
  Object.assign(world.owner.metadata, { annotations: { 'applied.kubewright.dev/op.redis': 'x' } });
  await world.apply([map('a')]);
  expect(world.requests).toEqual(['patch r', 'apply a']);
  expect(world.log.of('warn')).toHaveLength(1);
});
