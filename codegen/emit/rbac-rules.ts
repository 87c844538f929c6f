// Merges the rules of many decorators into the fewest that say the same.
import type { RbacRule } from '../model/api-model.js';

/** A rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * Merges as controller-gen does: split by resource, then join the verbs of equal groups, resources and names, then the
 * resources of rules that are otherwise equal, then the groups. These steps repeat until nothing changes, so that the
 * result grants exactly what the rules granted (controller-gen's single pass can lose a verb) and does not depend on
 * their order. Every list is sorted, and so are the rules.
 */
export function mergeRules(rules: readonly RbacRule[]): readonly PolicyRule[] {
  let merged: readonly PolicyRule[] = rules.flatMap(splitByResource);
  for (let before = Number.POSITIVE_INFINITY; merged.length < before; ) {
    before = merged.length;
    merged = join(join(join(merged, 'verbs'), 'resources'), 'apiGroups');
  }
  return [...merged].sort(byWhatTheyAreAbout);
}

function splitByResource({ apiGroups, resources, resourceNames, verbs }: RbacRule): readonly PolicyRule[] {
  if (apiGroups.length === 0 || verbs.length === 0) return [];
  return resources.map(resource => ({
    apiGroups: united(apiGroups),
    resources: [resource],
    ...(resourceNames && resourceNames.length > 0 && { resourceNames: [...new Set(resourceNames)].sort() }),
    verbs: united(verbs),
  }));
}

/** Unites one list of all rules that agree in everything else. */
function join(rules: readonly PolicyRule[], list: 'verbs' | 'resources' | 'apiGroups'): readonly PolicyRule[] {
  const byRest = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const rest = JSON.stringify({ ...inFixedOrder(rule), [list]: undefined });
    const alike = byRest.get(rest);
    byRest.set(rest, alike ? { ...alike, [list]: united([...alike[list], ...rule[list]]) } : rule);
  }
  return [...byRest.values()];
}

function inFixedOrder({ apiGroups, resources, resourceNames, verbs }: PolicyRule) {
  return { apiGroups, resources, resourceNames, verbs };
}

function byWhatTheyAreAbout(a: PolicyRule, b: PolicyRule): number {
  return (
    byText(a.apiGroups.join(), b.apiGroups.join()) ||
    byText(a.resources.join(), b.resources.join()) ||
    byText((a.resourceNames ?? []).join(), (b.resourceNames ?? []).join())
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Sorted, each once. `*` contains all others, be they verbs, resources or groups. */
function united(texts: readonly string[]): readonly string[] {
  return texts.includes('*') ? ['*'] : [...new Set(texts)].sort();
}
