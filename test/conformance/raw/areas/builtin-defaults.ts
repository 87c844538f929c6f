// What built-in kinds make of the least that one has to say.
import { deployment, named, pod, podTemplate } from '../objects.js';
import { area, ask, given, type Request, type Scenario, scenario } from '../scenario.js';

const selected = { selector: { matchLabels: { app: 'web' } }, template: podTemplate };
const jobTemplate = { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'nginx' }] } } };
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };
const cluster = (path: string): Request => `POST /${path}`;

/** Kind -> where it is made, and what is said. */
const KINDS: Readonly<Record<string, readonly [Request, object]>> = {
  Namespace: [cluster('api/v1/namespaces'), named('{ns}-a')],
  Pod: ['POST pods', pod('a')],
  'Pod with everything': [
    'POST pods',
    pod('b', {
      initContainers: [{ name: 'init', image: 'busybox:latest' }],
      containers: [
        {
          name: 'main',
          image: 'nginx@sha256:e4f0474a75c510f40b37b6b7dc2516241ffa8bde5a442bde3d372c9519c84d90',
          ports: [{ containerPort: 80 }],
          resources: { limits: { cpu: '1', memory: '1Gi' } },
          env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          livenessProbe: { httpGet: { port: 80 } },
          readinessProbe: { tcpSocket: { port: 'http' } },
        },
      ],
      volumes: [
        { name: 'none' },
        { name: 'c', configMap: { name: 'c' } },
        { name: 's', secret: { secretName: 's' } },
        { name: 'h', hostPath: { path: '/x' } },
        { name: 'd', downwardAPI: { items: [{ path: 'x', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        { name: 'p', projected: { sources: [{ configMap: { name: 'c' } }] } },
      ],
    }),
  ],
  Service: ['POST services', named('a', { spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } })],
  'Service for nodes': [
    'POST services',
    named('b', { spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 'http', name: 'x' }] } }),
  ],
  'Service for a load balancer': [
    'POST services',
    named('c', { spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } }),
  ],
  'Service without an address': ['POST services', named('d', { spec: { clusterIP: 'None', ports: [{ port: 80 }] } })],
  'Service with a name elsewhere': [
    'POST services',
    named('e', { spec: { type: 'ExternalName', externalName: 'a.dev' } }),
  ],
  Endpoints: ['POST endpoints', named('a', { subsets: [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ port: 80 }] }] })],
  EndpointSlice: [
    'POST discovery.k8s.io/v1/endpointslices',
    named('a', { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.1.1'] }], ports: [{ port: 80 }] }),
  ],
  ConfigMap: ['POST configmaps', named('a', { data: { a: '1' }, binaryData: { b: 'YQ==' } })],
  Secret: ['POST secrets', named('a', { stringData: { a: 'b' }, data: { c: 'ZA==' } })],
  ServiceAccount: ['POST serviceaccounts', named('a')],
  PersistentVolumeClaim: [
    'POST persistentvolumeclaims',
    named('a', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
  ],
  PersistentVolume: [
    cluster('api/v1/persistentvolumes'),
    named('{ns}-a', {
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } },
    }),
  ],
  Node: [cluster('api/v1/nodes'), named('{ns}-a')],
  Deployment: ['POST apps/v1/deployments', deployment('a')],
  ReplicaSet: ['POST apps/v1/replicasets', named('a', { spec: selected })],
  StatefulSet: [
    'POST apps/v1/statefulsets',
    named('a', {
      spec: {
        serviceName: 'a',
        ...selected,
        volumeClaimTemplates: [
          {
            metadata: { name: 'v' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    }),
  ],
  DaemonSet: ['POST apps/v1/daemonsets', named('a', { spec: selected })],
  Job: ['POST batch/v1/jobs', named('a', { spec: jobTemplate })],
  CronJob: [
    'POST batch/v1/cronjobs',
    named('a', { spec: { schedule: '* * * * *', jobTemplate: { spec: jobTemplate } } }),
  ],
  Lease: [
    'POST coordination.k8s.io/v1/leases',
    named('a', { spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2020-01-01T00:00:00.000000Z' } }),
  ],
  Ingress: [
    'POST networking.k8s.io/v1/ingresses',
    named('a', { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } }),
  ],
  NetworkPolicy: [
    'POST networking.k8s.io/v1/networkpolicies',
    named('a', { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] } }),
  ],
  PodDisruptionBudget: [
    'POST policy/v1/poddisruptionbudgets',
    named('a', { spec: { minAvailable: '50%', selector: {} } }),
  ],
  HorizontalPodAutoscaler: [
    'POST autoscaling/v2/horizontalpodautoscalers',
    named('a', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' }, maxReplicas: 3 },
    }),
  ],
  'HorizontalPodAutoscaler of the first version': [
    'POST autoscaling/v1/horizontalpodautoscalers',
    named('b', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'none' }, maxReplicas: 3 } }),
  ],
  PriorityClass: [cluster('apis/scheduling.k8s.io/v1/priorityclasses'), named('{ns}-a', { value: 5 })],
  StorageClass: [cluster('apis/storage.k8s.io/v1/storageclasses'), named('{ns}-a', { provisioner: 'a.dev/b' })],
  Role: [
    'POST rbac.authorization.k8s.io/v1/roles',
    named('a', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  ],
  RoleBinding: [
    'POST rbac.authorization.k8s.io/v1/rolebindings',
    named('a', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
      subjects: [
        { kind: 'User', name: 'me' },
        { kind: 'ServiceAccount', name: 's', namespace: 'n' },
      ],
    }),
  ],
  ClusterRole: [
    cluster('apis/rbac.authorization.k8s.io/v1/clusterroles'),
    named('{ns}-a', { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }] }),
  ],
  ClusterRoleBinding: [
    cluster('apis/rbac.authorization.k8s.io/v1/clusterrolebindings'),
    named('{ns}-a', { roleRef: { kind: 'ClusterRole', name: '{ns}-a' }, subjects: [{ kind: 'Group', name: 'us' }] }),
  ],
  ValidatingWebhookConfiguration: [
    cluster('apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations'),
    named('{ns}-a', {
      webhooks: [
        {
          name: 'a.b.dev',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          clientConfig: { service: { name: 'a', namespace: 'b' } },
          rules: [{ apiGroups: ['none.dev'], apiVersions: ['v1'], resources: ['nones'], operations: ['CREATE'] }],
        },
      ],
    }),
  ],
  MutatingWebhookConfiguration: [
    cluster('apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations'),
    named('{ns}-a', {
      webhooks: [
        {
          name: 'a.b.dev',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          clientConfig: { url: 'https://a.dev' },
        },
      ],
    }),
  ],
  IngressClass: [
    cluster('apis/networking.k8s.io/v1/ingressclasses'),
    named('{ns}-a', { spec: { controller: 'a.dev/b' } }),
  ],
  ResourceQuota: ['POST resourcequotas', named('a', { spec: { hard: { 'count/nones.a.dev': '0' } } })],
  LimitRange: [
    'POST limitranges',
    named('a', { spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '9Gi' } }] } }),
  ],
};

function everyKind(): Scenario[] {
  return Object.entries(KINDS).map(([kind, [request, object]]) => scenario(kind, ask('is completed', request, object)));
}

/** Kinds that people look at, with enough in them to be seen. */
function tables(): Scenario {
  const shown = [
    'Pod',
    'Service',
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'Job',
    'CronJob',
    'PersistentVolumeClaim',
    'Ingress',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'HorizontalPodAutoscaler',
    'Lease',
    'Endpoints',
    'EndpointSlice',
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'Role',
    'RoleBinding',
  ];
  return scenario(
    'tables',
    shown.flatMap(kind => {
      const [request, object] = KINDS[kind] as readonly [Request, object];
      const path = request.slice('POST '.length);
      return [given(request, object), ask(kind, `GET ${path}/a`, undefined, TABLE)];
    }),
  );
}

export const builtinDefaults = area('built-in defaults', ...everyKind(), tables());
