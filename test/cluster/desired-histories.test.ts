// Whatever sets are wished one after another, whatever others do, and wherever the process dies: in the end exactly the wished
// objects are there, and nothing that is somebody else's was touched.
import fc from 'fast-check';
import { type Client, type DesiredObject, dependent, isAlreadyExists, isNotFound } from 'kubewright';
import { ConfigMap, Secret } from 'kubewright/kinds';
import { expect } from 'vitest';
import { type Death, DesiredProcess } from '../desired-process.js';
import { test } from './fixture.js';
import { target } from './target.js';
import { unless } from './unless.js';

// More, or others: SEED=1 RUNS=500 vitest run --project embedded test/cluster/desired-histories.test.ts
const SEED = Number(process.env.SEED ?? 20_261_123);
const RUNS = Number(process.env.RUNS ?? (target === 'embedded' ? 40 : 8));
const NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
type Name = (typeof NAMES)[number];

/** The value of each wished ConfigMap, and which Secrets there should be. */
interface Wish {
  readonly maps: Partial<Record<Name, string>>;
  readonly secrets: readonly Name[];
}

type Step =
  | { readonly do: 'wish'; readonly wish: Wish; readonly death: Death | undefined }
  | { readonly do: 'deleteOne' | 'edit' | 'takeAway' | 'makeForeign'; readonly name: Name }
  | { readonly do: 'restart' };

const name = fc.constantFrom(...NAMES);
const wish: fc.Arbitrary<Wish> = fc.record({
  maps: fc.dictionary(name, fc.constantFrom('1', '2', '3'), { maxKeys: 5 }) as fc.Arbitrary<Wish['maps']>,
  secrets: fc.uniqueArray(name, { maxLength: 3 }),
});
const death = fc.option(fc.record({ at: fc.nat({ max: 7 }), reaches: fc.boolean() }), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wish' as const), wish, death }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('deleteOne', 'edit', 'takeAway', 'makeForeign' as const), name }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
) as fc.Arbitrary<Step>;
const histories = fc.sample(fc.tuple(fc.array(step, { minLength: 4, maxLength: 12 }), wish), {
  seed: SEED,
  numRuns: RUNS,
});

const objects = ({ maps, secrets }: Wish): DesiredObject[] => [
  ...Object.entries(maps).map(([each, value]) => dependent(ConfigMap, { metadata: { name: each }, data: { value } })),
  ...secrets.map(each => dependent(Secret, { metadata: { name: each }, type: 'Opaque' })),
];

test.for(histories.map((history, i) => [`${SEED}/${i}: ${told(history[0])}`, ...history] as const))(
  'converges after %s',
  { timeout: 60_000 },
  async ([, history, last], { admin, namespace }) => {
    const start = () =>
      DesiredProcess.start({
        client: admin,
        namespace,
        kind: ConfigMap,
        owner: 'owner',
        owns: [ConfigMap, Secret] as never,
      });
    await admin.create(ConfigMap, { metadata: { name: 'owner', namespace } });
    const foreign = new Map<string, string>();
    let process = await start();
    for (const each of history) {
      if (each.do === 'wish') {
        await process.reconcile(objects(each.wish), { force: true }, each.death).catch(() => {});
      } else if (each.do !== 'restart') {
        await happen(each, admin, namespace, foreign);
      }
      if (each.do === 'restart' || process.mortal.dead) {
        await process.stop();
        process = await start();
      }
    }

    // What is somebody else's cannot be had; all else can.
    const maps = Object.fromEntries(Object.entries(last.maps).filter(([each]) => !foreign.has(each)));
    const wished = { maps, secrets: last.secrets };
    const expected = {
      maps: { ...maps, ...Object.fromEntries([...foreign.keys()].map(each => [each, 'foreign'])) },
      secrets: [...last.secrets].sort(),
    };
    await expect
      .poll(
        async () => {
          await process.reconcile(objects(wished), { force: true }).catch(() => {});
          return present(admin, namespace);
        },
        { timeout: 30_000 },
      )
      .toEqual(expected);
    const { items } = await admin.list(ConfigMap, { namespace });
    for (const { metadata } of items) {
      if (!foreign.has(metadata.name)) continue;
      expect(metadata.resourceVersion, `${metadata.name}, of somebody else`).toBe(foreign.get(metadata.name));
    }
    await process.reconcile(objects(wished), { force: true });
    expect(process.mortal.requests).toEqual([]);
    await process.stop();
  },
);

/** What others do. */
async function happen(
  step: Exclude<Step, { do: 'wish' | 'restart' }>,
  admin: Client,
  namespace: string,
  foreign: Map<string, string>,
): Promise<void> {
  const key = { namespace, name: step.name };
  const isForeign = foreign.has(step.name);
  if (step.do === 'makeForeign') {
    const made = await admin
      .create(ConfigMap, { metadata: key, data: { value: 'foreign' } }, { fieldManager: 'somebody' })
      .catch(unless(isAlreadyExists));
    if (made !== undefined) foreign.set(step.name, made.metadata.resourceVersion);
  } else if (isForeign) return;
  else if (step.do === 'deleteOne') await admin.delete(ConfigMap, key).catch(unless(isNotFound));
  else {
    const data = step.do === 'edit' ? { value: 'edited', more: null } : { value: null };
    await admin.patch(ConfigMap, key, { data }, { fieldManager: 'somebody' }).catch(unless(isNotFound));
  }
}

async function present(admin: Client, namespace: string) {
  const [maps, secrets] = await Promise.all([admin.list(ConfigMap, { namespace }), admin.list(Secret, { namespace })]);
  const own = maps.items.filter(({ metadata }) => !['owner', 'kube-root-ca.crt'].includes(metadata.name));
  return {
    maps: Object.fromEntries(own.map(({ metadata, data }) => [metadata.name, data?.value])),
    secrets: secrets.items.map(({ metadata }) => metadata.name),
  };
}

/** `wish a=1 c=2 +a dies at 2, edit b, restart` */
function told(history: readonly Step[]): string {
  return history
    .map(each => {
      if (each.do === 'restart') return each.do;
      if (each.do !== 'wish') return `${each.do} ${each.name}`;
      const maps = Object.entries(each.wish.maps).map(([key, value]) => `${key}=${value}`);
      const secrets = each.wish.secrets.map(secret => `+${secret}`);
      const dies = each.death === undefined ? [] : [`dies ${each.death.reaches ? 'after' : 'at'} ${each.death.at}`];
      return ['wish', ...maps, ...secrets, ...dies].join(' ');
    })
    .join(', ');
}
