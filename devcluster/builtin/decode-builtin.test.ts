import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import { decodeBuiltin } from './decode-builtin.js';
import { GoDecodeError } from './go-form.js';
import { imageTag } from './image-name.js';

const object = (kind: string, fields: JsonObject, apiVersion = 'v1') => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  ...fields,
});

test('what a real server stores is decoded to itself', () => {
  const { cases } = JSON.parse(readFileSync(new URL('./recorded/answers.json', import.meta.url), 'utf8')) as {
    readonly cases: readonly { readonly answer: { readonly code: number; readonly body: JsonObject } }[];
  };
  const stored = cases.filter(({ answer }) => answer.code === 201).map(({ answer }) => answer.body);
  expect(stored.length).toBeGreaterThan(50);
  for (const each of stored) expect(decodeBuiltin(each)).toEqual(each);
});

test.each<[string, JsonObject, JsonObject]>([
  ['drops unknown fields', { spec: { unknown: 1 }, more: {} }, { spec: {} }],
  [
    'drops nulls and empty values',
    { metadata: { name: 'a', labels: {}, annotations: null } },
    { metadata: { name: 'a' } },
  ],
  ['keeps an unset status as an empty object', {}, { status: {} }],
])('%s', (_, sent, kept) => {
  expect(decodeBuiltin(object('ResourceQuota', sent))).toMatchObject(kept);
  expect(JSON.stringify(decodeBuiltin(object('ResourceQuota', sent)))).not.toMatch(/unknown|more|null|labels/);
});

test.each([
  ['80 % of the CPU where nothing is said', {}, 80],
  ['what is said', { spec: { targetCPUUtilizationPercentage: 50 } }, 50],
  [
    'nothing of the CPU beside other metrics',
    { metadata: { name: 'a', annotations: { 'autoscaling.alpha.kubernetes.io/metrics': '[]' } } },
    undefined,
  ],
])('an autoscaler of v1 aims at %s', (_, fields, expected) => {
  const scaler = decodeBuiltin(object('HorizontalPodAutoscaler', fields, 'autoscaling/v1'));
  expect(scaler).toMatchObject({ spec: { minReplicas: 1 } });
  expect((scaler as unknown as { spec: JsonObject }).spec.targetCPUUtilizationPercentage).toBe(expected);
});

test('writes times in UTC, in seconds or microseconds', () => {
  const pod = decodeBuiltin(
    object('Pod', { metadata: { name: 'a', deletionTimestamp: '2024-01-01T01:00:00.5+01:00' } }),
  );
  expect(pod.metadata.deletionTimestamp).toBe('2024-01-01T00:00:00Z');
  const renewTime = '2024-01-01T01:00:00.000001+01:00';
  const lease = decodeBuiltin(object('Lease', { spec: { renewTime } }, 'coordination.k8s.io/v1'));
  expect(lease.spec).toEqual({ renewTime: '2024-01-01T00:00:00.000001Z' });
});

test('the key __proto__ stays a key', () => {
  const sent = JSON.parse(
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{},"data":{"__proto__":"a"}}',
  ) as JsonObject;
  expect(JSON.stringify(decodeBuiltin(sent))).toContain('"data":{"__proto__":"a"}');
});

test.each<[string, JsonObject, string]>([
  [
    'Pod',
    { spec: { containers: {} } },
    'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  ],
  ['Pod', { spec: [] }, 'json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec'],
  [
    'Pod',
    { spec: { hostNetwork: 'yes' } },
    'json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
  ],
  [
    'Pod',
    { spec: { priority: 1.5 } },
    'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32',
  ],
  ['ConfigMap', { data: { a: 1 } }, 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
  ['ConfigMap', { binaryData: { a: '!' } }, 'illegal base64 data at input byte 0'],
  ['ResourceQuota', { spec: { hard: { cpu: 'much' } } }, 'quantities must match the regular expression'],
  ['Event', { firstTimestamp: '2025-02-29T00:00:00Z' }, 'parsing time "2025-02-29T00:00:00Z"'],
  ['Event', { firstTimestamp: '2025-01-01T24:00:00Z' }, 'parsing time "2025-01-01T24:00:00Z"'],
  ['Event', { firstTimestamp: '9999-12-31T23:59:59-01:00' }, 'parsing time "9999-12-31T23:59:59-01:00"'],
  [
    'Service',
    { spec: { ports: [{ targetPort: 99999999999 }] } },
    'json: cannot unmarshal number 99999999999 into Go struct field ServicePort.spec.ports.targetPort of type int32',
  ],
])('refuses a %s with %j', (kind, fields, message) => {
  expect(() => decodeBuiltin(object(kind, fields))).toThrow(GoDecodeError);
  expect(() => decodeBuiltin(object(kind, fields))).toThrow(message);
});

test.each<[string, string | undefined]>([
  ['redis', 'latest'],
  ['redis:7', '7'],
  ['localhost:5000/redis', 'latest'],
  ['localhost:5000/redis:7', '7'],
  ['redis@sha256:00', undefined],
  ['redis:7@sha256:00', '7'],
])('the tag of %s is %s', (image, tag) => {
  expect(imageTag(image)).toBe(tag);
});

test.each([
  ['2025-01-01T1:00:00,5Z', '2025-01-01T01:00:00Z'],
  ['2025-01-01T00:00:00+24:00', '2024-12-31T00:00:00Z'],
  ['0001-01-01T00:00:00Z', null],
])('the time %s becomes %s', (sent, kept) => {
  expect(decodeBuiltin(object('Event', { firstTimestamp: sent }))).toMatchObject({ firstTimestamp: kept });
});

test('does not change what it is given', () => {
  const sent = object('Pod', { spec: { containers: [{ name: 'a', image: 'b' }] } });
  const before = JSON.stringify(sent);
  decodeBuiltin(deepFrozen(sent));
  expect(JSON.stringify(sent)).toBe(before);
});

function deepFrozen<T extends Json>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
