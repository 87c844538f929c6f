import { expect, test } from 'vitest';
import type { ServedVersion } from './discovery-documents.js';
import { nearbyText } from './nearby-kinds.js';

function serving(group: string, version: string, ...names: readonly [kind: string, plural: string][]): ServedVersion {
  const kinds = names.map(([kind, plural]) => ({ group, version, kind, plural, scope: 'Namespaced' as const }));
  return { group, version, kinds, isStale: false };
}
const served = [
  serving('', 'v1', ['Pod', 'pods'], ['Endpoints', 'endpoints']),
  serving('batch', 'v1', ['Job', 'jobs'], ['CronJob', 'cronjobs']),
  serving('policy', 'v1', ['Policy', 'policies']),
  ...['a', 'b', 'c', 'd', 'e', 'f'].map(group => serving(`${group}.example`, 'v1', ['Lamp', 'lamps'])),
];

test.each([
  ['policy', 'v1', 'policies', '. Did you mean Policy?'],
  ['batch', 'v1', 'cronjob', '. Did you mean CronJob?'],
  ['batch', 'v1', 'CornJob', '. Did you mean CronJob?'],
  ['', 'v1', 'cronjobs', '. CronJob is served as batch/v1'],
  [
    'z.example',
    'v1',
    'Lamp',
    '. Lamp is served as a.example/v1, b.example/v1, c.example/v1, d.example/v1, e.example/v1',
  ],
  // A short name is soon near to another.
  ['batch', 'v1', 'Pot', ''],
  ['bat', 'v1', 'Unknown', ''],
  ['batchh', 'v2', 'Unknown', '. Did you mean the group batch?'],
  ['batch', 'v1beta1', 'Unknown', '. batch is served as v1'],
  ['a.example', 'v1', 'Unknown', '. Is its CRD applied? kubectl get crds'],
])('of %s/%s %s: %j', (group, version, kind, text) => {
  expect(nearbyText(group, version, kind, served)).toBe(text);
});
