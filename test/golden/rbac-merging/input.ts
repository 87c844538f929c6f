// The rules that controller-gen's test of its merging has, as decorators: see test/controller-gen/rbac.test.ts.
import { allow, CustomResource, Rbac, Resource, type Snapshot, Validates } from 'kubewright';

export class CronJobSpec {
  schedule?: string;
}

@Resource({ group: 'batch.example.io', version: 'v1', kind: 'CronJob' })
export class CronJob extends CustomResource<CronJobSpec> {}

// On a class without @Reconciles nothing is implied, so that these rules are the only ones.
@Validates(CronJob)
@Rbac({ groups: ['batch.io'], resources: ['cronjobs'], verbs: ['get', 'watch', 'create'] })
@Rbac({ groups: ['batch.io'], resources: ['cronjobs/status'], verbs: ['get', 'update', 'patch'] })
@Rbac({ groups: ['art'], resources: ['jobs'], verbs: ['get'] })
@Rbac({ groups: ['wave'], resources: ['jobs'], verbs: ['get'], namespace: 'zoo' })
@Rbac({ groups: ['batch', 'batch', 'batch'], resources: ['jobs/status'], verbs: ['watch'] })
@Rbac({ groups: ['batch', 'cron'], resources: ['jobs/status'], verbs: ['create', 'get'] })
@Rbac({ groups: ['art'], resources: ['jobs'], verbs: ['get'], namespace: 'zoo' })
@Rbac({ groups: ['cron', 'batch'], resources: ['jobs/status'], verbs: ['get', 'create'] })
@Rbac({ groups: ['batch'], resources: ['jobs/status'], verbs: ['watch', 'watch'] })
@Rbac({ groups: ['art'], resources: ['jobs'], verbs: ['get'], namespace: 'park' })
@Rbac({ groups: ['batch.io'], resources: ['cronjobs'], resourceNames: ['foo', 'bar', 'baz'], verbs: ['get', 'watch'] })
@Rbac({ groups: ['deduplicate-verbs'], resources: ['some'], verbs: ['get', 'list'] })
@Rbac({ groups: ['deduplicate-verbs'], resources: ['some'], verbs: ['get'] })
@Rbac({ groups: ['deduplicate-verbs'], resources: ['some'], verbs: ['list'] })
@Rbac({ groups: ['deduplicate-resources'], resources: ['one'], verbs: ['create'] })
@Rbac({ groups: ['deduplicate-resources'], resources: ['two'], verbs: ['create'] })
@Rbac({ groups: ['deduplicate-resources'], resources: ['three'], verbs: ['create'] })
@Rbac({ groups: ['deduplicate-groups1'], resources: ['foo'], verbs: ['patch'] })
@Rbac({ groups: ['deduplicate-groups2'], resources: ['foo'], verbs: ['patch'] })
@Rbac({ groups: ['deduplicate-groups3'], resources: ['foo'], verbs: ['patch'] })
@Rbac({ groups: ['deduplicate-all'], resources: ['foo', 'bar'], verbs: ['get', 'list'] })
@Rbac({ groups: ['deduplicate-all'], resources: ['foo'], verbs: ['get'] })
@Rbac({ groups: ['deduplicate-all'], resources: ['bar'], verbs: ['list'] })
@Rbac({ groups: ['deduplicate-groups4'], resources: ['xyz'], verbs: ['get', 'update', 'patch'] })
@Rbac({ groups: ['deduplicate-groups4'], resources: ['xyz'], verbs: ['*'] })
@Rbac({ groups: ['deduplicate-all-group'], resources: ['foo', 'bar'], verbs: ['get', 'list'] })
@Rbac({ groups: ['not-deduplicate-resources'], resources: ['some'], verbs: ['get'] })
@Rbac({ groups: ['not-deduplicate-resources'], resources: ['another'], verbs: ['list'] })
@Rbac({ groups: ['not-deduplicate-groups1'], resources: ['some'], verbs: ['get'] })
@Rbac({ groups: ['not-deduplicate-groups2'], resources: ['some'], verbs: ['list'] })
@Rbac({ urls: ['/url-to-duplicate'], verbs: ['get'] })
@Rbac({ urls: ['/another/url-to-duplicate'], verbs: ['get'] })
@Rbac({ groups: ['core'], resources: ['deduplicate'], verbs: ['list'] })
@Rbac({ groups: [''], resources: ['me'], verbs: ['list'] })
@Rbac({ groups: ['core', '', 'some-other-to-deduplicate-with-core'], resources: ['me'], verbs: ['list', 'get'] })
@Rbac({
  groups: ['deduplicate-groups5'],
  resources: ['abc'],
  verbs: ['get', 'update', 'patch', 'create'],
  namespace: 'here',
})
@Rbac({ groups: ['deduplicate-groups5'], resources: ['abc'], verbs: ['*'], namespace: 'here' })
@Rbac({
  groups: ['apps'],
  namespace: 'infrastructure',
  roleName: 'infra-deployment-manager',
  resources: ['deployments'],
  verbs: ['get', 'list', 'watch', 'update', 'patch'],
})
@Rbac({
  groups: [''],
  namespace: 'users',
  roleName: 'user-secrets-reader',
  resources: ['secrets'],
  verbs: ['get', 'list', 'watch'],
})
@Rbac({
  groups: ['apps'],
  namespace: 'infrastructure',
  roleName: 'infra-deployment-manager',
  resources: ['statefulsets'],
  verbs: ['get', 'list'],
})
@Rbac({ groups: ['monitoring'], namespace: 'observability', resources: ['prometheuses'], verbs: ['get', 'list'] })
export class CronJobWebhook {
  validateCreate(_cronJob: Snapshot<CronJob>) {
    return allow();
  }
}
