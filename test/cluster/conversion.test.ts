// Conversions as API servers ask for them: a kind in three versions, read and written in each.
import { ApiError } from 'kubewright';
import { CustomResourceDefinition } from 'kubewright/kinds';
import { describe, expect } from 'vitest';
import { untilServed } from '../../manifests/until-served.js';
import { checkRoundTrips } from '../../testing/round-trips/check-round-trips.js';
import { test as base } from './fixture.js';
import { DEFINITION, definition, LampV1, LampV1beta1, LampV2, LIGHTS, startConverting } from './lamps.js';

/** Stored in v1, so that each read of another version is a conversion. */
const test = base.extend('lamps', { scope: 'file' }, async ({ admin }, { onCleanup }) => {
  const operator = await startConverting(admin);
  onCleanup(async () => {
    await admin.delete(CustomResourceDefinition, { name: DEFINITION });
    await operator.stop();
  });
  await admin.create(CustomResourceDefinition, definition('v1', operator));
  await untilServed(admin, DEFINITION);
  return operator;
});

const spec = { lights: [{ color: 'red', watts: 3 }, { color: 'blue' }], room: { name: 'hall' } };

describe('a kind in three versions', () => {
  test('is what the checks of round trips take it for', () => {
    checkRoundTrips([LampV1, LampV1beta1], { crds: [definition('v1', { port: 1, ca: '' })] });
  });

  test('is read in each of them, whichever it was written in', async ({ admin, namespace, lamps: _ }) => {
    const key = { namespace, name: 'a' };
    const made = await admin.create(LampV2, { metadata: { ...key, labels: { l: '1' } }, spec });
    expect(made.spec).toEqual(spec);
    const old = await admin.get(LampV1, key);
    expect(old).toMatchObject({
      metadata: { uid: made.metadata.uid, labels: { l: '1' }, annotations: { [LIGHTS]: '[{"color":"blue"}]' } },
      spec: { light: { color: 'red', watts: 3 }, roomName: 'hall' },
    });
    await admin.update(LampV1, { ...old, spec: { ...old.spec, light: { color: 'green', watts: 3 } } });
    const now = await admin.get(LampV2, key);
    expect(now.spec).toEqual({ ...spec, lights: [{ color: 'green', watts: 3 }, { color: 'blue' }] });
    expect(now.metadata.annotations).toBeUndefined();
    expect((await admin.get(LampV1beta1, key)).spec).toEqual({ colors: ['green', 'blue'] });
  });

  test('is listed and watched in each of them', async ({ admin, namespace, lamps: _ }) => {
    const colors = ['red', 'green', 'blue'];
    for (const color of colors)
      await admin.create(LampV1, { metadata: { namespace, name: color }, spec: { light: { color } } });
    const { items } = await admin.list(LampV2, { namespace });
    expect(items.map(lamp => lamp.spec.lights)).toEqual(colors.toSorted().map(color => [{ color }]));
    const { items: pages } = await admin.list(LampV1beta1, { namespace, limit: 3 });
    expect(pages.map(lamp => lamp.spec.colors)).toEqual(colors.toSorted().map(color => [color]));
    const seen: unknown[] = [];
    for await (const event of admin.watch(LampV1beta1, { namespace })) {
      if (event.type !== 'BOOKMARK') seen.push(event.object.spec.colors);
      if (seen.length === colors.length) break;
    }
    expect(seen.toSorted()).toEqual(colors.toSorted().map(color => [color]));
  });

  test('keeps a status that is written through another version', async ({ admin, namespace, lamps: _ }) => {
    const key = { namespace, name: 'a' };
    await admin.create(LampV1, { metadata: key, spec: { light: { color: 'red' } } });
    await admin.status(LampV2).patch(key, { on: true });
    expect(await admin.get(LampV1, key)).toMatchObject({ spec: { light: { color: 'red' } }, status: { on: true } });
  });

  test('is applied by several managers, each in a version of its own, also where parts of it are converted', async ({
    admin,
    namespace,
    lamps: _,
  }) => {
    const metadata = { namespace, name: 'a' };
    await admin.apply(
      LampV1,
      { metadata, spec: { light: { color: 'red' }, roomName: 'hall' } },
      { fieldManager: 'old' },
    );
    await admin.apply(LampV2, { metadata, spec: { room: { name: 'attic' } } }, { fieldManager: 'new', force: true });
    await admin.apply(LampV1, { metadata, spec: { light: { color: 'red' } } }, { fieldManager: 'old' });
    expect((await admin.get(LampV2, metadata)).spec).toEqual({ lights: [{ color: 'red' }], room: { name: 'attic' } });
    await admin.apply(LampV2, { metadata }, { fieldManager: 'new' });
    expect((await admin.get(LampV1, metadata)).spec).toEqual({ light: { color: 'red' } });
  });

  test('is taken from its manager by an update in another version, as far as that changes it', async ({
    admin,
    namespace,
    lamps: _,
  }) => {
    const metadata = { namespace, name: 'a' };
    const applied = { metadata, spec: { light: { color: 'red', watts: 3 }, roomName: 'hall' } };
    await admin.apply(LampV1, applied, { fieldManager: 'old' });
    await admin.patch(LampV2, metadata, { spec: { room: { name: 'attic' } } });
    const { managedFields = [] } = (await admin.get(LampV1, metadata)).metadata;
    const owned = managedFields.map(({ operation, apiVersion, fieldsV1 }) => [operation, apiVersion, fieldsV1]);
    const light = { 'f:color': {}, 'f:watts': {} };
    expect(owned).toEqual([
      ['Apply', 'converted.example.com/v1', { 'f:spec': { 'f:light': light } }],
      ['Update', 'converted.example.com/v2', { 'f:spec': { 'f:room': { 'f:name': {} } } }],
    ]);
    const refused = await admin.apply(LampV1, applied, { fieldManager: 'old' }).catch((error: unknown) => error);
    expect((refused as Error).message).toContain(
      'conflict with "test" using converted.example.com/v2: .spec.room.name',
    );
  });

  test('is found by the labels that a version has', async ({ admin, namespace, lamps: _ }) => {
    const shelf = { 'example.com/shelf': 'top' };
    await admin.create(LampV2, { metadata: { namespace, name: 'a', labels: shelf }, spec: {} });
    await admin.create(LampV2, { metadata: { namespace, name: 'b' }, spec: {} });
    const names = async (labelSelector: string) =>
      (await admin.list(LampV1beta1, { namespace, labelSelector })).items.map(each => each.metadata.name);
    expect(await names('example.com/shelf=top')).toEqual(['a']);
    expect(await names('example.com/shelf')).toEqual(['a']);
  });

  test('tells whoever writes it which object cannot be converted, and why', async ({ admin, namespace, lamps }) => {
    const metadata = { namespace, name: 'a' };
    await admin.create(LampV2, { metadata, spec: { lights: [{ color: 'red' }] } });
    const invisible = { metadata, spec: { lights: [{ color: 'invisible' }] } };
    // It can be stored; it cannot be read again as what it was written in.
    const refused = await admin.patch(LampV2, metadata, invisible).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect((refused as Error).message).toContain(
      `Lamp ${namespace}/a cannot be converted from converted.example.com/v1 to converted.example.com/v2: "to" of @ConvertsTo at v1 has thrown`,
    );
    expect((refused as Error).message).toContain('nobody could see it');
    expect(lamps.log.of('error').map(({ message }) => message)).toContain('cannot convert');
    await admin.patch(LampV1, metadata, { spec: { light: { color: 'red' } } });
    expect((await admin.get(LampV2, metadata)).spec).toEqual({ lights: [{ color: 'red' }] });
  });
});
