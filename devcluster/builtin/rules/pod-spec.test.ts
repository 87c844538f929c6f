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
