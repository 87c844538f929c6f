// What a real namespace says while its content waits for finalizers: the embedded one is tested for the same words.
import { expect, vi } from 'vitest';
import { test } from './fixture.js';

test('a deleted namespace names what is left in it, and the finalizers that hold it', async ({
  kubectl,
  namespace,
}) => {
  const held = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', finalizers: ['test.example/held'] } };
  await kubectl.apply([held], '-n', namespace);
  await kubectl.output(['delete', 'namespace', namespace, '--wait=false']);
  try {
    await vi.waitFor(
      async () => {
        const { status } = JSON.parse(await kubectl.output(['get', 'namespace', namespace, '-o', 'json']));
        expect(status.phase).toBe('Terminating');
        const conditions: readonly Record<string, string>[] = status.conditions ?? [];
        expect(
          conditions.map(({ type, status, reason, message }) => [type, `${status} ${reason}: ${message}`]),
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
    await kubectl.output(['patch', 'configmap', 'a', '-n', namespace, '-p', '{"metadata":{"finalizers":null}}']);
  }
});
