// Our verdict on a webhook and the API server's are the same.
import { describe, expect } from 'vitest';
import { checkWebhooks } from '../../../codegen/check/check-webhooks.js';
import { webhookConfigurations } from '../../../codegen/emit/webhook-configurations.js';
import type { WebhookModel } from '../../../codegen/model/api-model.js';
import { test } from '../fixture.js';

const origin = { file: '/webhook.ts', line: 1, column: 1 };
const BASE: WebhookModel = {
  type: 'mutating',
  name: 'default-v1.things.example.com',
  path: '/mutate-example-com-v1-thing',
  groups: ['example.com'],
  versions: ['v1'],
  resources: ['things'],
  operations: ['CREATE', 'UPDATE'],
  failurePolicy: 'Fail',
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  implemented: ['CREATE', 'UPDATE'],
  origin,
  said: {},
};

const label = (key: string, value = '') => ({ matchLabels: { [key]: value } });
const requirement = (operator: string, values?: readonly string[]) => ({
  matchExpressions: [{ key: 'a', operator, ...(values && { values }) }],
});
const conditions = (...names: readonly string[]) => names.map(name => ({ name, expression: 'true' }));

const CHANGES: readonly Partial<WebhookModel>[] = [
  {},
  ...['a.b', 'a.b.c', 'a.b.c.', 'A.b.c', 'a..c', 'a b.c.d', `${'a'.repeat(250)}.b.c`, '1.2.3', 'a-.b.c'].map(name => ({
    name,
  })),
  ...['foo', 'Foo', 'a.b', '-a', ''].map(configurationName => ({ configurationName })),
  ...['/', '/a', '/a/', '/a/b.c', 'a', '//', '/a//b', '/A', '/a_b', '/mutate--v1-pod', '/a?b'].map(path => ({ path })),
  ...[
    'https://host',
    'https://host:9443/path',
    'http://host',
    'https://user@host/',
    'https://host/?a',
    'https://host/?',
    'https://host/#a',
    'host',
    'https://',
    'https:///path',
    'https://[::1]:80/a',
    'HTTPS://host',
  ].map(url => ({ url })),
  ...[
    { name: 'DEAD' },
    { name: '' },
    { namespace: '' },
    { port: 0 },
    { port: 1 },
    { port: 65_535 },
    { port: 65_536 },
  ].map(service => ({ service })),
  ...[0, 1, 30, 31, -1].map(timeoutSeconds => ({ timeoutSeconds })),
  ...[[], ['v1beta1'], ['v2'], ['v2', 'v1'], ['v1', 'v1'], ['V1', 'v1'], ['1', 'v1']].map(admissionReviewVersions => ({
    admissionReviewVersions,
  })),
  ...['None', 'NoneOnDryRun', 'Some', 'Unknown', 'none'].map(sideEffects => ({ sideEffects })),
  ...['Ignore', 'fail'].map(failurePolicy => ({ failurePolicy })),
  ...['Exact', 'Equal'].map(matchPolicy => ({ matchPolicy })),
  ...['IfNeeded', 'Always'].map(reinvocationPolicy => ({ reinvocationPolicy })),
  ...['*', 'Cluster', 'cluster'].map(scope => ({ scope })),
  ...[['*'], ['CREATE', '*'], ['create'], [], ['DELETE'], ['CREATE', 'CREATE'], ['']].map(operations => ({
    operations,
  })),
  ...[['*'], ['', '*'], [], ['a', 'a'], ['']].map(groups => ({ groups })),
  ...[['*'], ['v1', '*'], [], ['']].map(versions => ({ versions })),
  ...[
    ['*'],
    ['*/*'],
    ['*/*', 'a'],
    ['*', 'a'],
    ['a', '*'],
    ['a', 'b', '*'],
    ['*', 'a/b'],
    ['a/*', 'a/b'],
    ['a/b', 'a/*'],
    ['*/b', 'a/b'],
    ['a/b', '*/b'],
    ['a', 'a/*'],
    ['a', 'a'],
    [],
    [''],
    ['a', ''],
  ].map(resources => ({ resources })),
  ...[label('a', 'b'), label('example.com/a'), label('a b'), label('a', '-'), label('', 'a'), label('a/b/c')].map(
    objectSelector => ({ objectSelector }),
  ),
  ...[
    requirement('In', ['a']),
    requirement('In'),
    requirement('NotIn', []),
    requirement('Exists'),
    requirement('Exists', ['a']),
    requirement('DoesNotExist', []),
    requirement('Gt', ['1']),
    requirement('In', ['a b']),
  ].map(namespaceSelector => ({ namespaceSelector })),
  ...[
    conditions('a'),
    conditions('a', 'a'),
    conditions('example.com/a', 'b'),
    conditions('a b'),
    conditions(''),
    conditions(...Array.from({ length: 64 }, (_, at) => `c${at}`)),
    conditions(...Array.from({ length: 65 }, (_, at) => `c${at}`)),
    [{ name: 'a', expression: '' }],
    [{ name: 'a', expression: '  ' }],
  ].map(matchConditions => ({ matchConditions })),
];

/**
 * What is refused here only. Of resources, the API server refuses the same in another order, where it says that one contains
 * the other; it looks at no name of a Service, and none can be called so.
 */
const STRICTER: readonly Partial<WebhookModel>[] = [
  ...[
    ['a', '*'],
    ['a', 'b', '*'],
    ['a/b', 'a/*'],
    ['a/b', '*/b'],
  ].map(resources => ({ resources })),
  { service: { name: 'DEAD' } },
];

describe('a webhook', () => {
  test.for(CHANGES.map(change => [JSON.stringify(change).slice(0, 80), change] as const))(
    'is refused where the API server refuses it: %s',
    async ([, change], { raw }) => {
      const webhook = { ...BASE, ...change };
      const [object] = webhookConfigurations([webhook], undefined, {});
      const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(object);
      const answer = await raw.fetch(`${path}?dryRun=All&fieldValidation=Strict`, { method: 'POST', headers, body });
      const { message } = (await answer.json()) as { readonly message?: string };
      const ours = checkWebhooks({ webhooks: [webhook], resources: [] }).filter(({ severity }) => severity === 'error');
      const isStricter = STRICTER.some(each => JSON.stringify(each) === JSON.stringify(change));
      expect([ours.length > 0 && !isStricter, message, ours.map(each => each.message)]).toEqual([
        answer.status !== 201,
        message,
        ours.map(each => each.message),
      ]);
    },
  );
});
