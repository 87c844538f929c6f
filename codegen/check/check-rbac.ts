// Checks RBAC rules. The API server takes any text in most of them, so much is a warning; an error is what it refuses, and
// what can never match.
import { labelProblems, pathSegmentProblems } from '../../schema/names.js';
import { didYouMean } from '../../spelling/suggestion.js';
import type { ApiModel, RbacRule } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { checkRbacOverlap } from './check-rbac-overlap.js';
import { checkRbacResources } from './check-rbac-resources.js';
import { error, warning } from './finding.js';
import { knownResources } from './known-resources.js';

export function checkRbac({ rbacRules, resources }: Pick<ApiModel, 'rbacRules' | 'resources'>): readonly Diagnostic[] {
  const written = rbacRules.filter(({ said }) => said !== undefined);
  if (written.length === 0) return [];
  const known = knownResources(resources);
  return [
    ...written.flatMap(rule => [
      ...checkLists(rule),
      ...checkVerbs(rule),
      ...checkUrls(rule),
      ...checkPlaces(rule),
      ...checkNames(rule),
      ...checkRbacResources(rule, known),
    ]),
    ...checkRbacOverlap(rbacRules),
  ];
}

const VERBS = new Set(
  'get list watch create update patch delete deletecollection approve attest bind escalate impersonate sign use *'.split(
    ' ',
  ),
);
const HTTP_VERBS = new Set('get head post put patch delete options *'.split(' '));

function checkLists(rule: RbacRule): readonly Diagnostic[] {
  const { apiGroups, resources, verbs, resourceNames, urls } = rule;
  const ofKind = urls === undefined ? { groups: apiGroups, resources } : {};
  const lists = { ...ofKind, verbs, ...(resourceNames && { resourceNames }), ...(urls && { urls }) };
  return Object.entries(lists).flatMap(([option, list]) => checkList(option, list, placeOf(rule, option)));
}

function checkList(option: string, list: readonly string[], place: Origin): readonly Diagnostic[] {
  if (list.length === 0) {
    const hint = 'name what it is for, or drop the rule';
    return [error(place, 'KW4005', `${option} of @Rbac is empty, so the rule allows nothing`, hint)];
  }
  if (!list.includes('*')) return [];
  const hint =
    option === 'resourceNames'
      ? 'there it is a plain name: leave resourceNames out to mean all'
      : 'name what the operator needs';
  return [warning(place, 'KW4006', `"*" in ${option} of @Rbac allows more than any operator needs`, hint)];
}

function checkVerbs(rule: RbacRule): readonly Diagnostic[] {
  const isOnUrls = rule.urls !== undefined;
  return rule.verbs
    .filter(verb => !(isOnUrls ? HTTP_VERBS : VERBS).has(verb))
    .map(verb => {
      const usual = 'the verbs are get, list, watch, create, update, patch, delete, deletecollection';
      const ofUrls = 'on URLs the verbs are get, head, post, put, patch, delete, options';
      const hint = isOnUrls ? ofUrls : didYouMean(verb, VERBS, usual);
      return warning(placeOf(rule, 'verbs'), 'KW4004', `the API server knows no verb "${verb}"`, hint);
    });
}

function checkUrls(rule: RbacRule): readonly Diagnostic[] {
  const { urls, apiGroups, resources, resourceNames, namespace } = rule;
  if (urls === undefined) return [];
  const place = placeOf(rule, 'urls');
  const isMixed = apiGroups.length + resources.length + (resourceNames?.length ?? 0) > 0;
  return [
    ...(isMixed
      ? [error(place, 'KW4010', 'a rule is on URLs or on resources, not on both', 'write two decorators')]
      : []),
    ...(namespace === undefined
      ? []
      : [error(place, 'KW4011', 'a Role cannot allow URLs: they are in no namespace', 'leave the namespace out')]),
    ...urls
      .filter(url => url !== '*' && !/^\/[^*]*\*?$/.test(url))
      .map(url => {
        const hint = "write a path such as '/metrics', or '/logs/*' for all below it";
        return error(place, 'KW4012', `"${url}" matches no path: it starts with '/', and * stands at its end`, hint);
      }),
  ];
}

function checkPlaces(rule: RbacRule): readonly Diagnostic[] {
  const { namespace, roleName } = rule;
  const isNamespace = namespace === undefined || labelProblems(namespace).length === 0;
  const isName = roleName === undefined || (roleName !== '' && pathSegmentProblems(roleName).length === 0);
  const hint = "use lower-case letters, digits and '-', at most 63";
  return [
    ...(isNamespace ? [] : [error(placeOf(rule, 'namespace'), 'KW4013', `"${namespace}" is no namespace`, hint)]),
    ...(isName
      ? []
      : [
          error(
            placeOf(rule, 'roleName'),
            'KW4014',
            `"${roleName}" cannot name a role`,
            "use a name without '/' and '%'",
          ),
        ]),
  ];
}

/** The API server does not know the name when it asks for these. */
const NAMELESS = ['create', 'deletecollection'];

function checkNames(rule: RbacRule): readonly Diagnostic[] {
  const { verbs, resources } = rule;
  // A subresource, such as pods/eviction, is created below an object that has its name.
  const isObjects = resources.some(resource => !resource.includes('/'));
  if (rule.resourceNames === undefined || !isObjects) return [];
  return NAMELESS.filter(verb => verbs.includes(verb)).map(verb => {
    const message = `"${verb}" with resourceNames allows nothing: the request has no name`;
    return warning(placeOf(rule, 'resourceNames'), 'KW4017', message, `write a rule of its own for ${verb}`);
  });
}

function placeOf({ said, origin }: RbacRule, option: string): Origin {
  return said?.[option] ?? origin;
}
