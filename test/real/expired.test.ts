// The embedded control plane keeps what has happened for longer, so only a real one has forgotten it this soon.
import { type Client, isExpired } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { expect } from 'vitest';
import { kindOf } from '../../decorators/kind.js';
import type { KubernetesObject, ObjectMeta } from '../../decorators/object-meta.js';
import { serveDefinition } from '../../hack/demo/custom-resource-definitions.js';
import { test } from '../cluster/fixture.js';

interface Relic extends KubernetesObject {
  metadata: ObjectMeta;
}
const names = { group: 'expired-test.example', kind: 'Relic', plural: 'relics' } as const;
const Relic = kindOf<Relic>()({ ...names, version: 'v1', scope: 'Namespaced' });

test('a watch from a version that is too old expires', async ({ admin, onTestFinished }) => {
  const { metadata } = await serveDefinition(admin, {
    metadata: { name: `${names.plural}.${names.group}` },
    spec: {
      group: names.group,
      names: { kind: names.kind, plural: names.plural },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  });
  onTestFinished(async () => void (await admin.delete(CustomResourceDefinition, metadata)));
  // The server keeps the changes of a kind from the moment on at which its definition was applied.
  const error = await firstEvent(admin).catch((reason: unknown) => reason);
  expect(isExpired(error)).toBe(true);
  expect(String(error)).toMatch(/^ApiError: watch Relic: too old resource version: 1 \(\d+\) \(410 Expired\)$/);
});

async function firstEvent(client: Client): Promise<unknown> {
  return await client.watch(Relic, { resourceVersion: '1' })[Symbol.asyncIterator]().next();
}
