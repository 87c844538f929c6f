// Checks RBAC rules. The API server takes any text in them, so most findings are warnings.
import type { RbacRule } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error, warning } from './finding.js';
import { didYouMean } from './suggestion.js';

export function checkRbac(rules: readonly RbacRule[]): readonly Diagnostic[] {
  return rules.flatMap(rule => {
    if (rule.said === undefined) return [];
    const { apiGroups, resources, verbs, resourceNames } = rule;
    const lists = { groups: apiGroups, resources, verbs, ...(resourceNames === undefined ? {} : { resourceNames }) };
    return [
      ...Object.entries(lists).flatMap(([option, list]) => checkList(option, list, rule.said?.[option] ?? rule.origin)),
      ...checkVerbs(verbs, rule.said.verbs ?? rule.origin),
    ];
  });
}

const VERBS = new Set(
  'get list watch create update patch delete deletecollection approve attest bind escalate impersonate sign use *'.split(
    ' ',
  ),
);

function checkList(option: string, list: readonly string[], place: Origin): readonly Diagnostic[] {
  if (list.length === 0) {
    return [
      error(
        place,
        'KW4005',
        `${option} of @Rbac is empty, so the rule allows nothing`,
        'name what it is for, or drop the rule',
      ),
    ];
  }
  if (!list.includes('*')) return [];
  const hint =
    option === 'resourceNames'
      ? 'there it is a plain name: leave resourceNames out to mean all'
      : 'name what the operator needs';
  return [warning(place, 'KW4006', `"*" in ${option} of @Rbac allows more than any operator needs`, hint)];
}

function checkVerbs(verbs: readonly string[], place: Origin): readonly Diagnostic[] {
  return verbs
    .filter(verb => !VERBS.has(verb))
    .map(verb => {
      const hint = didYouMean(
        verb,
        VERBS,
        'the verbs are get, list, watch, create, update, patch, delete, deletecollection',
      );
      return warning(place, 'KW4004', `the API server knows no verb "${verb}"`, hint);
    });
}
