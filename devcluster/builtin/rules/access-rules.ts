// Roles and bindings.
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, type Draft, type DraftValue, draftOf, items, text } from '../draft.js';

/** Names of RBAC may hold anything that fits into a path. */
const pathSegment = (name: string) => [
  ...(name === '.' || name === '..' ? [`may not be '${name}'`] : []),
  ...['/', '%'].filter(each => name.includes(each)).map(each => `may not contain '${each}'`),
];
const role = (namespaced: boolean): KindRules => ({
  createOnUpdate: true,
  nameErrors: pathSegment,
  prepareForCreate: withoutEmptyRules,
  prepareForUpdate: withoutEmptyRules,
  validate: object =>
    items(draftOf(object), 'rules').flatMap((rule, index) => ruleProblems(rule, `rules[${index}]`, namespaced)),
});
const binding = (kinds: readonly string[]): KindRules => ({
  createOnUpdate: true,
  nameErrors: pathSegment,
  validate: (object, old) => {
    const draft = draftOf(object);
    const reference = child(draft, 'roleRef') ?? {};
    const before = old && child(draftOf(old), 'roleRef');
    return [
      ...(kinds.includes(text(reference, 'kind')) ? [] : [notSupported('roleRef.kind', reference.kind ?? '', kinds)]),
      ...(text(reference, 'name') === '' ? [required('roleRef.name')] : []),
      ...items(draft, 'subjects').flatMap((subject, index) => subjectProblems(subject, `subjects[${index}]`)),
      ...(before !== undefined && !sameJson(reference, before)
        ? [invalid('roleRef', internalReference(reference), 'cannot change roleRef')]
        : []),
    ];
  },
});
/** By `group/resource`. */
export const ACCESS_RULES: Readonly<Record<string, KindRules>> = {
  'rbac.authorization.k8s.io/roles': role(true),
  'rbac.authorization.k8s.io/clusterroles': role(false),
  'rbac.authorization.k8s.io/rolebindings': binding(['Role', 'ClusterRole']),
  'rbac.authorization.k8s.io/clusterrolebindings': binding(['ClusterRole']),
};

/** Protobuf, in which a real server keeps them, does not tell an empty list from none. */
function withoutEmptyRules(object: ApiObject): ApiObject {
  const { rules } = object as ApiObject & { readonly rules?: DraftValue };
  return Array.isArray(rules) && rules.length === 0 ? { ...object, rules: null } : object;
}

function filled(value: DraftValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function ruleProblems(rule: Draft, path: string, namespaced: boolean): readonly FieldError[] {
  const verbs = filled(rule.verbs) ? [] : [required(`${path}.verbs`, 'verbs must contain at least one value')];
  if (filled(rule.nonResourceURLs)) {
    const field = `${path}.nonResourceURLs`;
    if (namespaced) {
      return [...verbs, invalid(field, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs')];
    }
    const mixed = ['apiGroups', 'resources', 'resourceNames'].some(name => filled(rule[name]));
    const detail = 'rules cannot apply to both regular resources and non-resource URLs';
    return mixed ? [...verbs, invalid(field, rule.nonResourceURLs, detail)] : verbs;
  }
  return [
    ...verbs,
    ...(filled(rule.apiGroups)
      ? []
      : [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]),
    ...(filled(rule.resources)
      ? []
      : [required(`${path}.resources`, 'resource rules must supply at least one resource')]),
  ];
}

function subjectProblems(subject: Draft, path: string): readonly FieldError[] {
  const kinds = ['ServiceAccount', 'User', 'Group'];
  return [
    ...(text(subject, 'name') === '' ? [required(`${path}.name`)] : []),
    ...(kinds.includes(text(subject, 'kind')) ? [] : [notSupported(`${path}.kind`, subject.kind ?? '', kinds)]),
  ];
}

function internalReference({ apiGroup = '', kind = '', name = '' }: Draft): object {
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}
