import { describe, expect, test } from 'vitest';
import type { Draft } from '../draft.js';
import { podSpecProblems } from './pod-spec.js';

const container = { name: 'main', image: 'nginx' };
const SEVERAL = {
  fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' },
  resourceFieldRef: { resource: 'limits.cpu' },
};
const told = (spec: object) =>
  podSpecProblems({ containers: [container], ...spec } as unknown as Draft, 'spec')
    .map(({ field, message }) => `${field}: ${message}`)
    .sort();

// What a real API server says of each.
describe('of the spec of a Pod', () => {
  test.each<[string, object, readonly string[]]>([
    ['whose init container has the name of another', { initContainers: [container] }, ['initContainers[0].name']],
    [
      'whose init container has a probe and does not stay',
      { initContainers: [{ name: 'a', image: 'b', livenessProbe: { tcpSocket: { port: 1 } } }] },
      ['initContainers[0].livenessProbe'],
    ],
    [
      'whose init container has a probe and stays',
      {
        initContainers: [{ name: 'a', image: 'b', restartPolicy: 'Always', livenessProbe: { tcpSocket: { port: 1 } } }],
      },
      [],
    ],
    [
      'with a probe that has to succeed twice',
      { containers: [{ ...container, livenessProbe: { exec: { command: ['a'] }, successThreshold: 2 } }] },
      ['containers[0].livenessProbe.successThreshold'],
    ],
    [
      'with a probe of no port',
      { containers: [{ ...container, startupProbe: { httpGet: { port: 0, scheme: 'HTTP' } } }] },
      ['containers[0].startupProbe.httpGet.port'],
    ],
    [
      'with a hook that does two things',
      { containers: [{ ...container, lifecycle: { preStop: { exec: { command: ['a'] }, tcpSocket: { port: 1 } } } }] },
      ['containers[0].lifecycle.preStop.tcpSocket'],
    ],
    [
      'with a volume of a ConfigMap without a name',
      { volumes: [{ name: 'v', configMap: {} }] },
      ['volumes[0].configMap.name'],
    ],
    [
      'with a volume of two kinds',
      { volumes: [{ name: 'v', hostPath: { path: '/' }, emptyDir: {} }] },
      ['volumes[0].hostPath'],
    ],
    [
      'with a key that leaves its volume',
      { volumes: [{ name: 'v', secret: { secretName: 's', items: [{ key: 'a', path: '../a' }] } }] },
      ['volumes[0].secret.items[0].path'],
    ],
    [
      'with a variable from two places',
      { containers: [{ ...container, env: [{ name: 'A', valueFrom: SEVERAL }] }] },
      ['containers[0].env[0].valueFrom'],
    ],
    [
      'with a name that two volumes and a mount have, the second of them of no use',
      {
        containers: [
          {
            ...container,
            volumeMounts: [
              { name: 'v', mountPath: 'a' },
              { name: 'w', mountPath: 'b' },
            ],
          },
        ],
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'v', emptyDir: {} },
          { name: 'w', nfs: { server: 'a', path: 'b' } },
        ],
      },
      ['containers[0].volumeMounts[1].name', 'volumes[1].name', 'volumes[2].nfs.path'],
    ],
    [
      'with a token in a template, where the account comes later',
      { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 'a' } }] } }] },
      [],
    ],
    [
      'with two sources of a projection, each of which is looked at',
      {
        volumes: [
          { name: 'v', projected: { sources: [{ secret: { name: 's' }, downwardAPI: { items: [{ path: 'a' }] } }] } },
        ],
      },
      ['volumes[0].projected.sources[0].downwardAPI', 'volumes[0].projected.sources[0]'],
    ],
    ['with an image with a space in front, in a template', { containers: [{ ...container, image: ' a' }] }, []],
    [
      'with what is empty, and may only be left out',
      {
        containers: [{ ...container, restartPolicy: '', securityContext: { procMount: '' } }],
        securityContext: { fsGroupChangePolicy: '' },
        os: {},
      },
      [
        'containers[0].restartPolicy',
        'containers[0].securityContext.procMount',
        'os.name',
        'securityContext.fsGroupChangePolicy',
      ],
    ],
    [
      'with rules of restarts',
      {
        containers: [
          {
            ...container,
            restartPolicy: 'Never',
            restartPolicyRules: [
              { action: 'Restart', exitCodes: { operator: 'In', values: [1] } },
              { action: 'Stop', exitCodes: { operator: 'Is' } },
            ],
          },
        ],
        initContainers: [{ name: 'a', image: 'b', restartPolicyRules: [{}] }],
      },
      [
        'containers[0].restartPolicyRules[1].action',
        'containers[0].restartPolicyRules[1].exitCodes.operator',
        'initContainers[0].restartPolicy',
      ],
    ],
    [
      'with rules of resizing',
      {
        restartPolicy: 'Never',
        containers: [
          {
            ...container,
            resizePolicy: [
              { resourceName: 'cpu', restartPolicy: 'NotRequired' },
              { resourceName: 'cpu', restartPolicy: 'RestartContainer' },
            ],
          },
        ],
        initContainers: [
          { name: 'a', image: 'b', resizePolicy: [{ resourceName: 'memory', restartPolicy: 'NotRequired' }] },
        ],
      },
      ['containers[0].resizePolicy', 'containers[0].resizePolicy[1]'],
    ],
    [
      'with variables from files',
      {
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'w', hostPath: { path: '/' } },
        ],
        containers: [
          {
            ...container,
            env: ['v', 'w', 'x'].map(volumeName => ({
              name: 'A',
              valueFrom: { fileKeyRef: { volumeName, key: 'A', path: 'a' } },
            })),
          },
        ],
      },
      [1, 2].map(index => `containers[0].env[${index}].valueFrom.fileKeyRef.volumeName`),
    ],
    [
      'that would be called otherwise on the network of its host',
      { hostNetwork: true, hostnameOverride: 'a_b' },
      ['hostnameOverride', 'hostnameOverride'],
    ],
    [
      'with servers of names that other clients may read otherwise',
      { dnsConfig: { nameservers: ['::ffff:1.2.3.4', 'fe80::1%eth0', '::1'] } },
      ['dnsConfig.nameservers[0]', 'dnsConfig.nameservers[1]'],
    ],
    [
      'with a hook that sleeps longer than the Pod may take to end',
      {
        terminationGracePeriodSeconds: 5,
        containers: [{ ...container, lifecycle: { preStop: { sleep: { seconds: 6 } } } }],
      },
      ['containers[0].lifecycle.preStop.sleep'],
    ],
    [
      'with headers that there cannot be',
      {
        containers: [
          {
            ...container,
            readinessProbe: { httpGet: { port: 1, scheme: 'HTTP', httpHeaders: [{ name: 'X-A' }, { name: 'a b' }] } },
          },
        ],
      },
      ['containers[0].readinessProbe.httpGet.httpHeaders'],
    ],
    ['with a deadline beyond 32 bits', { activeDeadlineSeconds: 2 ** 31 }, ['activeDeadlineSeconds']],
    ['for a node with a label that there cannot be', { nodeSelector: { 'a b': 'c' } }, ['nodeSelector']],
  ])('%s', (_, spec, fields) => {
    expect(told(spec).map(text => text.slice('spec.'.length, text.indexOf(': ')))).toEqual(fields);
  });

  test('of any size in a time that grows with it', () => {
    const many = <T>(item: (index: number) => T) => Array.from({ length: 50_000 }, (_, index) => item(index));
    const spec = {
      containers: [{ ...container, ports: many(index => ({ name: `p${index}`, containerPort: 1 })) }],
      volumes: many(index => ({ name: `v${index}`, emptyDir: {} })),
    };
    expect(told(spec)).toEqual([]);
  });
});
