// What Pods refuse of themselves and of their containers.
import { pod } from '../objects.js';
import { area, ask, type Scenario, type Step, scenario } from '../scenario.js';

type Case = readonly [name: string, rest: object];

/** Each is asked dry: what is taken leaves nothing behind. */
function questions(about: string, bodyOf: (rest: object) => object, ...cases: readonly Case[]): Scenario {
  return scenario(about, ...cases.map(([name, rest]): Step => ask(name, 'POST pods?dryRun=All', bodyOf(rest))));
}

const podOf = (spec: object) => pod('a', spec);
const container = (rest: object) => pod('a', { containers: [{ name: 'main', image: 'nginx', ...rest }] });
const resources = (list: object) => container({ resources: list });
const from = (...envFrom: object[]) => container({ envFrom });

export const podRules = area(
  'pod rules',
  questions(
    'resources',
    resources,
    ['below zero', { limits: { cpu: '-1' }, requests: { memory: '-1Mi' } }],
    ['parts of a CPU that there are not', { requests: { cpu: '0.1m' } }],
    ['parts of a byte', { requests: { memory: '100m' } }],
    ['a resource that is none', { limits: { gpu: '1' }, requests: { disk: '1' } }],
    ['a resource of no name', { limits: { 'a b': '1' } }],
    ['another resource', { limits: { 'example.com/gpu': '1' } }],
    ['another resource without a limit', { requests: { 'example.com/gpu': '1' } }],
    ['another resource in parts', { limits: { 'example.com/gpu': '0.5' } }],
    [
      'another resource above its request',
      { limits: { 'example.com/gpu': '2' }, requests: { 'example.com/gpu': '1' } },
    ],
    ['a resource that is said to be of Kubernetes', { limits: { 'kubernetes.io/gpu': '1' } }],
    ['a resource that is a request', { limits: { 'requests.cpu': '1' } }],
    ['large pages alone', { limits: { 'hugepages-2Mi': '2Mi' } }],
    ['large pages and memory', { limits: { 'hugepages-2Mi': '3Mi', memory: '1Gi' } }],
    ['large pages of no size', { limits: { 'hugepages-x': '2Mi', memory: '1Gi' } }],
    ['a disk for a while', { limits: { 'ephemeral-storage': '1Gi' }, requests: { 'ephemeral-storage': '2Gi' } }],
    ['a disk that stays', { limits: { storage: '1Gi' } }],
    ['a claim that is not there', { claims: [{ name: 'x' }] }],
    ['a claim without a name', { claims: [{ name: '' }] }],
  ),
  questions(
    'of the whole Pod',
    podOf,
    ['resources', { resources: { limits: { cpu: '1' }, requests: { cpu: '2' } } }],
    ['resources of a device', { resources: { limits: { 'example.com/gpu': '1' } } }],
    ['a name of its host that is none', { hostname: 'A_b', subdomain: 'c.d' }],
    ['an account that is none', { serviceAccountName: 'A_b' }],
    ['a Node that is none', { nodeName: 'A_b' }],
    ['a class of priority that is none', { priorityClassName: 'A_b' }],
    ['an overhead', { overhead: { cpu: '-1' } }],
    ['a policy of preemption that is not there', { preemptionPolicy: 'Magic' }],
    ['gates', { schedulingGates: [{ name: 'a b' }, { name: 'a' }, { name: 'a' }] }],
    ['gates on a Node', { nodeName: 'n', schedulingGates: [{ name: 'example.com/a' }] }],
    ['conditions that it waits for', { readinessGates: [{ conditionType: 'a b' }] }],
    ['names of hosts', { hostAliases: [{ ip: 'x', hostnames: ['A_b', '*.c'] }, { hostnames: ['a'] }] }],
    ['secrets to pull', { imagePullSecrets: [{}, { name: 'a' }] }],
    ['an operating system that is none', { os: { name: 'plan9' } }],
    ['users of Linux on Windows', { os: { name: 'windows' }, securityContext: { runAsUser: 1 } }],
    [
      'users of Windows on Linux',
      { os: { name: 'linux' }, securityContext: { windowsOptions: { runAsUserName: 'a' } } },
    ],
    ['a deadline of nothing', { activeDeadlineSeconds: 0 }],
    ['a scheduler of no name', { schedulerName: 'A b' }],
    ['names of hosts by DNS of its own', { dnsPolicy: 'None' }],
    [
      'servers for names',
      {
        dnsPolicy: 'None',
        dnsConfig: { nameservers: ['x', '1.1.1.1', '1.1.1.2', '1.1.1.3'], searches: ['A b', 'c.d.'] },
      },
    ],
    ['an option for names without a name', { dnsConfig: { options: [{ value: 'a' }] } }],
    ['a policy for names that is not there', { dnsPolicy: 'Magic' }],
    [
      'the network of the host',
      { hostNetwork: true, containers: [{ name: 'a', image: 'b', ports: [{ containerPort: 80, hostPort: 81 }] }] },
    ],
    [
      'ports of the host twice',
      {
        containers: ['a', 'b'].map(name => ({ name, image: 'b', ports: [{ containerPort: 80, hostPort: 81 }] })),
      },
    ],
    ['a container that restarts by itself', { containers: [{ name: 'a', image: 'b', restartPolicy: 'Magic' }] }],
    [
      'rules for restarts without a policy',
      { containers: [{ name: 'a', image: 'b', restartPolicyRules: [{ action: 'Restart' }] }] },
    ],
    ['containers for a look', { ephemeralContainers: [{ name: 'a', image: 'b' }] }],
    ['processes of containers that they share with those of the host', { hostPID: true, shareProcessNamespace: true }],
    ['users of its own and the network of the host', { hostUsers: false, hostNetwork: true }],
    [
      'a claim of a device',
      { resourceClaims: [{ name: 'a' }, { name: 'a', resourceClaimName: 'b', resourceClaimTemplateName: 'c' }] },
    ],
  ),
  questions(
    'security of the Pod',
    securityContext => pod('a', { securityContext }),
    ['users below zero', { runAsUser: -1, runAsGroup: -1, fsGroup: -1, supplementalGroups: [-1] }],
    ['a change of groups that is not there', { fsGroupChangePolicy: 'Magic' }],
    ['a policy of groups that is not there', { supplementalGroupsPolicy: 'Magic' }],
    ['a change of labels that is not there', { seLinuxChangePolicy: 'Magic' }],
    [
      'settings of the kernel',
      {
        sysctls: [
          { name: 'a b', value: '1' },
          { value: '1' },
          { name: 'a.b', value: '1' },
          { name: 'a.b', value: '1' },
        ],
      },
    ],
    ['a profile of calls of no type', { seccompProfile: {} }],
    ['a profile of calls that is not there', { seccompProfile: { type: 'Magic' } }],
    ['a profile of calls without a file', { seccompProfile: { type: 'Localhost' } }],
    ['a profile of calls with a file', { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }],
    ['a profile of calls elsewhere', { seccompProfile: { type: 'Localhost', localhostProfile: '/a' } }],
    ['a profile of files that is not there', { appArmorProfile: { type: 'Magic' } }],
    ['a profile of files without a name', { appArmorProfile: { type: 'Localhost' } }],
    ['a profile of files with a name', { appArmorProfile: { type: 'Unconfined', localhostProfile: 'a' } }],
    ['a user of Windows', { windowsOptions: { runAsUserName: 'a"b', gmsaCredentialSpecName: 'A b' } }],
  ),
  questions(
    'security of a container',
    securityContext => container({ securityContext }),
    ['users below zero', { runAsUser: -1, runAsGroup: -1 }],
    ['privileged without more rights', { privileged: true, allowPrivilegeEscalation: false }],
    ['all rights without more rights', { capabilities: { add: ['SYS_ADMIN'] }, allowPrivilegeEscalation: false }],
    [
      'all rights with a prefix without more rights',
      { capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false },
    ],
    ['what it sees of processes', { procMount: 'Magic' }],
    ['what it sees of all processes', { procMount: 'Unmasked' }],
    ['a profile of calls of no type', { seccompProfile: {} }],
    ['a profile of files of no type', { appArmorProfile: {} }],
    [
      'rights as they should be',
      { capabilities: { drop: ['ALL'] }, runAsNonRoot: true, allowPrivilegeEscalation: false },
    ],
    ['a user of Windows', { windowsOptions: { runAsUserName: '' } }],
  ),
  scenario(
    'variables',
    ...(
      [
        ['from nothing', from({})],
        ['from two places', from({ configMapRef: { name: 'a' }, secretRef: { name: 'b' } })],
        ['from no name', from({ configMapRef: {} }, { secretRef: {} })],
        ['from a name that is none', from({ configMapRef: { name: 'A b' } }, { secretRef: { name: 'A b' } })],
        ['with a prefix that is none', from({ prefix: 'a=', configMapRef: { name: 'a' } })],
        [
          'of a field that is not there',
          container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.x' } } }] }),
        ],
        ['of a field without a path', container({ env: [{ name: 'A', valueFrom: { fieldRef: {} } }] })],
        [
          'of a field that is for files alone',
          container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }] }),
        ],
        [
          'of a label',
          container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a b']" } } }] }),
        ],
        [
          'of an annotation',
          container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['a']" } } }] }),
        ],
        [
          'of something else of a name',
          container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.name['a']" } } }] }),
        ],
        [
          'of a field of another version',
          container({
            env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } } }],
          }),
        ],
        [
          'of a resource that is not there',
          container({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'x' } } }] }),
        ],
        ['of no resource', container({ env: [{ name: 'A', valueFrom: { resourceFieldRef: {} } }] })],
        [
          'of a resource by a part that is none',
          container({
            env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } }],
          }),
        ],
        [
          'of a memory by a part that is none',
          container({
            env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'requests.memory', divisor: '2' } } }],
          }),
        ],
        [
          'of a key that is none',
          container({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'A b', key: 'a b' } } }] }),
        ],
        ['of a key without a name', container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { key: 'a' } } }] })],
      ] as const
    ).map(([name, body]) => ask(name, 'POST pods?dryRun=All', body)),
  ),
);
