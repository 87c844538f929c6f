import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../decorators/snapshot.js';
import { type AnyMethod, ask, defaulter, responseOf, validator } from '../../test/asked-webhook.js';
import { RecordedLog } from '../../test/recorded-log.js';
import { Thing } from '../../test/things.js';
import { endpointsOf, patchIn, thingReview } from '../../test/webhook-world.js';
import { Validates } from '../builder/webhooks.js';
import type { Client } from '../client/client.js';
import type { AdmissionContext } from './admission-context.js';
import { allow, deny, invalid } from './verdict.js';
import { LateAnswerError, type WebhookAnswer } from './webhook-endpoint.js';

const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'default' } };

describe('defaulting', () => {
  it('patches what the method has changed', async () => {
    const handler = defaulter((object: Snapshot<Thing>) => ({ ...object, data: { color: 'red' } }));
    const { response, metrics } = await ask(handler);
    expect(patchIn(response)).toEqual([{ op: 'add', path: '/data', value: { color: 'red' } }]);
    expect(metrics).toMatchObject({ allowed: 1, denied: 0, panics: 0 });
  });

  it('patches nothing when nothing has changed', async () => {
    const { response } = await ask(defaulter(async (object: object) => structuredClone(object)));
    expect(response).toMatchObject({ allowed: true, status: { code: 200 } });
    expect(response).not.toHaveProperty('patchType');
    expect(response).not.toHaveProperty('patch');
  });

  it.each(['DELETE', 'CONNECT'])('does not ask the method about %s, where nothing is stored', async operation => {
    const handler = defaulter(() => expect.fail('it was asked'), { operations: ['*'] });
    expect(
      (await ask(handler, { operation, ...(operation === 'CONNECT' && { object: thing }) })).response,
    ).toMatchObject({
      allowed: true,
    });
  });

  it('gives the old object to updates', async () => {
    const old = { ...thing, data: { color: 'blue' } };
    const handler = defaulter((object: Snapshot<Thing>, { oldObject }: AdmissionContext<Thing>) => ({
      ...object,
      data: oldObject?.data,
    }));
    const { response } = await ask(handler, { operation: 'UPDATE', oldObject: old });
    expect(patchIn(response)).toEqual([{ op: 'add', path: '/data', value: { color: 'blue' } }]);
  });

  it.each<[AnyMethod, string]>([
    [() => undefined, 'it answered nothing: it must return the object, changed or not'],
    [() => ({ ...thing, kind: 'Pod' }), 'it answered an object with kind "Pod", not "Thing"'],
    [() => ({ ...thing, data: { a: Number.NaN } }), '/data/a is NaN, which is no JSON'],
    [
      (object: { metadata: { name: string } }) => {
        object.metadata.name = 'b';
      },
      'Cannot assign to read only property',
    ],
  ])(
    'is refused when the method answers what is no object of the kind, or changes it in place: %#',
    async (method, message) => {
      const { response, metrics, log } = await ask(defaulter(method));
      expect(response).toMatchObject({ allowed: false, status: { code: 500, reason: 'InternalError' } });
      expect(response.status.message).toContain('@Defaults(Thing) of ThingWebhook failed: ');
      expect(response.status.message).toContain(message);
      expect(metrics).toMatchObject({ allowed: 0, denied: 1, failed: 1, panics: 1 });
      expect(log.of('error')).toHaveLength(1);
    },
  );

  it('is refused where it would write back a number of which digits are lost', async () => {
    const review = thingReview({ object: { ...thing, list: ['MARK'] } });
    const body = Buffer.from(JSON.stringify(review).replace('"MARK"', '9007199254740993'));
    const handler = defaulter((object: { list: unknown[] }) => ({
      ...object,
      list: ['first', ...object.list, 'last'],
    }));
    const [endpoint] = endpointsOf(handler, new RecordedLog());
    const answer = await endpoint?.answer({ body, signal: new AbortController().signal });
    expect(responseOf(answer as WebhookAnswer).status).toMatchObject({
      code: 500,
      message:
        '@Defaults(Thing) of ThingWebhook failed: it would write back 9007199254740993, of which JavaScript loses digits',
    });
  });
});

describe('validating', () => {
  it('asks the method of the operation, with the objects and what is known of the request', async () => {
    const asked: unknown[][] = [];
    const method =
      (name: string) =>
      (...args: unknown[]) => {
        asked.push([name, ...args]);
        return allow();
      };
    const names = ['validateCreate', 'validateUpdate', 'validateDelete'];
    const handler = validator(Object.fromEntries(names.map(name => [name, method(name)])));
    const old = { ...thing, data: { old: 'yes' } };
    const client = {} as Client;
    await ask(handler, { object: thing }, { client });
    await ask(handler, { operation: 'UPDATE', object: thing, oldObject: old, request: { dryRun: true } }, { client });
    await ask(handler, { operation: 'DELETE', oldObject: old }, { client });
    const about = {
      namespace: 'default',
      name: 'a',
      user: { username: 'ann' },
      resource: { resource: 'things' },
      client,
    };
    expect(asked).toEqual([
      ['validateCreate', thing, expect.objectContaining({ operation: 'CREATE', dryRun: false })],
      ['validateUpdate', thing, old, expect.objectContaining({ operation: 'UPDATE', dryRun: true, oldObject: old })],
      ['validateDelete', old, expect.objectContaining({ operation: 'DELETE' })],
    ]);
    expect(asked.map(args => args.at(-1))).toEqual(names.map(() => expect.objectContaining({ name: 'a' })));
    expect(asked[0]?.at(-1)).toMatchObject(about);
    expect(asked[0]?.at(-1)).not.toHaveProperty('object');
  });

  it('gives objects that cannot be changed, the old one among them', async () => {
    const change = (_object: object, old: { kind: string }) => {
      old.kind = 'Other';
      return allow();
    };
    const { response } = await ask(validator({ validateUpdate: change }), { operation: 'UPDATE', oldObject: thing });
    expect(response).toMatchObject({ allowed: false, status: { message: expect.stringContaining('read only') } });
  });

  it('refuses as forbidden, as webhooks of controller-runtime do', async () => {
    const { response } = await ask(validator({ validateCreate: () => deny('too small', 'and old') }));
    expect(response).toMatchObject({
      allowed: false,
      status: { code: 403, reason: 'Forbidden', message: 'too small' },
      warnings: ['and old'],
    });
  });

  it('refuses fields as not valid, as the API server does', async () => {
    const fields = [{ field: 'data.a', message: 'must be red' }];
    const { response } = await ask(validator({ validateCreate: () => invalid(fields) }));
    expect(response.status).toEqual({
      code: 422,
      reason: 'Invalid',
      message: 'data.a: must be red',
      details: {
        name: 'a',
        group: 'example.com',
        kind: 'Thing',
        causes: [{ reason: 'FieldValueInvalid', field: 'data.a', message: 'must be red' }],
      },
    });
    expect(invalid([], 'w')).toEqual(allow('w'));
  });

  it('answers what can be sent, whatever the fields are', async () => {
    const fields = [{ field: 7n, message: undefined }];
    const { response } = await ask(validator({ validateCreate: () => ({ allowed: false, message: 8n, fields }) }));
    expect(JSON.parse(JSON.stringify(response.status))).toMatchObject({
      code: 422,
      message: '8',
      details: { causes: [{ field: '7', message: 'undefined' }] },
    });
  });

  it.each(['UPDATE', 'DELETE', 'CONNECT'])('refuses %s, for which the class has no method', async operation => {
    const { response } = await ask(validator({ validateCreate: () => allow() }, { operations: ['*'] }), {
      operation,
      ...(operation === 'CONNECT' && { object: thing }),
    });
    expect(response).toMatchObject({
      allowed: false,
      status: {
        code: 400,
        message: `ThingWebhook has no method for ${operation}: write it, or leave ${operation} out of operations`,
      },
    });
  });

  it.each<[unknown, string]>([
    [undefined, 'nothing'],
    [true, 'true'],
    [null, 'null'],
    [{}, 'something else'],
    [{ allowed: 'true' }, 'something else'],
  ])('never takes %o for an answer that allows', async (answer, shown) => {
    const { response } = await ask(validator({ validateCreate: () => answer }));
    expect(response).toMatchObject({
      allowed: false,
      status: {
        code: 500,
        message: `@Validates(Thing) of ThingWebhook failed: it answered ${shown}: it must return allow() or deny('why')`,
      },
    });
  });

  it('calls the methods on the object that has them', async () => {
    @Validates(Thing)
    class Judge {
      readonly #allows = true;
      validateCreate(): ReturnType<typeof allow> {
        return this.#allows ? allow() : deny('no');
      }
    }
    expect((await ask(new Judge())).response.allowed).toBe(true);
  });
});

describe('what a method notes for the audit log', () => {
  const noting = (then: () => unknown) =>
    validator({
      validateCreate: (_object: object, { audit }: AdmissionContext) => {
        audit('checked-by', 'nobody');
        audit('checked-by', 'ann');
        return then();
      },
    });
  const noted = { 'checked-by': 'ann' };

  it.each<[string, () => unknown, number]>([
    ['allows', () => allow(), 200],
    ['denies', () => deny('no'), 403],
    [
      'fails',
      () => {
        throw new Error('no database');
      },
      500,
    ],
  ])('goes with the answer, also where it %s', async (_how, then, code) => {
    const { response } = await ask(noting(then));
    expect(response).toMatchObject({ status: { code }, auditAnnotations: noted });
  });

  it('goes with the refusal where there is no answer in time', async () => {
    const controller = new AbortController();
    const asked = ask(
      noting(() => {
        controller.abort(new LateAnswerError(900));
        return new Promise(() => {});
      }),
      {},
      { signal: controller.signal },
    );
    expect((await asked).response).toMatchObject({ status: { code: 504 }, auditAnnotations: noted });
  });

  it('goes with a patch too, and is not there where nothing was noted', async () => {
    const handler = defaulter((object: object, { audit }: AdmissionContext) => {
      audit('filled.in', '2');
      return { ...object, data: {} };
    });
    expect((await ask(handler)).response).toMatchObject({
      patchType: 'JSONPatch',
      auditAnnotations: { 'filled.in': '2' },
    });
    expect((await ask(defaulter((object: object) => object))).response).not.toHaveProperty('auditAnnotations');
  });

  it.each(['', 'a b', '-a', 'x'.repeat(64), 'example.com/a'])(
    'has a name that the API server takes, not %j',
    async name => {
      const { response } = await ask(
        validator({
          validateCreate: (_object: object, { audit }: AdmissionContext) => {
            audit(name, 'x');
            return allow();
          },
        }),
      );
      expect(response).toMatchObject({
        allowed: false,
        status: { code: 500, message: expect.stringContaining('audit: ') },
      });
      expect(response).not.toHaveProperty('auditAnnotations');
    },
  );
});

describe('a review that is not for the webhook', () => {
  it('is refused with the uid and the reason', async () => {
    const parts = { request: { resource: { group: '', version: 'v1', resource: 'pods' }, uid: 'u' } };
    const { response } = await ask(validator({ validateCreate: () => allow() }), parts);
    expect(response).toMatchObject({
      uid: 'u',
      allowed: false,
      status: {
        code: 400,
        reason: 'BadRequest',
        message:
          '@Validates(Thing) of ThingWebhook: it is asked about things of example.com in v1, not about pods of v1',
      },
    });
  });
});
