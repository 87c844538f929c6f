// What a namespace says while its content waits for finalizers.
import { ConfigMap, Namespace } from 'kubewright/kinds';
import { expect, vi } from 'vitest';
import { test } from './fixture.js';

test('a deleted namespace names what is left in it, and the finalizers that hold it', async ({ admin, namespace }) => {
  const key = { namespace, name: 'a' };
  await admin.create(ConfigMap, { metadata: { ...key, finalizers: ['test.example/held'] } });
  await admin.delete(Namespace, { name: namespace });
  try {
    await vi.waitFor(
      async () => {
        const { status } = await admin.get(Namespace, { name: namespace });
        expect(status?.phase).toBe('Terminating');
        expect(
          status?.conditions?.map(({ type, status, reason, message }) => [type, `${status} ${reason}: ${message}`]),
        ).toEqual([
          ['NamespaceDeletionDiscoveryFailure', 'False ResourcesDiscovered: All resources successfully discovered'],
          [
            'NamespaceDeletionGroupVersionParsingFailure',
            'False ParsedGroupVersions: All legacy kube types successfully parsed',
          ],
          [
            'NamespaceDeletionContentFailure',
            'False ContentDeleted: All content successfully deleted, may be waiting on finalization',
          ],
          [
            'NamespaceContentRemaining',
            'True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
          ],
          [
            'NamespaceFinalizersRemaining',
            'True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: test.example/held in 1 resource instances',
          ],
        ]);
      },
      { timeout: 30_000 },
    );
  } finally {
    await admin.patch(ConfigMap, key, { metadata: { finalizers: null } });
  }
});
