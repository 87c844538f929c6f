// What controller-gen makes of the rules in golden/rbac-merging: facts of pkg/rbac/testdata of kubernetes-sigs/controller-tools at
// 43475818. For each role its rules in their order: groups, resources and verbs; names or URLs where there are any.

type Rule = {
  readonly groups?: string;
  readonly resources?: string;
  readonly names?: string;
  readonly urls?: string;
  readonly verbs: string;
};

/** Lists are written with commas; an empty group is the core group. */
export const UPSTREAM_ROLES: readonly {
  readonly namespace?: string;
  readonly name: string;
  readonly rules: readonly Rule[];
}[] = [
  {
    name: 'manager-role',
    rules: [
      { urls: '/another/url-to-duplicate,/url-to-duplicate', verbs: 'get' },
      { groups: '', resources: 'deduplicate,me', verbs: 'list' },
      { groups: ',some-other-to-deduplicate-with-core', resources: 'me', verbs: 'get,list' },
      { groups: 'art', resources: 'jobs', verbs: 'get' },
      { groups: 'batch', resources: 'jobs/status', verbs: 'watch' },
      { groups: 'batch,cron', resources: 'jobs/status', verbs: 'create,get' },
      { groups: 'batch.io', resources: 'cronjobs', verbs: 'create,get,watch' },
      { groups: 'batch.io', resources: 'cronjobs', names: 'bar,baz,foo', verbs: 'get,watch' },
      { groups: 'batch.io', resources: 'cronjobs/status', verbs: 'get,patch,update' },
      { groups: 'deduplicate-all,deduplicate-all-group', resources: 'bar,foo', verbs: 'get,list' },
      { groups: 'deduplicate-groups1,deduplicate-groups2,deduplicate-groups3', resources: 'foo', verbs: 'patch' },
      { groups: 'deduplicate-groups4', resources: 'xyz', verbs: '*' },
      { groups: 'deduplicate-resources', resources: 'one,three,two', verbs: 'create' },
      { groups: 'deduplicate-verbs', resources: 'some', verbs: 'get,list' },
      { groups: 'not-deduplicate-groups1,not-deduplicate-resources', resources: 'some', verbs: 'get' },
      { groups: 'not-deduplicate-groups2', resources: 'some', verbs: 'list' },
      { groups: 'not-deduplicate-resources', resources: 'another', verbs: 'list' },
    ],
  },
  {
    namespace: 'here',
    name: 'manager-role',
    rules: [{ groups: 'deduplicate-groups5', resources: 'abc', verbs: '*' }],
  },
  {
    namespace: 'infrastructure',
    name: 'infra-deployment-manager',
    rules: [
      { groups: 'apps', resources: 'deployments', verbs: 'get,list,patch,update,watch' },
      { groups: 'apps', resources: 'statefulsets', verbs: 'get,list' },
    ],
  },
  {
    namespace: 'observability',
    name: 'manager-role',
    rules: [{ groups: 'monitoring', resources: 'prometheuses', verbs: 'get,list' }],
  },
  {
    namespace: 'park',
    name: 'manager-role',
    rules: [{ groups: 'art', resources: 'jobs', verbs: 'get' }],
  },
  {
    namespace: 'users',
    name: 'user-secrets-reader',
    rules: [{ groups: '', resources: 'secrets', verbs: 'get,list,watch' }],
  },
  {
    namespace: 'zoo',
    name: 'manager-role',
    rules: [{ groups: 'art,wave', resources: 'jobs', verbs: 'get' }],
  },
];
