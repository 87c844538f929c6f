import { expect, test } from 'vitest';
import type { Kind } from '../../decorators/kind.js';
import { metadataOf } from '../../decorators/metadata-of.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { ConfigMap, Secret } from '../kinds/core-v1.js';
import { ShownObjects } from './shown-objects.js';

const a = { namespace: 'default', name: 'a' };
const object = (uid: string) => ({ metadata: { ...a, uid } }) as unknown as Snapshot<KubernetesObject>;
const maps = ConfigMap as unknown as Kind<KubernetesObject>;

test('what was shown last of a kind counts, also where its metadata alone was shown', () => {
  const shown = new ShownObjects();
  expect(shown.uidOf(maps, a)).toBeUndefined();
  shown.show(maps, [object('one')]);
  expect(shown.uidOf(maps, a)).toBe('one');
  shown.show(metadataOf(maps) as Kind<KubernetesObject>, [object('other')]);
  expect(shown.uidOf(maps, a)).toBe('other');
  shown.show(maps, []);
  expect(shown.uidOf(maps, a)).toBeUndefined();
});

test('a name says nothing of other namespaces and kinds', () => {
  const shown = new ShownObjects();
  shown.show(maps, [object('one')]);
  expect(shown.uidOf(maps, { ...a, namespace: 'other' })).toBeUndefined();
  expect(shown.uidOf(Secret as unknown as Kind<KubernetesObject>, a)).toBeUndefined();
});
