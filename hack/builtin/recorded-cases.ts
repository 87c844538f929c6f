// What is asked of a real control plane so that the embedded one can be compared with its answers.

type Fields = Readonly<Record<string, unknown>>;

/** An object that is created, and then changed by merge patches; a refused step leaves it as it was. */
export interface RecordedCase {
  readonly title: string;
  readonly object: Fields & { readonly apiVersion: string; readonly kind: string };
  readonly patches?: readonly Fields[];
}

const meta = (name: string, more: Fields = {}) => ({ name, ...more });
const v1 = (kind: string, name: string, fields: Fields = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: meta(name),
  ...fields,
});
const of = (apiVersion: string, kind: string, name: string, fields: Fields = {}) => ({
  apiVersion,
  kind,
  metadata: meta(name),
  ...fields,
});

const container = { name: 'main', image: 'redis:7' };
const pod = (name: string, spec: Fields = {}, metadata: Fields = {}) =>
  v1('Pod', name, { metadata: meta(name, metadata), spec: { containers: [container], ...spec } });
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };
const selected = { selector: { matchLabels: { app: 'web' } }, template };
const deployment = (name: string, spec: Fields = {}) =>
  of('apps/v1', 'Deployment', name, { spec: { ...selected, ...spec } });
const service = (name: string, spec: Fields) => v1('Service', name, { spec });
const jobSpec = { template: { spec: { containers: [container], restartPolicy: 'Never' } } };
const job = (name: string, spec: Fields = {}) => of('batch/v1', 'Job', name, { spec: { ...jobSpec, ...spec } });
const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const webhook = {
  name: 'v.example.dev',
  clientConfig: { url: 'https://v.example.dev' },
  rules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};

export const RECORDED_CASES: readonly RecordedCase[] = [
  // Pods
  { title: 'a Pod with an image of a tag', object: pod('pod-plain') },
  {
    title: 'a Pod with images without a tag, latest, by digest, of a registry with a port',
    object: pod('pod-images', {
      containers: [
        { name: 'a', image: 'redis' },
        { name: 'b', image: 'redis:latest' },
        { name: 'c', image: `redis@sha256:${'0'.repeat(64)}` },
        { name: 'd', image: 'registry.example:5000/redis' },
        { name: 'e', image: 'registry.example:5000/redis:7', imagePullPolicy: 'Never' },
      ],
    }),
  },
  {
    title: 'a Pod with ports, probes, environment, resources',
    object: pod('pod-full', {
      containers: [
        {
          ...container,
          ports: [{ containerPort: 6379 }, { containerPort: 53, protocol: 'UDP', name: 'dns' }],
          env: [
            { name: 'A', value: '' },
            { name: 'B', value: 'b' },
            { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
            { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          ],
          resources: { limits: { cpu: 0.5, memory: '1024Mi' }, requests: { cpu: '0.25' } },
          livenessProbe: { httpGet: { port: 80 } },
          readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 3 },
          startupProbe: { grpc: { port: 9 } },
          lifecycle: { preStop: { httpGet: { port: 1, path: '/stop' } } },
          securityContext: { runAsUser: 0, privileged: false },
        },
      ],
      initContainers: [{ name: 'first', image: 'busybox', restartPolicy: 'Always', command: ['sleep'] }],
      terminationGracePeriodSeconds: 0,
      hostNetwork: false,
      nodeSelector: {},
      tolerations: [{ key: 'a', operator: 'Exists' }],
    }),
  },
  {
    title: 'a Pod with volumes of many kinds',
    object: pod('pod-volumes', {
      serviceAccountName: 'default',
      volumes: [
        { name: 'nothing' },
        { name: 'empty', emptyDir: { sizeLimit: '1000Mi' } },
        { name: 'config', configMap: { name: 'c' } },
        { name: 'secret', secret: { secretName: 's', defaultMode: 256 } },
        { name: 'down', downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } },
        { name: 'host', hostPath: { path: '/tmp' } },
        { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
        {
          name: 'projected',
          projected: { sources: [{ serviceAccountToken: { path: 't' } }, { configMap: { name: 'c' } }] },
        },
        { name: 'own', ephemeral: { volumeClaimTemplate: { spec: claim } } },
        { name: 'disk', iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn.2000-01.dev.example:a', lun: 0 } },
      ],
    }),
  },
  {
    title: 'a Pod that is guaranteed, on the host network, with a status of its own',
    object: {
      ...pod('pod-guaranteed', {
        hostNetwork: true,
        containers: [
          {
            ...container,
            ports: [{ containerPort: 80 }],
            resources: { limits: { cpu: '1', memory: '1Gi' } },
          },
        ],
      }),
      status: { phase: 'Running' },
    },
  },
  {
    title: 'a Pod whose spec is changed',
    object: pod('pod-changed', {}, { labels: { app: 'a' } }),
    patches: [
      { metadata: { labels: { app: 'b' } } },
      { spec: { containers: [{ name: 'main', image: 'redis:8' }] } },
      { spec: { containers: [{ name: 'main', image: 'redis:7', command: ['sh'] }] } },
      { spec: { restartPolicy: 'Never' } },
      { spec: { activeDeadlineSeconds: 10 } },
      { spec: { tolerations: [{ key: 'more', operator: 'Exists' }] } },
      { spec: { terminationGracePeriodSeconds: 1 } },
    ],
  },
  { title: 'a Pod without containers', object: pod('pod-empty', { containers: [] }) },
  { title: 'a Pod without a spec', object: v1('Pod', 'pod-nothing') },
  { title: 'a container without a name and image', object: pod('pod-nameless', { containers: [{}] }) },
  { title: 'a container with a bad name', object: pod('pod-bad-name', { containers: [{ name: 'A_b', image: 'a' }] }) },
  { title: 'containers of the same name', object: pod('pod-twice', { containers: [container, container] }) },
  {
    title: 'a Pod with policies that there are not',
    object: pod('pod-policies', {
      restartPolicy: 'Sometimes',
      dnsPolicy: 'Guess',
      containers: [{ ...container, imagePullPolicy: 'Maybe', terminationMessagePolicy: 'None' }],
    }),
  },
  {
    title: 'ports out of range, twice, of no protocol',
    object: pod('pod-ports', {
      containers: [
        {
          ...container,
          ports: [
            { containerPort: 0 },
            { containerPort: 70000 },
            { containerPort: 80, name: 'web' },
            { containerPort: 81, name: 'web' },
            { containerPort: 82, protocol: 'ABC' },
            { containerPort: 83, name: 'Web_' },
          ],
        },
      ],
    }),
  },
  {
    title: 'environment without names, volume mounts without volumes',
    object: pod('pod-env', {
      containers: [
        {
          ...container,
          env: [{ value: 'a' }, { name: 'a=b' }],
          volumeMounts: [
            { name: 'gone', mountPath: '/a' },
            { name: 'v', mountPath: '' },
            { name: 'v', mountPath: '/b' },
            { name: 'v', mountPath: '/b' },
          ],
        },
      ],
      volumes: [{ name: 'v' }, { name: 'v' }, { name: 'B' }],
    }),
  },
  {
    title: 'resources where requests exceed limits',
    object: pod('pod-requests', {
      containers: [{ ...container, resources: { limits: { cpu: '1' }, requests: { cpu: '2', memory: '-1' } } }],
    }),
  },
  { title: 'a grace period below zero', object: pod('pod-grace', { terminationGracePeriodSeconds: -1 }) },
  { title: 'a label value with a space', object: pod('pod-label', {}, { labels: { app: 'a b' } }) },

  // Workloads
  { title: 'a Deployment', object: deployment('web') },
  {
    title: 'a Deployment that is changed',
    object: deployment('web-changed', { replicas: 3 }),
    patches: [
      { spec: { replicas: 0 } },
      { spec: { replicas: -1 } },
      { spec: { replicas: null } },
      { metadata: { annotations: { a: 'b' } } },
      { status: { replicas: 5 } },
      { spec: { selector: { matchLabels: { app: 'other' } } } },
      { spec: { selector: { matchLabels: { app: 'other' } }, template: { metadata: { labels: { app: 'other' } } } } },
      { spec: { strategy: { type: 'Recreate' } } },
      { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } },
      { spec: { template: { spec: { containers: [{ name: 'main', image: '' }] } } } },
    ],
  },
  { title: 'a Deployment with replicas below zero', object: deployment('web-negative', { replicas: -2 }) },
  { title: 'a Deployment without a selector', object: deployment('web-unselected', { selector: null }) },
  { title: 'a Deployment with an empty selector', object: deployment('web-all', { selector: {} }) },
  {
    title: 'a Deployment whose template has other labels',
    object: deployment('web-other', { selector: { matchLabels: { app: 'other' } } }),
  },
  {
    title: 'a Deployment whose Pods do not restart',
    object: deployment('web-never', {
      template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } },
    }),
  },
  {
    title: 'a Deployment that can do nothing while it rolls',
    object: deployment('web-stuck', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
  },
  {
    title: 'a Deployment with a selector by expressions',
    object: deployment('web-expressions', {
      selector: {
        matchExpressions: [
          { key: 'app', operator: 'In', values: [] },
          { key: 'b', operator: 'Is' },
        ],
      },
    }),
  },
  { title: 'a Deployment with nothing', object: of('apps/v1', 'Deployment', 'web-nothing') },
  { title: 'a Deployment of the wrong type', object: deployment('web-type', { replicas: 'three' }) },
  {
    title: 'a ReplicaSet',
    object: of('apps/v1', 'ReplicaSet', 'set', { spec: selected }),
    patches: [{ spec: { selector: { matchLabels: { app: 'other' } } } }, { spec: { replicas: 2 } }],
  },
  { title: 'a ReplicaSet without labels', object: of('apps/v1', 'ReplicaSet', 'set-bad', { spec: { replicas: -1 } }) },
  {
    title: 'a StatefulSet',
    object: of('apps/v1', 'StatefulSet', 'state', {
      spec: { ...selected, serviceName: 'state', volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] },
    }),
    patches: [
      { spec: { replicas: 2 } },
      { spec: { serviceName: 'other' } },
      { spec: { podManagementPolicy: 'Parallel' } },
      { spec: { minReadySeconds: 2 } },
    ],
  },
  {
    title: 'a StatefulSet that is wrong',
    object: of('apps/v1', 'StatefulSet', 'state-bad', {
      spec: { ...selected, replicas: -1, podManagementPolicy: 'Some', selector: { matchLabels: { a: 'b' } } },
    }),
  },
  {
    title: 'a DaemonSet',
    object: of('apps/v1', 'DaemonSet', 'daemon', { spec: selected }),
    patches: [
      { spec: { template: { spec: { containers: [{ name: 'main', image: 'redis:9' }] } } } },
      { spec: { minReadySeconds: 5 } },
      { spec: { selector: { matchLabels: { app: 'c' } } } },
    ],
  },
  {
    title: 'a DaemonSet that is wrong',
    object: of('apps/v1', 'DaemonSet', 'daemon-bad', { spec: { ...selected, selector: { matchLabels: { a: 'b' } } } }),
  },
  {
    title: 'a ControllerRevision',
    object: of('apps/v1', 'ControllerRevision', 'revision', { data: { a: [1, { b: null }] }, revision: 2 }),
  },
  {
    title: 'a ReplicationController',
    object: v1('ReplicationController', 'controller', { spec: { template } }),
  },
  { title: 'a PodTemplate', object: v1('PodTemplate', 'pod-template', { template }) },
  {
    title: 'a Job',
    object: job('once'),
    patches: [
      { spec: { parallelism: 2 } },
      { spec: { completions: 2 } },
      { spec: { suspend: true } },
      { spec: { backoffLimit: 1 } },
      { spec: { template: { spec: { containers: [{ name: 'main', image: 'redis:9' }] } } } },
    ],
  },
  {
    title: 'an indexed Job',
    object: job('indexed', { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1 }),
  },
  { title: 'a Job that restarts always', object: of('batch/v1', 'Job', 'always', { spec: { template } }) },
  { title: 'a Job with a selector', object: job('selected', { selector: { matchLabels: { app: 'a' } } }) },
  {
    title: 'a Job with numbers below zero',
    object: job('negative', { parallelism: -1, completions: -1, backoffLimit: -1, ttlSecondsAfterFinished: -1 }),
  },
  {
    title: 'a CronJob',
    object: of('batch/v1', 'CronJob', 'hourly', {
      spec: { schedule: '0 * * * *', jobTemplate: { spec: jobSpec } },
    }),
    patches: [{ spec: { schedule: '5 * * * *' } }, { spec: { schedule: 'sometimes' } }, { spec: { suspend: true } }],
  },
  {
    title: 'a CronJob that is wrong',
    object: of('batch/v1', 'CronJob', 'never', {
      spec: { schedule: '', concurrencyPolicy: 'Some', jobTemplate: { spec: { template: { spec: {} } } } },
    }),
  },

  // Services
  {
    title: 'a Service',
    object: service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
    patches: [
      { spec: { ports: [{ port: 81, targetPort: 'http' }] } },
      { spec: { clusterIP: '10.0.0.99' } },
      { spec: { type: 'NodePort' } },
      { spec: { type: 'ClusterIP' } },
      { spec: { type: 'ExternalName', externalName: 'far.example' } },
      { spec: { type: 'ClusterIP', externalName: null, ports: [{ port: 80 }] } },
      { spec: { sessionAffinity: 'ClientIP' } },
    ],
  },
  { title: 'a headless Service', object: service('headless', { clusterIP: 'None', selector: { app: 'web' } }) },
  {
    title: 'a Service with an address of its own',
    object: service('fixed', { clusterIP: '10.0.0.77', ports: [{ port: 1 }] }),
  },
  {
    title: 'a Service of nodes',
    object: service('nodes', {
      type: 'NodePort',
      ports: [
        { port: 80, name: 'a', nodePort: 30123 },
        { port: 81, name: 'b' },
      ],
    }),
  },
  {
    title: 'a Service of a load balancer',
    object: service('outside', { type: 'LoadBalancer', ports: [{ port: 80 }] }),
  },
  {
    title: 'a Service of a name elsewhere',
    object: service('far', { type: 'ExternalName', externalName: 'far.example' }),
  },
  {
    title: 'a Service with affinity',
    object: service('sticky', { sessionAffinity: 'ClientIP', ports: [{ port: 80, protocol: 'UDP' }] }),
  },
  { title: 'a Service without ports', object: service('portless', {}) },
  {
    title: 'a Service with wrong ports',
    object: service('ports', {
      ports: [
        { port: 0 },
        { port: 80 },
        { port: 80, name: 'A' },
        { port: 81, name: 'b', protocol: 'X' },
        { port: 82, name: 'b', targetPort: 70000 },
      ],
    }),
  },
  {
    title: 'a Service with the same port twice',
    object: service('same', {
      ports: [
        { port: 80, name: 'a' },
        { port: 80, name: 'b' },
      ],
    }),
  },
  { title: 'a Service of a type that there is not', object: service('type', { type: 'Other', ports: [{ port: 80 }] }) },
  { title: 'a Service whose name is no DNS label', object: service('1web', { ports: [{ port: 80 }] }) },
  { title: 'a Service with a bad address', object: service('address', { clusterIP: 'x', ports: [{ port: 80 }] }) },
  {
    title: 'Endpoints',
    object: v1('Endpoints', 'web', {
      subsets: [{ addresses: [{ ip: '10.1.0.1' }], ports: [{ port: 80 }] }],
    }),
  },
  {
    title: 'an EndpointSlice',
    object: of('discovery.k8s.io/v1', 'EndpointSlice', 'web-1', {
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.1.0.1'] }],
      ports: [{ port: 80 }],
    }),
    patches: [{ addressType: 'IPv6' }],
  },
  { title: 'an EndpointSlice of no type', object: of('discovery.k8s.io/v1', 'EndpointSlice', 'web-2', {}) },

  // Configuration and storage
  {
    title: 'a ConfigMap',
    object: v1('ConfigMap', 'settings', { data: { a: 'b', empty: '' } }),
    patches: [
      { data: { a: 'c' } },
      { immutable: true },
      { data: { a: 'd' } },
      { immutable: false },
      { metadata: { labels: { a: 'b' } } },
    ],
  },
  { title: 'a ConfigMap without data', object: v1('ConfigMap', 'nothing') },
  {
    title: 'a ConfigMap with bad keys',
    object: v1('ConfigMap', 'keys', { data: { 'a b': '', twice: '', '..': '' }, binaryData: { twice: 'YQ==' } }),
  },
  { title: 'a ConfigMap with a number', object: v1('ConfigMap', 'number', { data: { a: 1 } }) },
  { title: 'a ConfigMap with bytes that are no base64', object: v1('ConfigMap', 'bytes', { binaryData: { a: '!' } }) },
  {
    title: 'a Secret',
    object: v1('Secret', 'password', { stringData: { user: 'admin' }, data: { user: 'YQ==', other: 'Yg==' } }),
    patches: [
      { type: 'example.dev/other' },
      { stringData: { user: 'jane' } },
      { immutable: true },
      { stringData: { user: 'x' } },
    ],
  },
  { title: 'a Secret without data', object: v1('Secret', 'empty') },
  {
    title: 'a Secret of a type with wanted keys',
    object: v1('Secret', 'tls', { type: 'kubernetes.io/tls', data: { a: '' } }),
  },
  { title: 'a Secret of basic authentication', object: v1('Secret', 'basic', { type: 'kubernetes.io/basic-auth' }) },
  {
    title: 'a Secret of a registry',
    object: v1('Secret', 'registry', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'YQ==' } }),
  },
  { title: 'a ServiceAccount', object: v1('ServiceAccount', 'robot', { automountServiceAccountToken: false }) },
  { title: 'a Namespace', object: v1('Namespace', 'elsewhere') },
  {
    title: 'a Namespace with labels',
    object: { ...v1('Namespace', 'labelled'), metadata: meta('labelled', { labels: { a: 'b' } }) },
  },
  { title: 'a Node', object: v1('Node', 'node-1', { status: { capacity: { cpu: '4', pods: 110 } } }) },
  {
    title: 'a PersistentVolumeClaim',
    object: v1('PersistentVolumeClaim', 'data', { spec: { ...claim, storageClassName: 'fast' } }),
    patches: [{ spec: { accessModes: ['ReadWriteMany'] } }, { spec: { resources: { requests: { storage: '2Gi' } } } }],
  },
  { title: 'a PersistentVolumeClaim with nothing', object: v1('PersistentVolumeClaim', 'claim-nothing', { spec: {} }) },
  {
    title: 'a PersistentVolume',
    object: v1('PersistentVolume', 'disk', {
      spec: { capacity: { storage: '1024Mi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/tmp' } },
    }),
  },
  { title: 'a PersistentVolume with nothing', object: v1('PersistentVolume', 'disk-nothing', { spec: {} }) },
  {
    title: 'a StorageClass',
    object: of('storage.k8s.io/v1', 'StorageClass', 'fast', { provisioner: 'example.dev/fast' }),
    patches: [{ provisioner: 'example.dev/other' }, { reclaimPolicy: 'Retain' }],
  },
  { title: 'a StorageClass without a provisioner', object: of('storage.k8s.io/v1', 'StorageClass', 'slow', {}) },
  {
    title: 'a LimitRange',
    object: v1('LimitRange', 'limits', {
      spec: { limits: [{ type: 'Container', max: { cpu: '2' }, min: { memory: '1Mi' } }] },
    }),
  },
  {
    title: 'a ResourceQuota',
    object: v1('ResourceQuota', 'quota', { spec: { hard: { pods: '1000', cpu: '1000m' } } }),
  },

  // Networking, policy, scaling
  {
    title: 'an Ingress',
    object: of('networking.k8s.io/v1', 'Ingress', 'web', {
      spec: {
        rules: [
          {
            host: 'web.example',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
        tls: [{ hosts: ['web.example'] }],
      },
    }),
    patches: [{ spec: { ingressClassName: 'other' } }],
  },
  { title: 'an Ingress with nothing', object: of('networking.k8s.io/v1', 'Ingress', 'ingress-nothing', { spec: {} }) },
  {
    title: 'an Ingress without a path type',
    object: of('networking.k8s.io/v1', 'Ingress', 'ingress-path', {
      spec: { rules: [{ http: { paths: [{ path: 'a', backend: { service: { name: 'web', port: {} } } }] } }] },
    }),
  },
  {
    title: 'an IngressClass',
    object: of('networking.k8s.io/v1', 'IngressClass', 'nginx', {
      spec: { controller: 'example.dev/nginx', parameters: { kind: 'A', name: 'b' } },
    }),
  },
  {
    title: 'a NetworkPolicy',
    object: of('networking.k8s.io/v1', 'NetworkPolicy', 'policy', {
      spec: { ingress: [{ ports: [{ port: 80 }, { port: 'web', protocol: 'UDP' }] }], egress: [{}] },
    }),
    patches: [{ spec: { podSelector: { matchLabels: { a: 'b' } } } }],
  },
  { title: 'a NetworkPolicy without a spec', object: of('networking.k8s.io/v1', 'NetworkPolicy', 'policy-nothing') },
  {
    title: 'a PodDisruptionBudget',
    object: of('policy/v1', 'PodDisruptionBudget', 'web', {
      spec: { selector: { matchLabels: { app: 'web' } }, minAvailable: '50%' },
    }),
    patches: [{ spec: { minAvailable: 1 } }, { spec: { maxUnavailable: 1 } }, { spec: { minAvailable: -1 } }],
  },
  {
    title: 'a HorizontalPodAutoscaler of v2',
    object: of('autoscaling/v2', 'HorizontalPodAutoscaler', 'scaler-2', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        maxReplicas: 3,
        behavior: { scaleUp: { stabilizationWindowSeconds: 5 } },
      },
    }),
    patches: [{ spec: { maxReplicas: 0 } }],
  },
  {
    title: 'a HorizontalPodAutoscaler of v1',
    object: of('autoscaling/v1', 'HorizontalPodAutoscaler', 'scaler-1', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        maxReplicas: 3,
        targetCPUUtilizationPercentage: 70,
      },
    }),
  },
  {
    title: 'a HorizontalPodAutoscaler with nothing',
    object: of('autoscaling/v2', 'HorizontalPodAutoscaler', 'scaler-nothing', { spec: { minReplicas: 5 } }),
  },
  {
    title: 'a Lease',
    object: of('coordination.k8s.io/v1', 'Lease', 'leader', {
      spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2024-01-01T00:00:00.123456Z' },
    }),
    patches: [
      { spec: { renewTime: '2024-01-01T00:00:00Z' } },
      { spec: { leaseDurationSeconds: 0 } },
      { spec: { leaseTransitions: -1 } },
    ],
  },
  { title: 'a Lease without a spec', object: of('coordination.k8s.io/v1', 'Lease', 'lease-nothing') },
  {
    title: 'a PriorityClass',
    object: of('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value: 1000 }),
    patches: [{ value: 2000 }, { description: 'more' }],
  },
  {
    title: 'a PriorityClass above what users may have',
    object: of('scheduling.k8s.io/v1', 'PriorityClass', 'highest', { value: 2000000000 }),
  },

  // Access
  {
    title: 'a Role',
    object: of('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    }),
  },
  { title: 'a Role without rules', object: of('rbac.authorization.k8s.io/v1', 'Role', 'no-rules') },
  {
    title: 'a Role with wrong rules',
    object: of('rbac.authorization.k8s.io/v1', 'Role', 'wrong', {
      rules: [
        {},
        { apiGroups: [''], verbs: ['get'] },
        { resources: ['pods'], verbs: ['get'] },
        { nonResourceURLs: ['/a'], verbs: ['get'] },
      ],
    }),
  },
  {
    title: 'a ClusterRole',
    object: of('rbac.authorization.k8s.io/v1', 'ClusterRole', 'cluster-reader', {
      rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    }),
  },
  {
    title: 'an aggregated ClusterRole',
    object: of('rbac.authorization.k8s.io/v1', 'ClusterRole', 'sum', {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
    }),
  },
  {
    title: 'a RoleBinding',
    object: of('rbac.authorization.k8s.io/v1', 'RoleBinding', 'readers', {
      roleRef: { kind: 'Role', name: 'reader' },
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'ServiceAccount', name: 'robot', namespace: 'default' },
      ],
    }),
    patches: [{ roleRef: { kind: 'Role', name: 'other' } }, { subjects: null }],
  },
  {
    title: 'a RoleBinding that is wrong',
    object: of('rbac.authorization.k8s.io/v1', 'RoleBinding', 'wrong', {
      roleRef: { kind: 'Other', name: '' },
      subjects: [
        { kind: 'ServiceAccount', name: 'robot' },
        { kind: 'Robot', name: 'r' },
      ],
    }),
  },
  {
    title: 'a ClusterRoleBinding',
    object: of('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'admins', {
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'staff' }],
    }),
  },

  // Webhooks, Events
  {
    title: 'a ValidatingWebhookConfiguration',
    object: of('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'validating', {
      webhooks: [webhook],
    }),
    patches: [{ metadata: { labels: { a: 'b' } } }, { webhooks: [] }],
  },
  {
    title: 'a MutatingWebhookConfiguration',
    object: of('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutating', {
      webhooks: [{ ...webhook, clientConfig: { service: { namespace: 'default', name: 'hook' } } }],
    }),
  },
  {
    title: 'a ValidatingWebhookConfiguration that is wrong',
    object: of('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'wrong', {
      webhooks: [{ name: 'short', clientConfig: {}, sideEffects: 'Some', admissionReviewVersions: [], rules: [{}] }],
    }),
  },
  {
    title: 'an Event of the core group',
    object: v1('Event', 'event.1', {
      metadata: meta('event.1', { namespace: 'default' }),
      involvedObject: { kind: 'Pod', name: 'a', namespace: 'default' },
      reason: 'Started',
      message: 'started',
      type: 'Normal',
      firstTimestamp: '2024-01-01T00:00:00Z',
      count: 1,
      source: { component: 'me' },
    }),
  },
  {
    title: 'an Event of events.k8s.io',
    object: of('events.k8s.io/v1', 'Event', 'event.2', {
      regarding: { kind: 'Pod', name: 'a', namespace: 'default' },
      eventTime: '2024-01-01T00:00:00.000001Z',
      reason: 'Started',
      note: 'started',
      type: 'Normal',
      action: 'Start',
      reportingController: 'example.dev/me',
      reportingInstance: 'me-1',
    }),
  },
  {
    title: 'an Event of events.k8s.io without what it needs',
    object: of('events.k8s.io/v1', 'Event', 'event.3', { regarding: { kind: 'Pod', name: 'a', namespace: 'default' } }),
  },
  {
    title: 'an Event about another namespace',
    object: v1('Event', 'event.4', { involvedObject: { kind: 'Pod', name: 'a', namespace: 'other' } }),
  },
  {
    title: 'a CustomResourceDefinition',
    object: of('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.dev', {
      spec: {
        group: 'example.dev',
        names: { plural: 'widgets', kind: 'Widget' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: { spec: { type: 'object', additionalProperties: true, nullable: false } },
              },
            },
          },
        ],
      },
    }),
  },
];
