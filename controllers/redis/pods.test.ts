import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redis } from '../../test/redis-world.js';
import { revisionOf } from './pod-template.js';
import { podLabels, podName, podOrdinal, redisPod, wishedOrdinals } from './pods.js';

/** Names that a Redis may have. */
const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,20}[a-z0-9])?$/);
const ordinal = fc.nat({ max: 999_999_999 });

describe('podOrdinal', () => {
  it('reads what podName writes', () => {
    fc.assert(
      fc.property(name, ordinal, (name, n) => {
        const owner = redis({}, { name });
        expect(podOrdinal(owner, podName(owner, n))).toBe(n);
      }),
    );
  });

  it('answers a number only for the name that podName writes for it', () => {
    fc.assert(
      fc.property(name, fc.oneof(name, fc.stringMatching(/^-[-0-9.a]{0,6}$/)), (name, other) => {
        const owner = redis({}, { name });
        for (const text of [other, name + other]) {
          const n = podOrdinal(owner, text);
          if (n !== undefined) expect(podName(owner, n)).toBe(text);
        }
      }),
    );
  });

  it('gives each Pod to one Redis, though the name of one begins with that of the other', () => {
    fc.assert(
      fc.property(name, ordinal, ordinal, (name, n, m) => {
        const [owner, other] = [redis({}, { name }), redis({}, { name: `${name}-${n}` })];
        expect(podOrdinal(owner, podName(other, m))).toBeUndefined();
        expect(podOrdinal(other, podName(owner, n))).toBeUndefined();
      }),
    );
  });

  it.each([
    ['r-0', 0],
    ['r-10', 10],
    ['r-01', undefined],
    ['r--1', undefined],
    ['r-1.5', undefined],
    ['r-1e3', undefined],
    ['r-', undefined],
    ['r', undefined],
    ['r-1-0', undefined],
    ['s-0', undefined],
    ['xr-0', undefined],
    ['r-9999999999', undefined],
  ])('of %s is %s', (text, expected) => {
    expect(podOrdinal(redis(), text)).toBe(expected);
  });
});

it.each([
  [0, []],
  [1, [0]],
  [3, [0, 1, 2]],
])('%d replicas are the Pods %j', (replicas, expected) => {
  expect(wishedOrdinals(redis({ replicas }))).toEqual(expected);
});

it('a Pod has its name, the namespace, the labels that select it, its revision, the image, the port, requests, a probe, and no rights', () => {
  const owner = redis({ port: 7000, image: 'redis:8' });
  expect(redisPod(owner, 1)).toEqual({
    metadata: {
      name: 'r-1',
      namespace: 'default',
      labels: {
        ...podLabels(owner),
        'app.kubernetes.io/managed-by': 'redis-operator',
        'myapp.tangx.in/revision': revisionOf(owner),
      },
    },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'redis',
          image: 'redis:8',
          args: ['--port', '7000'],
          ports: [{ name: 'redis', containerPort: 7000, protocol: 'TCP' }],
          readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 5 },
          resources: { requests: { cpu: '100m', memory: '64Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  });
});
