import { describe, expect, test } from 'vitest';
import type { Json } from '../../../schema/structural-schema.js';
import type { ApiObject } from '../../object/api-object.js';
import { decodeBuiltin } from '../decode-builtin.js';
import { POD_RULES } from './pod-rules.js';

const pod = (spec: object, annotations: object = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', annotations },
    spec: { containers: [{ name: 'main', image: 'a' }], ...spec },
  }) as unknown as ApiObject;
const decoded = (object: ApiObject) => decodeBuiltin(object as unknown as { readonly [field: string]: Json });
const told = (object: ApiObject) =>
  (POD_RULES.validate?.(object, undefined) ?? []).map(({ field, message }) => `${field}: ${message}`);

// What a real API server says of each, and not of a template.
describe('of a Pod by itself', () => {
  test.each<[string, object, object, readonly string[]]>([
    [
      'with a token of no account',
      { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 'a' } }] } }] },
      {},
      [
        'spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set',
      ],
    ],
    [
      'with an image with a space behind',
      { initContainers: [{ name: 'b', image: 'a ' }] },
      {},
      ['spec.initContainers[0].image: Invalid value: "a ": must not have leading or trailing whitespace'],
    ],
    [
      'that is said to cost more than a number can tell',
      {},
      { 'controller.kubernetes.io/pod-deletion-cost': '2147483648' },
      [
        'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "2147483648": must be a 32bit integer',
      ],
    ],
    ['that costs less', {}, { 'controller.kubernetes.io/pod-deletion-cost': '-2147483648' }, []],
    [
      'that mirrors one of no node',
      {},
      { 'kubernetes.io/config.mirror': '' },
      [
        'metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "": must set spec.nodeName if mirror pod annotation is set',
      ],
    ],
  ])('%s', (_, spec, annotations, texts) => {
    expect(told(pod(spec, annotations))).toEqual(texts);
  });
});

test('a port of no number on the network of the host stays one, however often it is decoded', () => {
  const once = decoded(pod({ hostNetwork: true, containers: [{ name: 'a', image: 'b', ports: [{}] }] }));
  expect(decoded(once)).toEqual(once);
  expect(told(once)).toEqual(['spec.containers[0].ports[0].containerPort: Required value']);
});
