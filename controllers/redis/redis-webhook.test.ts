import { kindInfo } from 'kubewright';
import { describe, expect, it } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { redis } from '../../test/redis-world.js';
import { endpointsOf, patchIn, type ReviewParts, type ReviewResponse, reviewOf } from '../../test/webhook-world.js';
import { RedisWebhook } from './redis-webhook.js';

const webhook = new RedisWebhook();
const LOW = 'is below 6379: write 6379 or a higher port, or leave it out';
const UNTAGGED = 'has neither tag nor digest, so its Pods may run different versions: write one';

describe('default', () => {
  it('gives the official image the tag that the operator is tested with', () => {
    expect(webhook.default(redis({ image: 'redis' }))).toEqual(redis({ image: 'redis:7-alpine' }));
  });

  it('changes nothing the second time', () => {
    const once = webhook.default(redis({ image: 'redis' }));
    expect(webhook.default(once as ReturnType<typeof redis>)).toEqual(once);
  });

  it('leaves every other image to who wrote it', () => {
    const own = redis({ image: 'registry.example.com:5000/redis' });
    expect(webhook.default(own)).toEqual(own);
  });

  it.each([undefined, null, 'redis', {}, { image: 7 }])('leaves the spec %j to the schema', spec => {
    const wrong = { ...redis(), spec } as unknown as ReturnType<typeof redis>;
    expect(webhook.default(wrong)).toBe(wrong);
  });
});

describe('validateCreate', () => {
  it.each([6379, 6380, 54_321])('takes port %d', port => {
    expect(webhook.validateCreate(redis({ port }))).toEqual({ allowed: true, warnings: [] });
  });

  it.each([1234, 6378])('refuses port %d at its field, and says what to write', port => {
    expect(webhook.validateCreate(redis({ port }))).toMatchObject({
      allowed: false,
      fields: [{ field: 'spec.port', message: `${port} ${LOW}` }],
    });
  });

  it('refuses the name tangx-in, and no other', () => {
    expect(webhook.validateCreate(redis({}, { name: 'tangx-in' }))).toMatchObject({
      allowed: false,
      fields: [{ field: 'metadata.name', message: 'tangx-in is reserved: write another name' }],
    });
    expect(webhook.validateCreate(redis({}, { name: 'tangx-in-2' })).allowed).toBe(true);
  });

  it('tells of all that is wrong at once', () => {
    const verdict = webhook.validateCreate(redis({ port: 2000, image: 'valkey' }, { name: 'tangx-in' }));
    expect(verdict).toEqual({
      allowed: false,
      message: `metadata.name: tangx-in is reserved: write another name, spec.port: 2000 ${LOW}`,
      fields: [expect.anything(), expect.anything()],
      warnings: [`spec.image: valkey ${UNTAGGED}`],
    });
  });

  it('warns of an image that names no version', () => {
    const verdict = webhook.validateCreate(redis({ image: 'registry.example.com:5000/redis' }));
    expect(verdict).toEqual({
      allowed: true,
      warnings: [`spec.image: registry.example.com:5000/redis ${UNTAGGED}`],
    });
  });
});

describe('validateUpdate', () => {
  const low = redis({ port: 2000, image: 'valkey' }, { name: 'tangx-in' });

  it('lets a Redis from before the rules be scaled, without a word', () => {
    const scaled = redis({ ...low.spec, replicas: 5 }, low.metadata);
    expect(webhook.validateUpdate(scaled, low)).toEqual({ allowed: true, warnings: [] });
  });

  it.each([
    [6379, 2000, true],
    [2000, 3000, true],
    [2000, 2000, false],
    [2000, 6379, false],
    [6379, 7000, false],
  ])('from port %d to %d warns: %s', (from, to, expected) => {
    const verdict = webhook.validateUpdate(redis({ port: to }), redis({ port: from }));
    expect(verdict).toEqual({ allowed: true, warnings: expected ? [`spec.port: ${to} ${LOW}`] : [] });
  });

  it('warns when the image changes to one that names no version', () => {
    expect(webhook.validateUpdate(redis({ image: 'valkey' }), redis())).toEqual({
      allowed: true,
      warnings: [`spec.image: valkey ${UNTAGGED}`],
    });
  });
});

describe('asked by an API server', () => {
  const review = (path: string, parts: ReviewParts) => ask(path, reviewOf(kindInfo(Redis), parts));

  it('answers a patch that fills in the tag, and none where there is nothing to fill in', async () => {
    const patched = await review('/mutate-myapp-tangx-in-v1-redis', { object: redis({ image: 'redis' }) });
    expect(patchIn(patched)).toEqual([{ op: 'replace', path: '/spec/image', value: 'redis:7-alpine' }]);
    const plain = await review('/mutate-myapp-tangx-in-v1-redis', { object: redis() });
    expect([plain.allowed, plain.patch]).toEqual([true, undefined]);
  });

  it('names the field of a port that it refuses', async () => {
    const refused = await review('/validate-myapp-tangx-in-v1-redis', { object: redis({ port: 2000 }) });
    expect(refused.status).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.port', message: `2000 ${LOW}` }] },
    });
  });

  it('warns of a port that is changed', async () => {
    const object = redis({ port: 2000 });
    const changed = await review('/validate-myapp-tangx-in-v1-redis', {
      operation: 'UPDATE',
      object,
      oldObject: redis(),
    });
    expect([changed.allowed, changed.warnings]).toEqual([true, [`spec.port: 2000 ${LOW}`]]);
  });
});

async function ask(path: string, review: object): Promise<ReviewResponse> {
  const endpoint = endpointsOf(webhook, new RecordedLog()).find(each => each.path === path);
  if (endpoint === undefined) throw new Error(`there is no webhook at ${path}`);
  const body = Buffer.from(JSON.stringify(review));
  const answer = await endpoint.answer({ body, signal: new AbortController().signal });
  return (answer.body as { readonly response: ReviewResponse }).response;
}
