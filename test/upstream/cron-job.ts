// An object of the kind in cronjobs/ that says no more than it has to.

const NESTED = { foo: 'a', bar: true };
const ITEM = { name: 'a', secondary: 1, foo: 'b' };
const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'b' } };

/** Its spec. */
export const CRON_JOB_SPEC = {
  foo: 'a',
  baz: 'b',
  schedule: '* * * * *',
  binaryName: 'YQ==',
  canBeNull: null,
  jobTemplate: {
    metadata: { labels: { app: 'a' } },
    spec: {
      template: {
        metadata: { labels: { app: 'a' } },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'a',
              image: 'a',
              ports: [{ containerPort: 80 }],
              livenessProbe: { httpGet: { port: 'http' } },
              resources: { limits: { cpu: 1, memory: '1Gi' } },
            },
          ],
        },
      },
    },
  },
  twoOfAKindPart0: 'four',
  twoOfAKindPart1: 'four',
  patternObject: '',
  embeddedResource: OBJECT,
  unprunedEmbeddedResource: OBJECT,
  unprunedJSON: { ...NESTED, more: 1 },
  unprunedFomType: { concreteField: 'a', more: 1 },
  unprunedFomTypeAndField: { concreteField: 'a', more: 1 },
  associativeList: [ITEM, { ...ITEM, secondary: 2 }],
  k8sAssociativeList: [ITEM],
  nestedassociativeList: [ITEM],
  k8sNestedAssociativeList: [ITEM],
  mapOfInfo: { a: 'YQ==' },
  nestedMapOfInfo: { a: 'YQ==' },
  structWithSeveralFields: NESTED,
  nestedStructWithSeveralFields: NESTED,
  nestedStructWithSeveralFieldsDoubleMarked: NESTED,
  explicitlyRequiredKubebuilder: 'a',
  explicitlyRequiredKubernetes: 'a',
  explicitlyRequiredK8s: 'a',
  floatWithValidations: 0.5,
  float64WithValidations: -0.5,
  intWithValidations: 2,
  int32WithValidations: -2,
  stringPair: ['a', 'b'],
};

/** What the API server fills in at the top of the spec. */
export const CRON_JOB_DEFAULTS = {
  defaultedString: 'forty-two',
  defaultedSlice: ['a', 'b'],
  defaultedObject: [{ nested: { foo: 'baz', bar: true } }, { nested: { foo: 'qux', bar: false } }],
  defaultedEmptySlice: [],
  defaultedEmptyMap: {},
  defaultedEmptyObject: { foo: 'forty-two' },
  doubleDefaultedString: 'kubebuilder-default',
  kubernetesDefaultedString: 'forty-two',
  kubernetesDefaultedSlice: ['a', 'b'],
  kubernetesDefaultedObject: [{ nested: { foo: 'baz', bar: true } }, { nested: { foo: 'qux', bar: false } }],
  kubernetesDefaultedEmptySlice: [],
  kubernetesDefaultedEmptyMap: {},
  kubernetesDefaultedEmptyObject: { foo: 'forty-two' },
  kubernetesDefaultedRef: 'defaultRefValue',
  protocol: 'TCP',
};
