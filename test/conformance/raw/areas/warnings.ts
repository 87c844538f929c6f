// What is taken, and warned of.
import { deployment, named, pod, podTemplate } from '../objects.js';
import { area, ask, scenario } from '../scenario.js';

const DRY = 'POST pods?dryRun=All';
const container = (rest: object) => pod('a', { containers: [{ name: 'main', image: 'nginx', ...rest }] });
const template = (spec: object, metadata: object = {}) => ({
  template: { metadata: { ...podTemplate.metadata, ...metadata }, spec: { ...podTemplate.spec, ...spec } },
});
const DEPLOYMENTS = 'POST apps/v1/deployments?dryRun=All';
const STATEFUL_SETS = 'POST apps/v1/statefulsets?dryRun=All';
const LONG = 'a'.repeat(64);
const terms = (key: string) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' }] }],
    },
  },
});
const jobTemplate = { spec: { ...podTemplate.spec, restartPolicy: 'Never' } };

export const warnings = area(
  'warnings',
  scenario(
    'names',
    ask('a Pod with a dot', DRY, pod('a.b')),
    ask('a Pod with many letters', DRY, pod(LONG)),
    ask('a Deployment with a dot', DEPLOYMENTS, deployment('a.b')),
    ask('a Deployment with many letters', DEPLOYMENTS, deployment(LONG)),
    ask('a ReplicaSet with a dot', 'POST apps/v1/replicasets?dryRun=All', deployment('a.b')),
    ask(
      'a ReplicationController with a dot',
      'POST replicationcontrollers?dryRun=All',
      named('a.b', { spec: { template: podTemplate } }),
    ),
    ask('a DaemonSet with a dot', 'POST apps/v1/daemonsets?dryRun=All', deployment('a.b')),
    ask('a Job with a dot', 'POST batch/v1/jobs?dryRun=All', named('a.b', { spec: { template: jobTemplate } })),
    ask(
      'a CronJob with a dot',
      'POST batch/v1/cronjobs?dryRun=All',
      named('a.b', { spec: { schedule: '* * * * *', jobTemplate: { spec: { template: jobTemplate } } } }),
    ),
  ),
  scenario(
    'Pods',
    ask('ports twice', DRY, container({ ports: [{ containerPort: 80 }, { containerPort: 80, name: 'a' }] })),
    ask(
      'ports twice by two protocols',
      DRY,
      container({ ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }] }),
    ),
    ask(
      'ports of the host twice',
      DRY,
      container({ ports: [{ containerPort: 80, hostPort: 81 }, { containerPort: 80 }] }),
    ),
    ask(
      'ports twice in two containers',
      DRY,
      pod('a', {
        initContainers: [{ name: 'i', image: 'b', restartPolicy: 'Always', ports: [{ containerPort: 80 }] }],
        containers: ['a', 'b'].map(name => ({ name, image: 'b', ports: [{ containerPort: 80 }] })),
      }),
    ),
    ask(
      'variables twice',
      DRY,
      container({
        env: [
          { name: 'A', value: 'b' },
          { name: 'A', value: 'c' },
          { name: 'B', value: '1' },
          { name: 'B', value: '$(B) 2' },
        ],
      }),
    ),
    ask('secrets without names', DRY, pod('a', { imagePullSecrets: [{}, { name: 'a' }, { name: 'a' }] })),
    ask(
      'names of hosts twice',
      DRY,
      pod('a', { hostAliases: [{ ip: '1.2.3.4' }, { ip: '1.2.3.4', hostnames: ['a'] }] }),
    ),
    ask('a tail of bytes', DRY, container({ resources: { requests: { memory: '0.5', 'ephemeral-storage': '100m' } } })),
    ask('an empty disk in parts', DRY, pod('a', { volumes: [{ name: 'v', emptyDir: { sizeLimit: '100m' } }] })),
    ask('a repository', DRY, pod('a', { volumes: [{ name: 'v', gitRepo: { repository: 'a' } }] })),
    ask('bricks', DRY, pod('a', { volumes: [{ name: 'v', glusterfs: { endpoints: 'a', path: 'b' } }] })),
    ask('a disk of Ceph', DRY, pod('a', { volumes: [{ name: 'v', rbd: { monitors: ['a'], image: 'b' } }] })),
    ask('an old account', DRY, pod('a', { serviceAccount: 'x' })),
    ask('an old label of Nodes', DRY, pod('a', { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } })),
    ask('an old label of Nodes in terms', DRY, pod('a', { affinity: terms('failure-domain.beta.kubernetes.io/zone') })),
    ask(
      'an old label of Nodes to spread over',
      DRY,
      pod('a', {
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'failure-domain.beta.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
        ],
      }),
    ),
    ask(
      'a spread of everything',
      DRY,
      pod('a', { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }] }),
    ),
    ask('a port name that does not fit', DRY, container({ livenessProbe: { httpGet: { port: 'none' } } })),
    ask('old annotations', DRY, {
      ...pod('a'),
      metadata: {
        name: 'a',
        annotations: {
          'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
          'container.seccomp.security.alpha.kubernetes.io/main': 'runtime/default',
          'container.apparmor.security.beta.kubernetes.io/main': 'runtime/default',
          'scheduler.alpha.kubernetes.io/critical-pod': '',
          'security.alpha.kubernetes.io/sysctls': 'a=b',
        },
      },
    }),
    ask('a grace below zero', DRY, pod('a', { terminationGracePeriodSeconds: -1 })),
  ),
  scenario(
    'templates',
    ask(
      'of a Deployment',
      DEPLOYMENTS,
      deployment(
        'a',
        template({
          imagePullSecrets: [{}],
          nodeSelector: { 'beta.kubernetes.io/arch': 'amd64' },
          containers: [{ name: 'a', image: 'b', ports: [{ containerPort: 80 }, { containerPort: 80 }] }],
        }),
      ),
    ),
    ask(
      'of a StatefulSet',
      STATEFUL_SETS,
      deployment('a', { serviceName: 'a', revisionHistoryLimit: -1, ...template({ imagePullSecrets: [{}] }) }),
    ),
    ask(
      'of a StatefulSet with claims',
      STATEFUL_SETS,
      deployment('a', {
        serviceName: 'a',
        volumeClaimTemplates: [
          {
            metadata: { name: 'data', annotations: { 'volume.beta.kubernetes.io/storage-class': 'x' } },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100m' } } },
          },
        ],
      }),
    ),
    ask('of a DaemonSet', 'POST apps/v1/daemonsets?dryRun=All', deployment('a', template({ imagePullSecrets: [{}] }))),
    ask(
      'of a Job',
      'POST batch/v1/jobs?dryRun=All',
      named('a', { spec: { template: { spec: { ...jobTemplate.spec, imagePullSecrets: [{}] } } } }),
    ),
    ask(
      'of a large Job',
      'POST batch/v1/jobs?dryRun=All',
      named('a', {
        spec: { completionMode: 'Indexed', completions: 200000, parallelism: 20000, template: jobTemplate },
      }),
    ),
    ask(
      'of a CronJob',
      'POST batch/v1/cronjobs?dryRun=All',
      named('a', {
        spec: {
          schedule: 'TZ=UTC * * * * *',
          jobTemplate: { spec: { template: { spec: { ...jobTemplate.spec, imagePullSecrets: [{}] } } } },
        },
      }),
    ),
    ask(
      'of Pods',
      'POST podtemplates?dryRun=All',
      named('a', { template: { spec: { ...podTemplate.spec, imagePullSecrets: [{}] } } }),
    ),
  ),
  scenario(
    'others',
    ask(
      'a claim of parts of bytes',
      'POST persistentvolumeclaims?dryRun=All',
      named('a', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100m' } } } }),
    ),
    ask('a claim of an old class', 'POST persistentvolumeclaims?dryRun=All', {
      metadata: {
        name: 'a',
        annotations: {
          'volume.beta.kubernetes.io/storage-class': 'x',
          'volume.beta.kubernetes.io/storage-provisioner': 'y',
        },
      },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }),
    ask('a volume of an old class', 'POST /api/v1/persistentvolumes?dryRun=All', {
      metadata: { name: '{ns}-a', annotations: { 'volume.beta.kubernetes.io/storage-class': 'x' } },
      spec: {
        capacity: { storage: '100m' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: '/a' },
        persistentVolumeReclaimPolicy: 'Recycle',
      },
    }),
    ask(
      'a Service without a head that keeps its clients',
      'POST services?dryRun=All',
      named('a', {
        spec: { clusterIP: 'None', sessionAffinity: 'ClientIP', loadBalancerIP: '', ports: [{ port: 80 }] },
      }),
    ),
    ask('a Service with an old hint', 'POST services?dryRun=All', {
      metadata: {
        name: 'a',
        annotations: {
          'service.kubernetes.io/topology-mode': 'auto',
          'service.kubernetes.io/topology-aware-hints': 'auto',
        },
      },
      spec: { ports: [{ port: 80 }] },
    }),
    ask(
      'a Service that goes by an old setting',
      'POST services?dryRun=All',
      named('a', { spec: { clusterIP: 'None', trafficDistribution: 'PreferClose', ports: [{ port: 80 }] } }),
    ),
    ask('an Ingress of an old class', 'POST networking.k8s.io/v1/ingresses?dryRun=All', {
      metadata: { name: 'a', annotations: { 'kubernetes.io/ingress.class': 'x' } },
      spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } },
    }),
    ask(
      'a class of storage of old terms',
      'POST /apis/storage.k8s.io/v1/storageclasses?dryRun=All',
      named('{ns}-a', {
        provisioner: 'a.b/c',
        allowedTopologies: [
          { matchLabelExpressions: [{ key: 'failure-domain.beta.kubernetes.io/zone', values: ['a'] }] },
        ],
      }),
    ),
    ask('an account with secrets', 'POST serviceaccounts?dryRun=All', {
      metadata: { name: 'a', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    }),
  ),
);
