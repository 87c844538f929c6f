// What built-in kinds refuse.
import { deployment, named, pod, podTemplate } from '../objects.js';
import { area, ask, given, scenario } from '../scenario.js';

const container = (rest: object) => pod('a', { containers: [{ name: 'main', image: 'nginx', ...rest }] });
const service = (spec: object) => named('a', { spec });

const size = (storage: string) => ({ spec: { resources: { requests: { storage } } } });
const claim = (name: string, storageClassName: string) =>
  named(name, { spec: { accessModes: ['ReadWriteOnce'], storageClassName, ...size('2Gi').spec } });

export const builtinRules = area(
  'built-in rules',
  scenario(
    'priorities',
    given('POST /apis/scheduling.k8s.io/v1/priorityclasses', named('{ns}-p', { value: 7, preemptionPolicy: 'Never' })),
    ask('are those of the class', 'POST pods', pod('a', { priorityClassName: '{ns}-p' })),
    ask('are those of the system', 'POST pods', pod('b', { priorityClassName: 'system-node-critical' })),
    ask('of a class that is not there', 'POST pods', pod('c', { priorityClassName: '{ns}-none' })),
    ask('of nobody', 'POST pods', pod('c', { priority: 3 })),
    ask('of somebody else', 'POST pods', pod('c', { priorityClassName: '{ns}-p', priority: 3 })),
    ask('with another policy', 'POST pods', pod('c', { priorityClassName: '{ns}-p', preemptionPolicy: 'Always' })),
    ask('stay when they are left out', 'MERGE pods/a', { metadata: { labels: { a: 'b' } }, spec: { priority: null } }),
    given('DELETE /apis/scheduling.k8s.io/v1/priorityclasses/{ns}-p'),
  ),
  scenario(
    'claims that grow',
    given(
      'POST /apis/storage.k8s.io/v1/storageclasses',
      named('{ns}-s', { provisioner: 'a.b/c', allowVolumeExpansion: true }),
    ),
    given('POST /apis/storage.k8s.io/v1/storageclasses', named('{ns}-t', { provisioner: 'a.b/c' })),
    given('POST persistentvolumeclaims', claim('a', '{ns}-s')),
    given('POST persistentvolumeclaims', claim('b', '{ns}-t')),
    // Without what protects it on the real server alone.
    ...['a', 'b'].map(name =>
      given(`MERGE persistentvolumeclaims/${name}`, { metadata: { finalizers: null, labels: { a: 'b' } } }),
    ),
    ...['a', 'b'].map(name =>
      given(`MERGE persistentvolumeclaims/${name}/status`, {
        status: { phase: 'Bound', capacity: { storage: '2Gi' } },
      }),
    ),
    ask('where their class allows it', 'MERGE persistentvolumeclaims/a', size('4Gi')),
    ask('may ask for less again', 'MERGE persistentvolumeclaims/a', size('3Gi')),
    ask('may not ask for what there is', 'MERGE persistentvolumeclaims/a', size('2Gi')),
    ask('where their class does not allow it', 'MERGE persistentvolumeclaims/b', size('4Gi')),
    ask('get a volume', 'MERGE persistentvolumeclaims/a', { spec: { volumeName: 'v' } }),
    given('DELETE /apis/storage.k8s.io/v1/storageclasses/{ns}-s'),
    given('DELETE /apis/storage.k8s.io/v1/storageclasses/{ns}-t'),
  ),
  scenario(
    'Pods',
    ask('no containers', 'POST pods', named('a', { spec: { containers: [] } })),
    ask('no spec', 'POST pods', named('a')),
    ask('no image', 'POST pods', pod('a', { containers: [{ name: 'main' }] })),
    ask('a name of a container that is none', 'POST pods', container({ name: 'Main_1' })),
    ask(
      'a container twice',
      'POST pods',
      pod('a', {
        containers: [
          { name: 'a', image: 'b' },
          { name: 'a', image: 'b' },
        ],
      }),
    ),
    ask('a restart policy that is not there', 'POST pods', pod('a', { restartPolicy: 'Sometimes' })),
    ask('a pull policy that is not there', 'POST pods', container({ imagePullPolicy: 'Sometimes' })),
    ask('a port out of range', 'POST pods', container({ ports: [{ containerPort: 70000 }] })),
    ask('a protocol that is not there', 'POST pods', container({ ports: [{ containerPort: 80, protocol: 'XDP' }] })),
    ask('a quantity that is none', 'POST pods', container({ resources: { limits: { cpu: 'much' } } })),
    ask(
      'a request above the limit',
      'POST pods',
      container({ resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }),
    ),
    ask('a mount of no volume', 'POST pods', container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })),
    ask('a variable without a name', 'POST pods', container({ env: [{ value: 'x' }] })),
    ask('a probe of nothing', 'POST pods', container({ livenessProbe: {} })),
    ask(
      'a probe of two things',
      'POST pods',
      container({ livenessProbe: { exec: { command: ['a'] }, tcpSocket: { port: 1 } } }),
    ),
    ask('wrong types', 'POST pods', pod('a', { containers: 'x' })),
    ask('a number where a text is', 'POST pods', pod('a', { nodeName: 5 })),
    given('POST pods', pod('b')),
    ask('another image may come', 'MERGE pods/b', { spec: { containers: [{ name: 'main', image: 'nginx:2' }] } }),
    ask('another node may not', 'MERGE pods/b', { spec: { nodeName: 'n' } }),
    ask('another container may not', 'STRATEGIC pods/b', { spec: { containers: [{ name: 'more', image: 'x' }] } }),
    ask('shorter grace may not', 'MERGE pods/b', { spec: { terminationGracePeriodSeconds: 5 } }),
    ask('another deadline may come', 'MERGE pods/b', { spec: { activeDeadlineSeconds: 100 } }),
  ),
  scenario(
    'workloads',
    ask('a Deployment without a selector', 'POST apps/v1/deployments', named('a', { spec: { template: podTemplate } })),
    ask('a Deployment with an empty selector', 'POST apps/v1/deployments', deployment('a', { selector: {} })),
    ask(
      'a Deployment that selects others',
      'POST apps/v1/deployments',
      deployment('a', { selector: { matchLabels: { app: 'other' } } }),
    ),
    ask('a Deployment below 0', 'POST apps/v1/deployments', deployment('a', { replicas: -1 })),
    ask(
      'a Deployment with a strategy that is not there',
      'POST apps/v1/deployments',
      deployment('a', { strategy: { type: 'Magic' } }),
    ),
    ask(
      'a Deployment that rolls by nothing',
      'POST apps/v1/deployments',
      deployment('a', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    ),
    ask(
      'a Deployment that restarts never',
      'POST apps/v1/deployments',
      deployment('a', {
        template: { metadata: podTemplate.metadata, spec: { ...podTemplate.spec, restartPolicy: 'Never' } },
      }),
    ),
    given('POST apps/v1/deployments', deployment('b')),
    ask('a Deployment keeps its selector', 'MERGE apps/v1/deployments/b', {
      spec: { selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } } } },
    }),
    given('POST apps/v1/statefulsets', deployment('a', { serviceName: 'a' })),
    ask('a StatefulSet keeps its service', 'MERGE apps/v1/statefulsets/a', { spec: { serviceName: 'b' } }),
    ask(
      'a DaemonSet without a template',
      'POST apps/v1/daemonsets',
      named('a', { spec: { selector: { matchLabels: { a: 'b' } } } }),
    ),
    ask('a Job that restarts always', 'POST batch/v1/jobs', named('a', { spec: { template: podTemplate } })),
    ask(
      'a Job below 0',
      'POST batch/v1/jobs',
      named('a', {
        spec: { parallelism: -1, completions: -1, template: { spec: { ...podTemplate.spec, restartPolicy: 'Never' } } },
      }),
    ),
    ask(
      'a CronJob without a schedule',
      'POST batch/v1/cronjobs',
      named('a', {
        spec: { jobTemplate: { spec: { template: { spec: { ...podTemplate.spec, restartPolicy: 'Never' } } } } },
      }),
    ),
    ask(
      'a CronJob with a schedule that is none',
      'POST batch/v1/cronjobs',
      named('a', {
        spec: {
          schedule: 'daily',
          jobTemplate: { spec: { template: { spec: { ...podTemplate.spec, restartPolicy: 'Never' } } } },
        },
      }),
    ),
    ask(
      'an autoscaler with the least above the most',
      'POST autoscaling/v2/horizontalpodautoscalers',
      named('a', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'a' }, minReplicas: 5, maxReplicas: 3 } }),
    ),
    ask(
      'an autoscaler of nothing',
      'POST autoscaling/v2/horizontalpodautoscalers',
      named('a', { spec: { maxReplicas: 0 } }),
    ),
    ask(
      'a budget of two kinds',
      'POST policy/v1/poddisruptionbudgets',
      named('a', { spec: { minAvailable: 1, maxUnavailable: 1, selector: {} } }),
    ),
  ),
  scenario(
    'Services and the network',
    ask('no ports', 'POST services', service({})),
    ask('a port out of range', 'POST services', service({ ports: [{ port: 0 }] })),
    ask('two ports without names', 'POST services', service({ ports: [{ port: 80 }, { port: 81 }] })),
    ask('a type that is not there', 'POST services', service({ type: 'Magic', ports: [{ port: 80 }] })),
    ask('an address that is none', 'POST services', service({ clusterIP: 'x', ports: [{ port: 80 }] })),
    ask(
      'a port of nodes out of range',
      'POST services',
      service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }),
    ),
    ask('a name elsewhere that is none', 'POST services', service({ type: 'ExternalName' })),
    given('POST services', named('b', { spec: { ports: [{ port: 80 }] } })),
    ask('the address stays', 'MERGE services/b', { spec: { clusterIP: '10.0.0.5', clusterIPs: ['10.0.0.5'] } }),
    ask('the type may change', 'MERGE services/b', { spec: { type: 'NodePort' } }),
    ask('and back', 'MERGE services/b', { spec: { type: 'ClusterIP' } }),
    ask('an Ingress of nothing', 'POST networking.k8s.io/v1/ingresses', named('a')),
    ask(
      'an Ingress without a path type',
      'POST networking.k8s.io/v1/ingresses',
      named('a', {
        spec: {
          rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'a', port: { number: 80 } } } }] } }],
        },
      }),
    ),
    ask(
      'a policy with a block that is none',
      'POST networking.k8s.io/v1/networkpolicies',
      named('a', { spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'x' } }] }] } }),
    ),
    ask('an EndpointSlice without a type', 'POST discovery.k8s.io/v1/endpointslices', named('a', { endpoints: [] })),
    ask(
      'Endpoints with an address that is none',
      'POST endpoints',
      named('a', { subsets: [{ addresses: [{ ip: 'x' }] }] }),
    ),
  ),
  scenario(
    'configuration and storage',
    ask('a ConfigMap with a key that is none', 'POST configmaps', named('a', { data: { 'a/b': '1' } })),
    ask('a ConfigMap with a key twice', 'POST configmaps', named('a', { data: { a: '1' }, binaryData: { a: 'YQ==' } })),
    ask('a ConfigMap with bytes that are none', 'POST configmaps', named('a', { binaryData: { a: '!' } })),
    ask('a Secret with bytes that are none', 'POST secrets', named('a', { data: { a: '!' } })),
    ask('a Secret of a type that needs keys', 'POST secrets', named('a', { type: 'kubernetes.io/tls' })),
    ask('a Secret of basic authentication', 'POST secrets', named('a', { type: 'kubernetes.io/basic-auth' })),
    given('POST secrets', named('b', { type: 'Opaque' })),
    ask('a Secret keeps its type', 'MERGE secrets/b', { type: 'other' }),
    given('MERGE secrets/b', { immutable: true }),
    ask('a Secret that is immutable', 'MERGE secrets/b', { stringData: { a: 'b' } }),
    ask(
      'a claim without modes',
      'POST persistentvolumeclaims',
      named('a', { spec: { resources: { requests: { storage: '1Gi' } } } }),
    ),
    ask(
      'a claim without a request',
      'POST persistentvolumeclaims',
      named('a', { spec: { accessModes: ['ReadWriteOnce'] } }),
    ),
    ask(
      'a volume without a source',
      'POST /api/v1/persistentvolumes',
      named('{ns}-a', { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] } }),
    ),
    ask('a storage class without a provisioner', 'POST /apis/storage.k8s.io/v1/storageclasses', named('{ns}-a')),
    ask(
      'a priority class too great',
      'POST /apis/scheduling.k8s.io/v1/priorityclasses',
      named('{ns}-a', { value: 2_000_000_000 }),
    ),
    ask(
      'a Lease with a time that is none',
      'POST coordination.k8s.io/v1/leases',
      named('a', { spec: { renewTime: '2020-01-01' } }),
    ),
    ask(
      'a Lease of no duration',
      'POST coordination.k8s.io/v1/leases',
      named('a', { spec: { leaseDurationSeconds: 0 } }),
    ),
    ask(
      'a Role without verbs',
      'POST rbac.authorization.k8s.io/v1/roles',
      named('a', { rules: [{ apiGroups: [''], resources: ['pods'] }] }),
    ),
    ask('a binding without a role', 'POST rbac.authorization.k8s.io/v1/rolebindings', named('a', {})),
    given(
      'POST rbac.authorization.k8s.io/v1/rolebindings',
      named('b', { roleRef: { kind: 'Role', name: 'a', apiGroup: 'rbac.authorization.k8s.io' } }),
    ),
    ask('a binding keeps its role', 'MERGE rbac.authorization.k8s.io/v1/rolebindings/b', {
      roleRef: { kind: 'Role', name: 'b' },
    }),
    ask(
      'a webhook without anything',
      'POST /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      named('{ns}-a', { webhooks: [{ name: 'a' }] }),
    ),
    ask(
      'a Node with a taint that is none',
      'POST /api/v1/nodes',
      named('{ns}-a', { spec: { taints: [{ key: 'a', effect: 'Magic' }] } }),
    ),
    ask('a quota of a quantity that is none', 'POST resourcequotas', named('a', { spec: { hard: { pods: 'many' } } })),
  ),
);
