// What may change of a Pod.
import { pod } from '../objects.js';
import { area, ask, given, type Request, scenario } from '../scenario.js';

const ASKED: Request = 'STRATEGIC pods/a?dryRun=All';
const main = (rest: object) => ({ spec: { containers: [{ name: 'main', ...rest }] } });
const full = pod('a', {
  activeDeadlineSeconds: 100,
  tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 50 }],
  initContainers: [{ name: 'first', image: 'busybox' }],
  containers: [
    {
      name: 'main',
      image: 'nginx',
      command: ['sh', '-c', 'sleep 1 && echo <done>'],
      env: [
        { name: 'A', value: 'b' },
        { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
      ports: [{ containerPort: 80 }],
      resources: { limits: { cpu: '1500m', memory: '1Gi' } },
      livenessProbe: { httpGet: { port: 80 } },
      readinessProbe: { exec: { command: ['true'] } },
      lifecycle: { preStop: { exec: { command: ['a'] } } },
      securityContext: { runAsUser: 5 },
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
    },
  ],
  securityContext: { fsGroup: 5, runAsNonRoot: true },
  volumes: [
    { name: 'v', emptyDir: { sizeLimit: '1Gi' } },
    { name: 's', secret: { secretName: 's' } },
    { name: 'c', configMap: { name: 'c', items: [{ key: 'a', path: 'b' }] } },
    { name: 'p', persistentVolumeClaim: { claimName: 'p' } },
  ],
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } },
      ],
    },
  },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
  imagePullSecrets: [{ name: 'a' }],
  nodeSelector: { disk: 'ssd' },
  dnsConfig: { nameservers: ['1.1.1.1'], options: [{ name: 'ndots', value: '5' }] },
  hostAliases: [{ ip: '1.2.3.4', hostnames: ['a'] }],
  readinessGates: [{ conditionType: 'example.com/ready' }],
});

export const podUpdates = area(
  'pod updates',
  scenario(
    'plain',
    given('POST pods', pod('a')),
    ask('another image', ASKED, main({ image: 'nginx:2' })),
    ask('no image', ASKED, main({ image: '' })),
    ask('an image with a space', ASKED, main({ image: ' nginx' })),
    ask('other resources', ASKED, main({ resources: { limits: { cpu: '1' } } })),
    ask('a variable', ASKED, main({ env: [{ name: 'A', value: 'b' }] })),
    ask('another command', ASKED, main({ command: ['a', '<b>&'] })),
    ask('a container more', ASKED, { spec: { containers: [{ name: 'more', image: 'b' }] } }),
    ask('an init container more', ASKED, { spec: { initContainers: [{ name: 'more', image: 'b' }] } }),
    ask('a container for a look', ASKED, { spec: { ephemeralContainers: [{ name: 'more', image: 'b' }] } }),
    ask('a deadline', ASKED, { spec: { activeDeadlineSeconds: 5 } }),
    ask('another account', ASKED, { spec: { serviceAccountName: 'x' } }),
    ask('another policy', ASKED, { spec: { restartPolicy: 'Never' } }),
    ask('the network of the host', ASKED, { spec: { hostNetwork: true } }),
    ask('labels of Nodes', ASKED, { spec: { nodeSelector: { a: 'b' } } }),
    ask('a volume', ASKED, { spec: { volumes: [{ name: 'v', emptyDir: {} }] } }),
    ask('a gate', ASKED, { spec: { schedulingGates: [{ name: 'a' }] } }),
    ask('a toleration', ASKED, { spec: { tolerations: [{ key: 'b', operator: 'Exists' }] } }),
    ask('a toleration less', 'MERGE pods/a?dryRun=All', { spec: { tolerations: [] } }),
    ask('another priority', ASKED, { spec: { priority: 5 } }),
    ask('labels', ASKED, { metadata: { labels: { a: 'b' } } }),
    ask('two things', ASKED, { spec: { hostname: 'x', subdomain: 'y', restartPolicy: 'Never' } }),
  ),
  scenario(
    'with everything',
    given('POST pods', full),
    ask('another user', ASKED, main({ securityContext: { runAsUser: 6 } })),
    ask('another user of the Pod', ASKED, { spec: { securityContext: { fsGroup: 6 } } }),
    ask('other resources', ASKED, main({ resources: { limits: { cpu: '2' } } })),
    ask('another variable', ASKED, main({ env: [{ name: 'A', value: 'c' }] })),
    ask('another probe', ASKED, main({ livenessProbe: { httpGet: { port: 81 } } })),
    ask('another hook', ASKED, main({ lifecycle: { preStop: { exec: { command: ['b'] } } } })),
    ask('another port', ASKED, main({ ports: [{ containerPort: 81 }] })),
    ask('another mount', ASKED, main({ volumeMounts: [{ name: 's', mountPath: '/s' }] })),
    ask('another size', ASKED, { spec: { volumes: [{ name: 'v', emptyDir: { sizeLimit: '2Gi' } }] } }),
    ask('another ConfigMap', ASKED, { spec: { volumes: [{ name: 'c', configMap: { name: 'd' } }] } }),
    ask('another claim', ASKED, { spec: { volumes: [{ name: 'p', persistentVolumeClaim: { claimName: 'q' } }] } }),
    ask('other Nodes', ASKED, { spec: { nodeSelector: { disk: 'hdd' } } }),
    ask('other neighbours', 'MERGE pods/a?dryRun=All', { spec: { affinity: null } }),
    ask('another spread', ASKED, {
      spec: { topologySpreadConstraints: [{ maxSkew: 2, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
    }),
    ask('another grace', ASKED, { spec: { terminationGracePeriodSeconds: 5 } }),
    ask('a later deadline', ASKED, { spec: { activeDeadlineSeconds: 200 } }),
    ask('a sooner deadline', ASKED, { spec: { activeDeadlineSeconds: 50 } }),
    ask('no deadline', ASKED, { spec: { activeDeadlineSeconds: null } }),
    ask('a toleration for less long', 'MERGE pods/a?dryRun=All', {
      spec: { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 }] },
    }),
    ask('another image of an init container', ASKED, { spec: { initContainers: [{ name: 'first', image: 'c' }] } }),
    ask('another init container', 'MERGE pods/a?dryRun=All', {
      spec: { initContainers: [{ name: 'other', image: 'busybox' }] },
    }),
    ask('other names', ASKED, { spec: { dnsConfig: { nameservers: ['1.1.1.2'] } } }),
  ),
  scenario(
    'gated',
    given(
      'POST pods',
      pod('a', { schedulingGates: [{ name: 'example.com/a' }, { name: 'example.com/b' }], nodeSelector: { a: 'b' } }),
    ),
    ask('a gate less', 'MERGE pods/a?dryRun=All', { spec: { schedulingGates: [{ name: 'example.com/a' }] } }),
    ask('no gates', 'MERGE pods/a?dryRun=All', { spec: { schedulingGates: [] } }),
    ask('another gate', 'MERGE pods/a?dryRun=All', { spec: { schedulingGates: [{ name: 'example.com/c' }] } }),
    ask('fewer Nodes', ASKED, { spec: { nodeSelector: { c: 'd' } } }),
    ask('other Nodes', ASKED, { spec: { nodeSelector: { a: 'c' } } }),
    ask('terms of Nodes', ASKED, {
      spec: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
            },
          },
        },
      },
    }),
    ask('neighbours', ASKED, { spec: { affinity: { podAffinity: {} } } }),
    ask('a variable', ASKED, main({ env: [{ name: 'A', value: 'b' }] })),
    ask('a Node', ASKED, { spec: { nodeName: 'n' } }),
  ),
);
