import { expect, test } from 'vitest';
import { ConvertsTo } from '../../decorators/conversion.js';
import { CustomResource } from '../../decorators/custom-resource.js';
import { Resource } from '../../decorators/resource.js';
import type { Logger } from '../log/logger.js';
import type { WebhookProblem } from '../webhook/webhook-endpoint.js';
import { ConversionEndpoint } from './conversion-endpoint.js';
import { Converter } from './converter.js';

const names = { group: 'digits.example.com', kind: 'Number' };
@Resource({ ...names, version: 'v2' })
class Hub extends CustomResource<{ n?: number }> {}
@Resource({ ...names, version: 'v1' })
@ConvertsTo(Hub, { to: object => object, from: object => object })
class Spoke extends CustomResource<{ n?: number }> {}

const log = { error: () => {} } as unknown as Logger;
const converter = new Converter(log);
converter.add([Spoke]);
const endpoint = new ConversionEndpoint(converter);

async function answer(body: string | Buffer, problem?: WebhookProblem): Promise<{ status: number; body: any }> {
  const { signal } = new AbortController();
  return endpoint.answer({ body: Buffer.from(body as string), signal, ...(problem && { problem }) });
}

const review = (n: string) =>
  `{"apiVersion":"apiextensions.k8s.io/v1","kind":"ConversionReview","request":{"uid":"u","desiredAPIVersion":"digits.example.com/v2",
    "objects":[{"apiVersion":"digits.example.com/v1","kind":"Number","metadata":{"name":"a","annotations":{"long":"12345678901234567890"}},
    "spec":{"list":[{"n":${n}}]}}]}}`;

test('answers at the path that codegen writes into definitions', () => {
  expect(endpoint.path).toBe('/convert');
});

test.for(['0', '9007199254740991', '-9007199254740991', '10000000000000000', '1.5', '0.12345678901234567', '1e300'])(
  'gives numbers back as they came: %s',
  async n => {
    const { status, body } = await answer(review(n));
    expect([status, body.response.convertedObjects[0]?.spec.list]).toEqual([200, [{ n: Number(n) }]]);
  },
);

test.for(['9007199254740993', '-9007199254740993', '12345678901234567890'])(
  'refuses numbers of which the last digits would be lost, and names the field: %s',
  async n => {
    const { status, body } = await answer(review(n));
    expect([status, body.response.uid, body.response.result]).toEqual([
      200,
      'u',
      {
        status: 'Failure',
        message: `Number a cannot be converted: spec.list[0].n is ${n}, of which JavaScript would lose the last digits`,
      },
    ]);
  },
);

test.for(['', 'text', '{', '[]', '{}', '{"kind":"ConversionReview","apiVersion":"apiextensions.k8s.io/v1"}'])(
  'says that a body is no review: %j',
  async text => {
    const { status, body } = await answer(text);
    expect([status, body.kind, body.status, body.code]).toEqual([400, 'Status', 'Failure', 400]);
  },
);

test('refuses what is not UTF-8, of which characters would be lost', async () => {
  const body = Buffer.from(review('1'));
  body[body.indexOf('long')] = 0xff;
  expect(await answer(body)).toMatchObject({ status: 400, body: { message: 'the body is not UTF-8' } });
});

test('shows nothing of a body that is no JSON', async () => {
  const { body } = await answer('{"data":{"password":hunter2}}');
  expect(body.message).toBe("the body is no JSON: Unexpected token 'h'");
});

test('passes on what is wrong with the request', async () => {
  const { status, body } = await answer('', { code: 413, message: 'too large' });
  expect([status, body.reason, body.message]).toEqual([413, 'RequestEntityTooLarge', 'too large']);
});
