// A definition is accepted at once, and served a little later: whoever needs its objects waits for that.
import { kindOf } from '../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import { isNotFound } from '../runtime/client/api-reasons.js';
import type { Client } from '../runtime/client/client.js';
import { type Clock, sleep, systemClock } from '../runtime/clock/clock.js';
import { CustomResourceDefinition, type CustomResourceDefinitionSpec } from '../runtime/kinds/apiextensions-v1.js';
import { findCondition, isConditionTrue } from '../runtime/meta/conditions.js';
import { RefusedError } from './manifest.js';

/** How long to wait. */
export interface ServedOptions {
  /** Milliseconds. Default: 10 000. */
  readonly within?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

const SERVED_WITHIN = 10_000;
/** Milliseconds after which a refusal of its names is not one of the names that it had before. */
const NAMES_WITHIN = 300;
const PAUSE = 10;

/**
 * The definition, once it is established and all of its versions answer lists, as caches need it.
 * @throws RefusedError when its names are another's, or time is over
 */
export async function untilServed(
  client: Client,
  name: string,
  { within = SERVED_WITHIN, clock = systemClock }: ServedOptions = {},
): Promise<Snapshot<CustomResourceDefinition>> {
  const start = clock.monotonic();
  for (;;) {
    const definition = await client.get(CustomResourceDefinition, { name });
    if (await isServed(client, definition)) return definition;
    const waited = clock.monotonic() - start;
    const names = findCondition(definition.status?.conditions, 'NamesAccepted');
    if (names?.status === 'False' && waited > NAMES_WITHIN) {
      const hint =
        'another definition has that name; is it this one, as it was called before? kubectl delete crd <its name>';
      throw new RefusedError(`CustomResourceDefinition ${name}`, `${name} is not served: ${names.message}`, hint);
    }
    if (waited > within) {
      const hint = `kubectl describe crd ${name} tells what it lacks`;
      throw new RefusedError(`CustomResourceDefinition ${name}`, `${name} is applied, but not served`, hint);
    }
    await sleep(clock, PAUSE);
  }
}

/** Established is what the definition says; a server that has just been told so may still answer with "not found". */
async function isServed(client: Client, { spec, status }: Snapshot<CustomResourceDefinition>): Promise<boolean> {
  if (!isConditionTrue(status?.conditions, 'Established')) return false;
  const served = spec.versions.filter(version => version.served);
  const lists = served.map(({ name }) => client.list(customKind(spec, name), { limit: 1 }));
  return (await Promise.all(lists).catch(unlessNotFound)) !== undefined;
}

/** The kind that a definition defines, in one of its versions. */
export function customKind(
  {
    group,
    names,
    scope,
  }: Readonly<Pick<CustomResourceDefinitionSpec, 'group' | 'scope'>> & {
    readonly names: Readonly<Pick<CustomResourceDefinitionSpec['names'], 'kind' | 'plural'>>;
  },
  version: string,
) {
  const { kind, plural } = names;
  return kindOf<AnyObject>()({ group, version, kind, plural, scope: scope as 'Namespaced' | 'Cluster' });
}

/** What manifests describe; those of cluster-scoped kinds have no namespace. */
export interface AnyObject extends KubernetesObject {
  readonly metadata: ObjectMeta;
}

function unlessNotFound(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
  return undefined;
}
