// Checks that rules name resources that can be there.
import { subdomainProblems } from '../../schema/names.js';
import { nearest } from '../../spelling/suggestion.js';
import type { RbacRule } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error, warning } from './finding.js';
import type { KnownGroup, KnownResource } from './known-resources.js';

type Known = ReadonlyMap<string, KnownGroup>;

/** Of a rule that is written. */
export function checkRbacResources(rule: RbacRule, known: Known): readonly Diagnostic[] {
  const place = rule.said?.resources ?? rule.said?.subresource ?? rule.origin;
  const groups = rule.apiGroups.flatMap(group => checkGroup(group, rule.said?.groups ?? rule.origin));
  const resources = rule.resources.flatMap(resource => checkResource(resource, rule.apiGroups, place, known));
  return [...groups, ...resources, ...checkScope(rule, known)];
}

function checkGroup(group: string, place: Origin): readonly Diagnostic[] {
  if (group === '' || group === '*' || isGroup(group)) return [];
  const [name = '', version] = group.split('/');
  // `v1` alone is the core group, with its version.
  const meant = version === undefined || !isGroup(name) ? undefined : name;
  const hint = meant === undefined ? "it is a DNS name such as apps, or '' for the core group" : `say '${meant}'`;
  return [error(place, 'KW4019', `"${group}" is no API group: rules name groups without a version`, hint)];
}

function isGroup(text: string): boolean {
  return subdomainProblems(text).length === 0;
}

function checkResource(
  resource: string,
  groups: readonly string[],
  place: Origin,
  known: Known,
): readonly Diagnostic[] {
  const [plural = '', ...rest] = resource.split('/');
  const subresource = rest.length === 0 ? undefined : rest.join('/');
  const candidates = groups.flatMap(group => [...(known.get(group)?.resources.keys() ?? [])]);
  if (/[A-Z]/.test(plural)) {
    const meant = pluralFor(plural.toLowerCase(), candidates);
    const hint =
      meant === undefined ? 'rules name the lower-case plural, such as pods' : `say "${withSub(meant, rest)}"`;
    return [error(place, 'KW4007', `"${resource}" matches nothing: resources are in lower case`, hint)];
  }
  if (plural === '*' || groups.length === 0) return [];
  const found = groups.map(group => known.get(group)?.resources.get(plural));
  const isElsewhere = groups.some((group, at) => found[at] === undefined && !isWhole(group, known));
  const there = found.filter(each => each !== undefined);
  if (there.length === 0) {
    const meant = pluralFor(plural, candidates);
    if (isElsewhere && meant === undefined) return [];
    const where = groups.map(group => (group === '' ? 'the core group' : group)).join(' or ');
    const hint = meant === undefined ? otherGroup(plural, known) : `did you mean "${withSub(meant, rest)}"?`;
    return [warning(place, 'KW4008', `no resource "${plural}" is known in ${where}`, hint)];
  }
  if (subresource === undefined || subresource === '*' || isElsewhere) return [];
  return checkSubresource(resource, subresource, there, place);
}

function checkSubresource(
  resource: string,
  subresource: string,
  there: readonly KnownResource[],
  place: Origin,
): readonly Diagnostic[] {
  const all = new Set(there.flatMap(({ subresources }) => [...subresources]));
  if (all.has(subresource) || all.has('*')) return [];
  const meant = nearest(subresource, all);
  const hint = meant === undefined ? `it has ${[...all].sort().join(', ')}` : `did you mean "${meant}"?`;
  return [warning(place, 'KW4009', `"${resource}" has a subresource that is not known`, hint)];
}

/** A Role reaches what is in its namespace, and the namespace itself. */
function checkScope({ namespace, apiGroups, resources, said, origin }: RbacRule, known: Known): readonly Diagnostic[] {
  if (namespace === undefined) return [];
  const place = said?.namespace ?? origin;
  const outside = resources.filter(resource => {
    const [plural = ''] = resource.split('/');
    const found = apiGroups.map(group => known.get(group)?.resources.get(plural));
    return plural !== 'namespaces' && found.length > 0 && found.every(each => each?.namespaced === false);
  });
  return outside.map(resource => {
    const hint = 'leave the namespace out: only a ClusterRole can allow it';
    return warning(place, 'KW4018', `${resource} are in no namespace, so a Role allows nothing on them`, hint);
  });
}

function isWhole(group: string, known: Known): boolean {
  return known.get(group)?.whole ?? false;
}

/** The plural of a singular, or the nearest spelling. */
function pluralFor(written: string, candidates: readonly string[]): string | undefined {
  const plurals = [written, `${written}s`, `${written}es`, `${written.replace(/y$/, '')}ies`];
  return plurals.find(plural => candidates.includes(plural)) ?? nearest(written, candidates);
}

function withSub(plural: string, rest: readonly string[]): string {
  return [plural, ...rest].join('/');
}

function otherGroup(plural: string, known: Known): string {
  const group = [...known].find(([, { resources }]) => resources.has(plural))?.[0];
  return group === undefined ? 'rules name the lower-case plural, such as pods' : `it is in the group '${group}'`;
}
