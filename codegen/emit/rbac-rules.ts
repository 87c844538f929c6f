// Merges the rules of many decorators into the fewest that say the same.
import type { RbacRule } from '../model/api-model.js';

/** A rule of a Role or ClusterRole: on resources, or on URLs. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * Merges as controller-gen does: split by resource and URL, then join the verbs of equal groups, resources and names, then the
 * resources of rules that are otherwise equal, then the groups, and the URLs of equal verbs. These steps repeat until
 * nothing changes, so that the result grants exactly what the rules granted (controller-gen's single pass can lose a verb)
 * and does not depend on their order. Every list is sorted, and so are the rules: those on URLs come first. Where rules are
 * for is not looked at.
 */
export function mergeRules(rules: readonly RbacRule[]): readonly PolicyRule[] {
  let merged = rules.flatMap(split);
  for (let before = Number.POSITIVE_INFINITY; merged.length < before; ) {
    before = merged.length;
    merged = LISTS.reduce(join, merged);
  }
  return merged.sort(byWhatTheyAreAbout).map(withoutEmptyLists);
}

/** In the order in which they are joined. */
const LISTS = ['verbs', 'resources', 'apiGroups', 'nonResourceURLs'] as const;

type Lists = Required<PolicyRule>;

/** A rule that lacks a list that it needs grants nothing, and is left out. */
function split({ apiGroups, resources, resourceNames = [], urls = [], verbs }: RbacRule): Lists[] {
  if (verbs.length === 0) return [];
  const empty = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], verbs: united(verbs) };
  const ofUrls = urls.map(url => ({ ...empty, nonResourceURLs: [url] }));
  if (apiGroups.length === 0) return ofUrls;
  const names = [...new Set(resourceNames)].sort();
  const ofResources = resources.map(resource => ({
    ...empty,
    apiGroups: united(apiGroups),
    resources: [resource],
    resourceNames: names,
  }));
  return [...ofUrls, ...ofResources];
}

/** Unites one list of all rules that agree in everything else. */
function join(rules: Lists[], list: (typeof LISTS)[number]): Lists[] {
  const byRest = new Map<string, Lists>();
  for (const rule of rules) {
    const isOther = rule[list].length === 0;
    const rest = JSON.stringify([isOther, { ...rule, [list]: undefined }]);
    const alike = byRest.get(rest);
    byRest.set(rest, alike ? { ...alike, [list]: united([...alike[list], ...rule[list]]) } : rule);
  }
  return [...byRest.values()];
}

function byWhatTheyAreAbout(a: Lists, b: Lists): number {
  return (
    Number(b.nonResourceURLs.length > 0) - Number(a.nonResourceURLs.length > 0) ||
    byText(a.apiGroups.join(), b.apiGroups.join()) ||
    byText(a.resources.join(), b.resources.join()) ||
    byText(a.resourceNames.join(), b.resourceNames.join()) ||
    byText(a.nonResourceURLs.join(), b.nonResourceURLs.join())
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Sorted, each once. `*` contains all others, be they verbs, resources, groups or URLs. */
function united(texts: readonly string[]): readonly string[] {
  return texts.includes('*') ? ['*'] : [...new Set(texts)].sort();
}

function withoutEmptyLists(rule: Lists): PolicyRule {
  return Object.fromEntries(Object.entries(rule).filter(([, list]) => list.length > 0)) as unknown as PolicyRule;
}
