// Every option of webhooks; the classes named after those of controller-gen's tests: see test/controller-gen/webhooks.test.ts.
import {
  type AdmissionContext,
  allow,
  CustomResource,
  Defaults,
  deny,
  kindOf,
  type KubernetesObject,
  type ObjectMeta,
  Rbac,
  Resource,
  type Snapshot,
  Validates,
} from 'kubewright';
import { Pod } from 'kubewright/kinds';

export class CronJobSpec {
  schedule?: string;
}

@Resource({ group: 'testdata.kubebuilder.io', version: 'v1', kind: 'CronJob' })
export class CronJob extends CustomResource<CronJobSpec> {}

interface Foreign extends KubernetesObject {
  metadata: ObjectMeta;
}
const Deployment = kindOf<Foreign>()({
  group: 'testdata.kubebuilder.io',
  version: 'v1',
  kind: 'Deployments',
  plural: 'deployments',
  scope: 'Namespaced',
});

abstract class Judge<T extends KubernetesObject> {
  validateCreate(_object: Snapshot<T>) {
    return allow();
  }
  validateUpdate(_object: Snapshot<T>, _old: Snapshot<T>) {
    return allow();
  }
}

/** As written by hand for each in kubebuilder: everything follows from the kind and the methods. */
@Defaults(CronJob)
@Validates(CronJob)
export class Plain {
  default(cronJob: Snapshot<CronJob>, _context: AdmissionContext) {
    return cronJob;
  }
  validateDelete(cronJob: Snapshot<CronJob>) {
    return cronJob.metadata.name === 'keep' ? deny('it is needed') : allow('are you sure?');
  }
}

@Validates(CronJob, {
  name: 'validation.cronjob.testdata.kubebuilder.io',
  path: '/validate-testdata-kubebuilder-io-v1-cronjob-as-upstream',
  matchPolicy: 'Equivalent',
  timeoutSeconds: 10,
  admissionReviewVersions: ['v1', 'v1beta1'],
})
@Defaults(CronJob, {
  name: 'default.cronjob.testdata.kubebuilder.io',
  path: '/mutate-testdata-kubebuilder-io-v1-cronjob-as-upstream',
  matchPolicy: 'Equivalent',
  timeoutSeconds: 10,
  admissionReviewVersions: ['v1', 'v1beta1'],
  reinvocationPolicy: 'IfNeeded',
})
export class AsUpstream extends Judge<CronJob> {
  default = (cronJob: Snapshot<CronJob>) => cronJob;
}

@Validates(CronJob, {
  name: 'elsewhere.cronjob.testdata.kubebuilder.io',
  serviceName: 'other-service',
  serviceNamespace: 'beef',
  servicePort: 1234,
  sideEffects: 'NoneOnDryRun',
  configuration: 'bar',
})
@Defaults(CronJob, {
  name: 'elsewhere.cronjob.testdata.kubebuilder.io',
  serviceName: 'foo',
  configuration: 'foo',
})
export class WithOtherService extends Judge<CronJob> {
  default = (cronJob: Snapshot<CronJob>) => cronJob;
}

@Validates(CronJob, {
  name: 'outside.cronjob.testdata.kubebuilder.io',
  url: 'https://somewebhook:9443/validate-testdata-kubebuilder-io-v1-cronjob',
  failurePolicy: 'Ignore',
})
export class AtUrl extends Judge<CronJob> {}

@Validates(CronJob, {
  name: 'selected.cronjob.testdata.kubebuilder.io',
  path: '/validate-selected',
  namespaceSelector: {
    matchLabels: { 'webhook-enabled': 'true' },
    matchExpressions: [{ key: 'environment', operator: 'In', values: ['dev', 'staging', 'prod'] }],
  },
  objectSelector: { matchLabels: { 'managed-by': 'myoperator' } },
  matchConditions: [
    { name: 'not-by-nodes', expression: "!('system:nodes' in request.userInfo.groups)" },
    { name: 'example.com/changed', expression: 'object.spec != oldObject.spec' },
  ],
})
@Defaults(CronJob, {
  name: 'selected.cronjob.testdata.kubebuilder.io',
  path: '/mutate-selected',
  objectSelector: {
    matchLabels: { 'managed-by': 'controller' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['frontend', 'backend'] },
      { key: 'legacy', operator: 'DoesNotExist' },
    ],
  },
})
export class Selected extends Judge<CronJob> {
  default = (cronJob: Snapshot<CronJob>) => cronJob;
}

@Validates(Deployment)
export class OfAnotherKind extends Judge<Foreign> {}

@Defaults(Pod, { operations: ['CREATE'], scope: 'Namespaced', versions: ['*'], matchPolicy: 'Exact' })
@Validates(Pod, {
  groups: ['core'],
  resources: ['pods', 'pods/ephemeralcontainers'],
  name: 'pods.webhooks.example.com',
})
@Rbac(Pod, ['list'])
export class OfPods extends Judge<Pod> {
  default = async (pod: Snapshot<Pod>) => pod;
}

