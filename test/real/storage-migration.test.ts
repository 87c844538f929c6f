// All objects of a kind are brought into another storage version, and the old one can go.
import { migrateStorage } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { expect, vi } from 'vitest';
import { untilServed } from '../../manifests/until-served.js';
import { createClient } from '../../runtime/client/create-client.js';
import { DEFINITION, definition, LampV1, LampV2, startConverting } from '../cluster/lamps.js';
import { test } from './fixture.js';

vi.setConfig({ testTimeout: 240_000 });

test('objects that were stored in the old version are written in the new one, and the old one is not needed any more', async ({
  ownControlPlane,
  onTestFinished,
}) => {
  const admin = await createClient('test', { kubeconfig: ownControlPlane.adminKubeconfig });
  const operator = await startConverting(admin);
  onTestFinished(async () => {
    await operator.stop();
    await admin.close();
  });
  const stored = async () => {
    const texts = await ownControlPlane.stored('/registry/converted.example.com/lamps/');
    return texts.map(text => JSON.parse(text) as { apiVersion: string; spec: unknown; metadata: { name: string } });
  };
  const versions = async () => (await stored()).map(({ apiVersion }) => apiVersion.split('/')[1]);
  await admin.create(CustomResourceDefinition, definition('v1', operator));
  await untilServed(admin, DEFINITION);
  const names = Array.from({ length: 12 }, (_, at) => `lamp-${String(at).padStart(2, '0')}`);
  for (const name of names)
    await admin.create(LampV1, { metadata: { namespace: 'default', name }, spec: { light: { color: name } } });
  expect(await versions()).toEqual(names.map(() => 'v1'));
  expect(await migrateStorage(admin, LampV1)).toEqual({ version: 'v1', rewritten: 0, removed: [] });

  const { metadata } = await admin.get(CustomResourceDefinition, { name: DEFINITION });
  const { resourceVersion } = metadata;
  await admin.update(CustomResourceDefinition, {
    ...definition('v2', operator),
    metadata: { name: DEFINITION, resourceVersion },
  });
  // The API server takes it in a little later: until then it would write the old version.
  const probe = { namespace: 'default', name: 'probe' };
  await vi.waitFor(
    async () => {
      await admin.apply(LampV1, { metadata: probe, spec: { roomName: String(performance.now()) } });
      expect(await versions()).toContain('v2');
    },
    { timeout: 30_000 },
  );
  await admin.delete(LampV1, probe);
  expect(await versions()).toEqual(names.map(() => 'v1'));
  const before = (await admin.list(LampV2)).items;

  const removed = ['v1'];
  expect(await migrateStorage(admin, LampV2, { pageSize: 5 })).toEqual({ version: 'v2', rewritten: 12, removed });
  expect(await versions()).toEqual(names.map(() => 'v2'));
  expect((await stored()).map(({ spec }) => spec)).toEqual(names.map(color => ({ lights: [{ color }] })));
  const after = (await admin.list(LampV2)).items;
  const kept = ({ metadata: { resourceVersion: _, ...rest }, ...object }: (typeof after)[number]) => ({
    ...object,
    rest,
  });
  expect(after.map(kept)).toEqual(before.map(kept));
  const { status, spec } = await admin.get(CustomResourceDefinition, { name: DEFINITION });
  expect(status?.storedVersions).toEqual(['v2']);
  expect(await migrateStorage(admin, LampV2)).toEqual({ version: 'v2', rewritten: 0, removed: [] });

  // Now nothing holds the old version back.
  const { metadata: last } = await admin.get(CustomResourceDefinition, { name: DEFINITION });
  const rest = spec.versions.filter(({ name }) => name !== 'v1');
  const without = { ...definition('v2', operator).spec, versions: rest } as typeof spec;
  await admin.update(CustomResourceDefinition, {
    ...definition('v2', operator),
    metadata: { name: DEFINITION, resourceVersion: last.resourceVersion },
    spec: without,
  });
  expect((await admin.list(LampV2)).items).toHaveLength(12);
});
