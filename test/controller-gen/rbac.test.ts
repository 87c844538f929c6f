// Holds the merging of RBAC rules against controller-gen's: the same rules, as decorators, give the same roles.
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { expect, it } from 'vitest';
import { type Difference, differences, withoutReasons } from './differences.js';
import { UPSTREAM_ROLES } from './upstream-roles.js';

const GENERATED = new URL('../golden/rbac-merging/expected/role.yaml', import.meta.url);

const WHY = 'each object says what made it, so that a file can be taken back when nothing is left to say';
const LISTED: readonly Difference[] = UPSTREAM_ROLES.map((_, at) => ({
  at: `${at}.metadata.annotations.kubewright.dev/version`,
  upstream: undefined,
  ours: 'VERSION',
  why: WHY,
}));

it('makes of the rules of controller-gen the roles of controller-gen, rule by rule and in their order', () => {
  const upstream = UPSTREAM_ROLES.map(({ namespace, name, rules }) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace === undefined ? 'ClusterRole' : 'Role',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    rules: rules.map(({ groups, resources, names, urls, verbs }) => ({
      ...(groups !== undefined && { apiGroups: groups.split(',') }),
      ...(resources !== undefined && { resources: resources.split(',') }),
      ...(names !== undefined && { resourceNames: names.split(',') }),
      ...(urls !== undefined && { nonResourceURLs: urls.split(',') }),
      verbs: verbs.split(','),
    })),
  }));
  expect(upstream.flatMap(({ rules }) => rules)).toHaveLength(24);
  const ours = loadAll(readFileSync(GENERATED, 'utf8'));
  expect(differences(upstream, ours)).toEqual(withoutReasons(LISTED));
});
