import { expect, test } from 'vitest';
import type { ApiObject } from '../object/api-object.js';
import type { ResourceType } from '../registry/resource-type.js';
import { ConversionWebhooks } from './conversion-webhooks.js';

const TYPE = {
  group: 'example.com',
  version: 'v2',
  kind: 'Thing',
  schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  convertedBy: { clientConfig: {}, reviewVersions: ['v1'] },
} as unknown as ResourceType;

const stored = (name: string, version = 'v1'): ApiObject => ({
  apiVersion: `example.com/${version}`,
  kind: 'Thing',
  metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' },
});

/** Converts whatever it is asked to, and keeps the names. */
function world(most: number) {
  const asked: string[][] = [];
  const client = {
    post: async (_: unknown, { request }: any): Promise<string> => {
      asked.push(request.objects.map((each: ApiObject) => each.metadata.name));
      const convertedObjects = request.objects.map((each: object) => ({
        ...each,
        apiVersion: request.desiredAPIVersion,
      }));
      const response = { uid: request.uid, result: { status: 'Success' }, convertedObjects };
      return JSON.stringify({ kind: 'ConversionReview', apiVersion: 'apiextensions.k8s.io/v1', response });
    },
  };
  return { asked, conversions: new ConversionWebhooks(client as never, new AbortController().signal, most) };
}

test('what is made ready together is known together, however little is remembered', async () => {
  const { conversions } = world(3);
  const many = ['a', 'b', 'c', 'd', 'e'].map(name => stored(name));
  await conversions.ready(TYPE, many);
  expect(many.map(each => conversions.known(TYPE, each)?.apiVersion)).toEqual(many.map(() => 'example.com/v2'));
});

test('what was known for long stays while it is asked for together with what is new', async () => {
  const { asked, conversions } = world(3);
  await conversions.ready(TYPE, [stored('old')]);
  await conversions.ready(TYPE, [stored('b'), stored('c')]);
  const list = [stored('old'), stored('new')];
  await conversions.ready(TYPE, list);
  expect(list.map(each => conversions.known(TYPE, each)?.metadata.name)).toEqual(['old', 'new']);
  expect(conversions.known(TYPE, stored('b'))).toBeUndefined();
  expect(asked).toEqual([['old'], ['b', 'c'], ['new']]);
});

test('nobody is asked about an object in which nothing is set', async () => {
  const { asked, conversions } = world(3);
  const empty = { apiVersion: 'example.com/v1', kind: 'Thing' } as ApiObject;
  expect(await conversions.converted(TYPE, TYPE, empty)).toEqual({ ...empty, apiVersion: 'example.com/v2' });
  expect(asked).toEqual([]);
});
