// The cases of controller-gen's generator of webhooks, as decorators: facts of pkg/webhook/testdata/valid* of
// kubernetes-sigs/controller-tools at 43475818, and each difference with its reason.
import type { Difference } from './differences.js';

export interface WebhookCase {
  readonly name: string;
  /** The classes; `CronJob`, `OldCronJob`, `CronJobList`, `Deployments` and `Judge` are there. */
  readonly source: string;
  /** The objects that controller-gen writes. */
  readonly upstream: readonly object[];
  readonly listed: readonly Difference[];
}

const SERVICE = { name: 'webhook-service', namespace: 'system' };
const VALIDATE = '/validate-testdata-kubebuilder-io-v1-cronjob';
const MUTATE = '/mutate-testdata-kubebuilder-io-v1-cronjob';
const BOTH_VERSIONS = { admissionReviewVersions: ['v1', 'v1beta1'] };
const USUAL = { ...BOTH_VERSIONS, matchPolicy: 'Equivalent', timeoutSeconds: 10 };

const rule = (changes: object = {}) => [
  {
    apiGroups: ['testdata.kubebuilder.io'],
    apiVersions: ['v1'],
    operations: ['CREATE', 'UPDATE'],
    resources: ['cronjobs'],
    ...changes,
  },
];
const webhook = (name: string, service: object, changes: object) => ({
  name,
  clientConfig: { service: { ...SERVICE, ...service } },
  failurePolicy: 'Fail',
  rules: rule(),
  sideEffects: 'None',
  ...changes,
});
const validation = (changes: object = {}) =>
  webhook('validation.cronjob.testdata.kubebuilder.io', { path: VALIDATE }, changes);
const defaulting = (changes: object = {}) =>
  webhook('default.cronjob.testdata.kubebuilder.io', { path: MUTATE }, changes);
const configuration = (kind: 'Mutating' | 'Validating', webhooks: readonly object[], name?: string) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: `${kind}WebhookConfiguration`,
  metadata: { name: name ?? `${kind.toLowerCase()}-webhook-configuration` },
  webhooks,
});

const ANNOTATION: Omit<Difference, 'at'> = {
  upstream: undefined,
  ours: 'VERSION',
  why: 'each object says what made it, so that a file can be taken back when nothing is left to say',
};
const annotated = (objects: number): readonly Difference[] =>
  Array.from({ length: objects }, (_, at) => ({
    ...ANNOTATION,
    at: `${at}.metadata.annotations.kubewright.dev/version`,
  }));
const ofSecond = (at: number, ours = 'validation2.cronjob.testdata.kubebuilder.io'): Difference => ({
  at: `${at}.webhooks.1.name`,
  upstream: 'validation.cronjob.testdata.kubebuilder.io',
  ours,
  why: 'the API server refuses two webhooks of one name in a configuration',
});
const inLowerCase = (at: string, upstream: string): Difference => ({
  at,
  upstream,
  ours: upstream.toLowerCase(),
  why: 'no Service and no namespace has a name with capitals, so it is refused here',
});
const atOtherPath = (at: number): Difference => ({
  at: `${at}.webhooks.1.clientConfig.service.path`,
  upstream: VALIDATE,
  ours: `${VALIDATE}2`,
  why: 'a path of one server leads to one method of one class',
});

const options = "{ matchPolicy: 'Equivalent', timeoutSeconds: 10, admissionReviewVersions: ['v1', 'v1beta1'], ";
const FIRST = "name: 'validation.cronjob.testdata.kubebuilder.io', ";
const SECOND = "name: 'validation2.cronjob.testdata.kubebuilder.io', sideEffects: 'NoneOnDryRun', ";
const DEFAULTING = "name: 'default.cronjob.testdata.kubebuilder.io', reinvocationPolicy: 'IfNeeded', ";
const classes = (first: string, second: string, third: string) => `
@Validates(CronJob, ${options}${FIRST}${first} })
export class First extends Judge {}
@Validates(CronJob, ${options}${SECOND}${second} })
export class Second extends Judge {}
@Defaults(CronJob, ${options}${DEFAULTING}${third} })
export class Third extends Judge {}
`;
const OTHER_PATH = `path: '${VALIDATE}2'`;
const usual = [validation(USUAL), validation({ ...USUAL, sideEffects: 'NoneOnDryRun' })];
const reinvoked = defaulting({ ...USUAL, reinvocationPolicy: 'IfNeeded' });

export const WEBHOOK_CASES: readonly WebhookCase[] = [
  {
    name: 'valid',
    source: classes('', OTHER_PATH, ''),
    upstream: [configuration('Mutating', [reinvoked]), configuration('Validating', usual)],
    listed: [...annotated(2), ofSecond(1), atOtherPath(1)],
  },
  {
    name: 'valid-custom-name',
    source: classes("configuration: 'bar'", `${OTHER_PATH}, configuration: 'bar'`, "configuration: 'foo'"),
    upstream: [configuration('Mutating', [reinvoked], 'foo'), configuration('Validating', usual, 'bar')],
    listed: [...annotated(2), ofSecond(1), atOtherPath(1)],
  },
  {
    name: 'valid-custom-service',
    source: classes(
      "serviceName: 'dead', serviceNamespace: 'beef', servicePort: 1234, groups: ['testdata.kubebuiler.io']",
      "groups: ['testdata.kubebuiler.io']",
      "serviceName: 'foo', groups: ['testdata.kubebuiler.io']",
    ),
    upstream: [
      configuration('Mutating', [
        {
          ...reinvoked,
          rules: rule({ apiGroups: ['testdata.kubebuiler.io'] }),
          clientConfig: { service: { name: 'FOO', namespace: 'system', path: MUTATE } },
        },
      ]),
      configuration('Validating', [
        {
          ...validation(USUAL),
          rules: rule({ apiGroups: ['testdata.kubebuiler.io'] }),
          clientConfig: { service: { name: 'DEAD', namespace: 'BEEF', path: VALIDATE, port: 1234 } },
        },
        validation({
          ...USUAL,
          rules: rule({ apiGroups: ['testdata.kubebuiler.io'] }),
          sideEffects: 'NoneOnDryRun',
        }),
      ]),
    ],
    listed: [
      ...annotated(2),
      ofSecond(1),
      inLowerCase('0.webhooks.0.clientConfig.service.name', 'FOO'),
      inLowerCase('1.webhooks.0.clientConfig.service.name', 'DEAD'),
      inLowerCase('1.webhooks.0.clientConfig.service.namespace', 'BEEF'),
    ],
  },
  {
    name: 'valid-ordered',
    source: `
@Validates(Deployments, { name: 'deployment.testdata.kubebuilder.io', matchPolicy: 'Equivalent', admissionReviewVersions: ['v1', 'v1beta1'] })
export class OfDeployments extends Judge {}
@Validates(CronJobList, { name: 'cronjoblist.testdata.kubebuilder.io', matchPolicy: 'Equivalent', admissionReviewVersions: ['v1', 'v1beta1'] })
export class OfLists extends Judge {}
@Validates(CronJob, { name: 'cronjob.testdata.kubebuilder.io', matchPolicy: 'Equivalent', admissionReviewVersions: ['v1', 'v1beta1'] })
export class OfCronJobs extends Judge {}
`,
    upstream: [
      configuration('Validating', [
        validation({ ...BOTH_VERSIONS, matchPolicy: 'Equivalent', name: 'cronjob.testdata.kubebuilder.io' }),
        webhook(
          'cronjoblist.testdata.kubebuilder.io',
          { path: `${VALIDATE}list` },
          { ...BOTH_VERSIONS, matchPolicy: 'Equivalent', rules: rule({ resources: ['cronjoblist'] }) },
        ),
        webhook(
          'deployment.testdata.kubebuilder.io',
          { path: '/validate-testdata-kubebuilder-io-v1-deployments' },
          { ...BOTH_VERSIONS, matchPolicy: 'Equivalent', rules: rule({ resources: ['deployments'] }) },
        ),
      ]),
    ],
    listed: annotated(1),
  },
  {
    name: 'valid-crosspkg-stable',
    source: `
@Validates(CronJob, { name: 'validation.cronjob.testdata.kubebuilder.io', matchPolicy: 'Equivalent', admissionReviewVersions: ['v1', 'v1beta1'] })
export class OfCronJobs extends Judge {}
@Validates(OldCronJob, { name: 'a.cronjob.testdata.kubebuilder.io', matchPolicy: 'Equivalent', admissionReviewVersions: ['v1', 'v1beta1'] })
export class OfOldCronJobs extends Judge {}
`,
    upstream: [
      configuration('Validating', [
        webhook(
          'a.cronjob.testdata.kubebuilder.io',
          { path: '/validate-testdata-kubebuilder-io-v1alpha1-cronjob' },
          { ...BOTH_VERSIONS, matchPolicy: 'Equivalent', rules: rule({ apiVersions: ['v1alpha1'] }) },
        ),
        validation({ ...BOTH_VERSIONS, matchPolicy: 'Equivalent' }),
      ]),
    ],
    listed: annotated(1),
  },
  {
    name: 'valid-namespaceselector',
    source: `
@Validates(CronJob, { ${FIRST} namespaceSelector: { matchLabels: { 'webhook-enabled': 'true' } } })
export class Selected extends Judge {}
`,
    upstream: [
      configuration('Validating', [
        validation({
          admissionReviewVersions: ['v1'],
          namespaceSelector: { matchLabels: { 'webhook-enabled': 'true' } },
        }),
      ]),
    ],
    listed: annotated(1),
  },
  {
    name: 'valid-objectselector',
    source: `
@Defaults(CronJob, { name: 'default.cronjob.testdata.kubebuilder.io', objectSelector: { matchLabels: { 'managed-by': 'myoperator' } } })
export class Selected extends Judge {}
`,
    upstream: [
      configuration('Mutating', [
        defaulting({
          admissionReviewVersions: ['v1'],
          objectSelector: { matchLabels: { 'managed-by': 'myoperator' } },
        }),
      ]),
    ],
    listed: annotated(1),
  },
  {
    name: 'valid-selectors-matchexpressions',
    source: `
@Validates(CronJob, {
  ${FIRST}
  namespaceSelector: { matchExpressions: [{ key: 'environment', operator: 'In', values: ['dev', 'staging', 'prod'] }] },
})
@Defaults(CronJob, {
  name: 'default.cronjob.testdata.kubebuilder.io',
  objectSelector: {
    matchLabels: { 'managed-by': 'controller' },
    matchExpressions: [{ key: 'tier', operator: 'In', values: ['frontend', 'backend'] }],
  },
})
export class Selected extends Judge {}
`,
    upstream: [
      configuration('Mutating', [
        defaulting({
          admissionReviewVersions: ['v1'],
          objectSelector: {
            matchExpressions: [{ key: 'tier', operator: 'In', values: ['frontend', 'backend'] }],
            matchLabels: { 'managed-by': 'controller' },
          },
        }),
      ]),
      configuration('Validating', [
        validation({
          admissionReviewVersions: ['v1'],
          namespaceSelector: {
            matchExpressions: [{ key: 'environment', operator: 'In', values: ['dev', 'staging', 'prod'] }],
          },
        }),
      ]),
    ],
    listed: annotated(2),
  },
  {
    name: 'valid-url',
    source: classes(
      `url: 'https://somewebhook:9443${VALIDATE}'`,
      `url: 'https://anothersomewebhook:9443${VALIDATE}'`,
      '',
    ),
    upstream: [
      configuration('Mutating', [reinvoked]),
      configuration('Validating', [
        { ...validation(USUAL), clientConfig: { url: `https://somewebhook:9443${VALIDATE}` } },
        {
          ...validation({ ...USUAL, sideEffects: 'NoneOnDryRun' }),
          clientConfig: { url: `https://anothersomewebhook:9443${VALIDATE}` },
        },
      ]),
    ],
    listed: [...annotated(2), ofSecond(1)],
  },
];
