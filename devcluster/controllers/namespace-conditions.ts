// What a namespace says of its own deletion: five conditions, in the words of the namespace controller.
import type { ApiObject } from '../object/api-object.js';
import { sameJson } from '../object/json.js';
import type { ResourceType } from '../registry/resource-type.js';

/** The content that is left after a round of deletion. */
export interface RemainingContent {
  readonly type: ResourceType;
  readonly objects: readonly ApiObject[];
}

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * The conditions after a round; the same array when nothing has changed.
 * @param failures the messages of what could not be deleted
 * @param now as RFC 3339 says it
 */
export function namespaceConditions(
  present: readonly Condition[],
  remaining: readonly RemainingContent[],
  failures: readonly string[],
  now: string,
): readonly Condition[] {
  const left = remaining.filter(({ objects }) => objects.length > 0);
  const told = [
    { ...DISCOVERY, status: 'False' as const },
    { ...PARSING, status: 'False' as const },
    failures.length === 0 ? { ...CONTENT, status: 'False' as const } : contentFailure(failures),
    left.length === 0 ? { ...REMAINING, status: 'False' as const } : contentRemaining(left),
    finalizersRemaining(left),
  ];
  const next = told.map(condition => {
    const before = present.find(({ type }) => type === condition.type);
    const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : now;
    return { type: condition.type, status: condition.status, lastTransitionTime, ...textOf(condition) };
  });
  const others = present.filter(({ type }) => !told.some(condition => condition.type === type));
  const all = [...others, ...next];
  return sameJson(all, present) ? present : all;
}

interface Told {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

const DISCOVERY = {
  type: 'NamespaceDeletionDiscoveryFailure',
  reason: 'ResourcesDiscovered',
  message: 'All resources successfully discovered',
};
const PARSING = {
  type: 'NamespaceDeletionGroupVersionParsingFailure',
  reason: 'ParsedGroupVersions',
  message: 'All legacy kube types successfully parsed',
};
const CONTENT = {
  type: 'NamespaceDeletionContentFailure',
  reason: 'ContentDeleted',
  message: 'All content successfully deleted, may be waiting on finalization',
};
const REMAINING = {
  type: 'NamespaceContentRemaining',
  reason: 'ContentRemoved',
  message: 'All content successfully removed',
};
const FINALIZERS = {
  type: 'NamespaceFinalizersRemaining',
  reason: 'ContentHasNoFinalizers',
  message: 'All content-preserving finalizers finished',
};

function textOf({ reason, message }: Told): Pick<Told, 'reason' | 'message'> {
  return { reason, message };
}

function contentFailure(failures: readonly string[]): Told {
  const message = `Failed to delete all resource types, ${failures.length} remaining: ${failures.toSorted().join(', ')}`;
  return { type: CONTENT.type, status: 'True', reason: 'ContentDeletionFailed', message };
}

function contentRemaining(left: readonly RemainingContent[]): Told {
  const counts = left.map(
    ({ type, objects }) => `${type.resource}.${type.group} has ${objects.length} resource instances`,
  );
  const message = `Some resources are remaining: ${counts.sort().join(', ')}`;
  return { type: REMAINING.type, status: 'True', reason: 'SomeResourcesRemain', message };
}

function finalizersRemaining(left: readonly RemainingContent[]): Told {
  const finalizers = left.flatMap(({ objects }) => objects.flatMap(({ metadata }) => metadata.finalizers ?? []));
  if (finalizers.length === 0) return { ...FINALIZERS, status: 'False' };
  const counts = [...Map.groupBy(finalizers, finalizer => finalizer)].map(
    ([finalizer, found]) => `${finalizer} in ${found.length} resource instances`,
  );
  const message = `Some content in the namespace has finalizers remaining: ${counts.sort().join(', ')}`;
  return { type: FINALIZERS.type, status: 'True', reason: 'SomeFinalizersRemain', message };
}
