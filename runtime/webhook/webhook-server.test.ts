import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Held, MUTATE, VALIDATE } from '../../test/thing-webhook.js';
import { serveInTest } from '../../test/thing-webhook-server.js';
import { patchIn, startWebhooks, thingReview } from '../../test/webhook-world.js';
import { FakeClock } from '../clock/fake-clock.js';

const review = thingReview();
const { uid } = review.request;
const responseIn = (text: string) => JSON.parse(text).response as object;

describe('a review', () => {
  it('is answered with a patch, a verdict and warnings', async () => {
    const world = await serveInTest();
    const mutated = await world.review(MUTATE, review);
    expect(mutated).toMatchObject({ uid, allowed: true, patchType: 'JSONPatch' });
    expect(patchIn(mutated)).toEqual([{ op: 'add', path: '/data', value: { seen: 'yes' } }]);
    expect(await world.review(VALIDATE, review)).toEqual({
      uid,
      allowed: true,
      status: { code: 200 },
      warnings: ['mind the gap'],
    });
  });

  it.each(['application/json;charset=utf-8', 'Application/JSON'])('may be of the type %s', async type => {
    const world = await serveInTest();
    const headers = { 'content-type': type };
    expect(await world.review(VALIDATE, review, { headers })).toMatchObject({ allowed: true });
  });

  it('is answered as JSON, in the version in which it was sent', async () => {
    const world = await serveInTest();
    const sent = await world.send(
      `${VALIDATE}?timeout=10s`,
      JSON.stringify({ ...review, apiVersion: 'admission.k8s.io/v1beta1' }),
    );
    expect(sent).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(sent.text)).toMatchObject({ apiVersion: 'admission.k8s.io/v1beta1', kind: 'AdmissionReview' });
  });
});

describe('what is no review is refused, with the uid where there is one:', () => {
  const json = { 'content-type': 'application/json' };
  it.each<[string, string, Readonly<Record<string, string>>, object]>([
    [
      'an empty body',
      '',
      json,
      { uid: '', allowed: false, status: { code: 400, reason: 'BadRequest', message: 'the body is empty' } },
    ],
    ['no JSON', '{', json, { uid: '', allowed: false, status: { code: 400 } }],
    [
      'another type',
      JSON.stringify(review),
      { 'content-type': 'text/plain' },
      { uid, allowed: false, status: { code: 400, message: 'the body must be application/json, not "text/plain"' } },
    ],
    [
      'a type that begins like it',
      JSON.stringify(review),
      { 'content-type': 'application/jsonx' },
      { uid, allowed: false, status: { code: 400 } },
    ],
    ['no type', JSON.stringify(review), {}, { uid, allowed: false, status: { code: 400 } }],
    [
      'another version of reviews',
      JSON.stringify({ ...review, apiVersion: 'admission.k8s.io/v3' }),
      json,
      { uid, allowed: false, status: { code: 400 } },
    ],
  ])('%s', async (_what, body, headers, response) => {
    const world = await serveInTest();
    const sent = await world.send(VALIDATE, body, { headers });
    expect(sent.status).toBe(200);
    expect(JSON.parse(sent.text)).toMatchObject({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response,
    });
  });

  it('a body beyond the limit, and the server goes on', async () => {
    const world = await serveInTest(undefined, { bodyLimit: 2000 });
    const large = thingReview({ object: { ...review.request.object, data: { a: 'x'.repeat(100_000) } } });
    const sent = await world.send(VALIDATE, JSON.stringify(large));
    expect(sent.status).toBe(200);
    expect(responseIn(sent.text)).toEqual({
      uid: large.request.uid,
      allowed: false,
      status: { code: 413, reason: 'RequestEntityTooLarge', message: 'the body is larger than 2000 bytes' },
    });
    expect(await world.review(VALIDATE, review)).toMatchObject({ allowed: true });
  });

  it('a body of 7 MiB and more; one of 6 MiB is taken', async () => {
    const world = await serveInTest();
    const sized = (mebibytes: number) => {
      const object = { ...review.request.object, data: { a: 'x'.repeat(mebibytes * 1024 * 1024) } };
      return world.review(VALIDATE, thingReview({ object }));
    };
    expect(await sized(6)).toMatchObject({ allowed: true });
    expect(await sized(7)).toMatchObject({ allowed: false, status: { code: 413 } });
  });
});

describe('a request that no webhook answers', () => {
  it('is told which paths there are, in a Status, which the API server shows', async () => {
    const world = await serveInTest();
    const sent = await world.send('/elsewhere', JSON.stringify(review));
    expect(sent.status).toBe(404);
    expect(JSON.parse(sent.text)).toEqual({
      apiVersion: 'v1',
      kind: 'Status',
      status: 'Failure',
      code: 404,
      reason: 'NotFound',
      message: `there is no webhook at /elsewhere, but at ${MUTATE}, ${VALIDATE}`,
    });
  });

  it('is told to POST', async () => {
    const world = await serveInTest();
    expect(await world.send(VALIDATE, '', { method: 'GET' })).toMatchObject({
      status: 405,
      headers: { allow: 'POST' },
    });
  });
});

describe('the time to answer', () => {
  it('ends a little before that of the API server', async () => {
    const clock = new FakeClock();
    const held = new Held();
    const world = await serveInTest([held], { clock });
    const answered = world.review(`${VALIDATE}?timeout=2s`, review);
    const signal = await held.asked.promise;
    await clock.advance(1799);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    expect(signal.aborted).toBe(true);
    expect(await answered).toMatchObject({ uid, allowed: false, status: { code: 504, reason: 'Timeout' } });
  });

  it('ends when the API server goes away', async () => {
    const held = new Held();
    const world = await serveInTest([held]);
    const controller = new AbortController();
    const sent = world.send(VALIDATE, JSON.stringify(review), { signal: controller.signal });
    const signal = await held.asked.promise;
    controller.abort();
    await expect(sent).rejects.toThrow();
    if (!signal.aborted) await once(signal, 'abort');
    expect(signal.reason).toMatchObject({ name: 'SenderGoneError' });
  });
});

describe('the server', () => {
  it('refuses two webhooks of one path', async () => {
    const world = await serveInTest();
    const [endpoint] = world.endpoints;
    if (endpoint === undefined) throw new Error('no endpoint');
    expect(() => world.server.serve({ path: `${endpoint.path}/`, name: 'another', answer: endpoint.answer })).toThrow(
      new Error(
        `two webhooks have the path ${MUTATE}: @Defaults(Thing) of ThingWebhook, and another: say another path for one of them`,
      ),
    );
  });

  it('counts requests by path and status, and tells how long they took', async () => {
    const world = await serveInTest();
    const told: string[] = [];
    world.server.observe({ answered: (webhook, milliseconds) => told.push(`${webhook} ${milliseconds >= 0}`) });
    const { metrics } = world.server;
    expect(metrics.requests.get(VALIDATE)).toEqual(
      new Map([
        [200, 0],
        [500, 0],
      ]),
    );
    await world.review(VALIDATE, review);
    await world.send(VALIDATE, '{');
    await world.send('/elsewhere', '');
    expect(metrics.requests.get(VALIDATE)).toEqual(
      new Map([
        [200, 2],
        [500, 0],
      ]),
    );
    expect([...metrics.requests.keys()]).toEqual([MUTATE, VALIDATE]);
    expect(metrics.inFlight.get(VALIDATE)).toBe(0);
    expect(told).toEqual([`${VALIDATE} true`, `${VALIDATE} true`]);
  });

  it('says which port is in use, and how to choose another', async () => {
    const world = await serveInTest();
    await expect(startWebhooks([], { port: world.port })).rejects.toThrow(
      `webhook server: 127.0.0.1:${world.port} is in use: say another port with the option webhookServer of new Manager()`,
    );
  });
});
