// What is made of answers of conversion webhooks that are none.
import { expect, onTestFinished } from 'vitest';
import { serveDefinition } from '../../../hack/demo/custom-resource-definitions.js';
import { test } from './fixture.js';

const ANYTHING = { type: 'object' as const, 'x-kubernetes-preserve-unknown-fields': true as const };
const NAME_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const REVIEW = { kind: 'ConversionReview', apiVersion: 'apiextensions.k8s.io/v1' };

test('a conversion changes labels, annotations and what is not metadata; anything else is refused', async ({
  admin,
  hooks,
  reviews,
  namespace,
}) => {
  const group = `${namespace}.example.com`;
  const version = (name: string, storage: boolean) => ({
    name,
    served: true,
    storage,
    schema: { openAPIV3Schema: { type: 'object' as const, properties: { spec: ANYTHING } } },
  });
  const name = `lamps.${group}`;
  onTestFinished(async () => {
    await hooks.ask('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
  });
  await serveDefinition(admin, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'lamps', singular: 'lamp', kind: 'Lamp', listKind: 'LampList' },
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: reviews.at('/convert'), conversionReviewVersions: ['v1'] },
      },
      versions: [version('v1', true), version('v2', false)],
    },
  } as never);
  const place = (of: string) => `/apis/${group}/${of}/namespaces/${namespace}/lamps`;

  const good = (object: any) => ({ ...object, apiVersion: `${group}/v2` });
  const metadata = (object: any, change: object) => ({ ...good(object), metadata: { ...object.metadata, ...change } });
  const from = `conversion webhook for ${group}/v1, Kind=Lamp`;
  const cases: Record<string, [(object: any) => object, string]> = {
    'other-version': [
      object => object,
      `${from} returned invalid object at index 0: invalid groupVersion (expected ${group}/v2, received ${group}/v1)`,
    ],
    'other-kind': [
      object => ({ ...good(object), kind: 'Light' }),
      `${from} returned invalid object at index 0: invalid kind (expected Lamp, received Light)`,
    ],
    'other-name': [
      object => metadata(object, { name: 'x' }),
      `${from} returned invalid object: must have the same name: other-name != x`,
    ],
    'other-namespace': [
      object => metadata(object, { namespace: 'x' }),
      `${from} returned invalid object: must have the same namespace: ${namespace} != x`,
    ],
    'odd-label': [
      object => metadata(object, { labels: { a: 1 } }),
      `${from} returned invalid metadata: metadata.labels[a] must be a string, but is int64 in converted object`,
    ],
    'odd-labels': [
      object => metadata(object, { labels: [] }),
      `${from} returned invalid metadata: invalid metadata.labels of type []interface {} in converted object`,
    ],
    'bad-annotations': [
      object => metadata(object, { annotations: { 'a b': 'c' } }),
      `${from} returned invalid metadata: metadata.annotation: Invalid value: "a b": ${NAME_RULE}`,
    ],
    'null-label': [
      object => metadata(object, { labels: { a: null } }),
      `${from} returned invalid metadata: metadata.labels[a] must be a string, but is <nil> in converted object`,
    ],
    'no-object': [() => 'x' as never, 'json: cannot unmarshal string into Go value of type map[string]interface {}'],
    nothing: [() => null as never, 'unexpected end of JSON input'],
  };
  const responses: Record<string, [object, string]> = {
    refused: [{ result: { status: 'Failed', message: 'not today' } }, `${from} failed: not today`],
    unsaid: [{ result: {} }, `${from} failed: response.result.status was '', not 'Success'`],
    none: [{ result: { status: 'Success' }, convertedObjects: [] }, `${from} returned 0 objects, expected 1`],
    'other-id': [{ uid: 'x', result: { status: 'Success' } }, `${from} failed: expected response.uid="AN-ID", got "x"`],
  };
  const ids: string[] = [];
  reviews.answer('/convert', ({ uid, objects }) => {
    ids.push(uid);
    const [object] = objects;
    const response = responses[object.metadata.name]?.[0];
    const convert =
      cases[object.metadata.name]?.[0] ??
      (each => ({
        ...metadata(each, { uid: each.metadata.uid, generation: 7, labels: { new: 'yes' }, annotations: {} }),
        unknown: 1,
      }));
    const converted = { result: { status: 'Success' }, convertedObjects: objects.map(convert) };
    return { status: 200, body: JSON.stringify({ ...REVIEW, response: { uid, ...(response ?? converted) } }) };
  });
  const answers = [];
  for (const each of [...Object.keys(cases), ...Object.keys(responses)]) {
    await hooks.ask('POST', place('v1'), {
      apiVersion: `${group}/v1`,
      kind: 'Lamp',
      metadata: { name: each },
      spec: {},
    });
    const { code, body } = await hooks.ask('GET', `${place('v2')}/${each}`);
    const id = ids.find(known => body.message.includes(known)) ?? 'nobody';
    answers.push([each, code, body.reason, body.message.replace(id, 'AN-ID')]);
    await hooks.ask('DELETE', `${place('v1')}/${each}`);
  }
  const expected = [...Object.entries(cases), ...Object.entries(responses)];
  expect(answers).toEqual(expected.map(([each, [, why]]) => [each, 500, undefined, why]));

  const made = {
    apiVersion: `${group}/v1`,
    kind: 'Lamp',
    metadata: { name: 'good', labels: { old: 'yes' } },
    spec: { a: 1 },
  };
  await hooks.ask('POST', place('v1'), made);
  const { body } = await hooks.ask('GET', `${place('v2')}/good`);
  expect([body.apiVersion, body.spec, body.metadata.labels, body.metadata.generation]).toEqual([
    `${group}/v2`,
    { a: 1 },
    { new: 'yes' },
    1,
  ]);
  expect(body.metadata).not.toHaveProperty('annotations');
  expect(body).not.toHaveProperty('unknown');
  const { body: list } = await hooks.ask('GET', place('v2'));
  expect(list.items.map((each: any) => each.metadata.labels)).toEqual([{ new: 'yes' }]);
  const found = async (of: string, label: string) =>
    (await hooks.ask('GET', `${place(of)}?labelSelector=${label}`)).body.items.length;
  // Nobody has read it in the other version yet.
  await hooks.ask('POST', place('v1'), { ...made, metadata: { ...made.metadata, name: 'fresh' } });
  expect([
    await found('v2', 'new'),
    await found('v2', 'old'),
    await found('v1', 'new'),
    await found('v1', 'old'),
  ]).toEqual([2, 0, 0, 2]);

  const rules = [{ apiGroups: [group], apiVersions: ['v2'], resources: ['lamps'], operations: ['*'] }];
  await hooks.configure('validating', [{ name: 'v2', rules }]);
  const judged = await hooks.ask('POST', place('v1'), { ...made, metadata: { name: 'refused' } });
  expect([judged.code, judged.body.reason, judged.body.message]).toEqual([
    500,
    'InternalError',
    `Internal error occurred: ${from} failed: not today`,
  ]);
});
