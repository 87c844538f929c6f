import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import { type AnyMethod, ask, validator } from '../../test/asked-webhook.js';
import type { AdmissionContext } from './admission-context.js';
import { LateAnswerError, SenderGoneError } from './webhook-endpoint.js';

describe('a method that fails', () => {
  const unprintable = {
    toString: () => {
      throw new Error('not even this');
    },
  };
  it.each<[string, AnyMethod, string, boolean]>([
    [
      'throws',
      () => {
        throw new Error('no database');
      },
      'no database',
      false,
    ],
    ['rejects', () => Promise.reject(new Error('no database')), 'no database', false],
    [
      'makes a mistake',
      () => (undefined as unknown as string).length,
      "Cannot read properties of undefined (reading 'length')",
      true,
    ],
    [
      'throws a text',
      () => {
        throw 'a text';
      },
      'a text',
      true,
    ],
    [
      'throws nothing',
      () => {
        throw undefined;
      },
      'undefined',
      true,
    ],
    [
      'throws what cannot be told of',
      () => {
        throw unprintable;
      },
      'what was thrown cannot be shown',
      true,
    ],
    [
      'throws a long text',
      () => {
        throw new Error('x'.repeat(10_000));
      },
      'x'.repeat(4096),
      false,
    ],
  ])('refuses the write, with the reason: it %s', async (_how, method, message, isMistake) => {
    const { response, metrics, log } = await ask(validator({ validateCreate: method }));
    expect(response).toMatchObject({
      allowed: false,
      status: { code: 500, reason: 'InternalError', message: `@Validates(Thing) of ThingWebhook failed: ${message}` },
    });
    expect(metrics.failed).toBe(1);
    expect(metrics.panics).toBe(isMistake ? 1 : 0);
    expect(log.of('error')).toMatchObject([
      { message: 'a webhook failed', fields: { webhook: '/validate-example-com-v1-thing', name: 'a' } },
    ]);
  });
});

describe('a method that does not answer in time', () => {
  const never = () => new Promise<never>(() => {});
  const late = (): AbortSignal => AbortSignal.abort(new LateAnswerError(900));

  it('is answered for, with the reason, and hears of it by its signal', async () => {
    const controller = new AbortController();
    let given: AbortSignal | undefined;
    const handler = validator({
      validateCreate: (_object: KubernetesObject, { signal }: AdmissionContext) => {
        given = signal;
        return never();
      },
    });
    const asked = ask(handler, {}, { signal: controller.signal });
    controller.abort(new LateAnswerError(900));
    const { response, metrics } = await asked;
    expect(given?.aborted).toBe(true);
    expect(response).toMatchObject({
      allowed: false,
      status: {
        code: 504,
        reason: 'Timeout',
        message: '@Validates(Thing) of ThingWebhook: no answer within 900 ms, which is as long as the API server waits',
      },
    });
    expect(metrics).toMatchObject({ denied: 1, panics: 0 });
  });

  it('is left to the API server where the policy is Ignore: the write is to go on then', async () => {
    const handler = validator({ validateCreate: never }, { failurePolicy: 'Ignore' });
    const { answer } = await ask(handler, {}, { signal: late() });
    expect(answer).toMatchObject({
      status: 504,
      body: { kind: 'Status', status: 'Failure', code: 504, reason: 'Timeout' },
    });
  });

  it('may reject later without harm', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const { response } = await ask(validator({ validateCreate: () => promise }), {}, { signal: late() });
    expect(response.allowed).toBe(false);
    reject(new Error('late'));
    await expect(promise).rejects.toThrow('late');
  });

  it('is no failure of its own when the API server went away', async () => {
    const gone = AbortSignal.abort(new SenderGoneError());
    const { answer, metrics, log } = await ask(validator({ validateCreate: never }), {}, { signal: gone });
    expect(answer.status).toBe(503);
    expect(metrics.panics).toBe(0);
    expect(log.lines).toEqual([]);
  });
});
