import { describe, expect, test } from 'vitest';
import { ActiveFault } from './active-fault.js';
import { cut, cutWatch } from './cut.js';
import { delay } from './delay.js';
import { drop } from './drop.js';
import { expire } from './expire.js';
import type { Fault, FaultOptions } from './fault.js';
import type { Faults } from './fault-injector.js';
import { garble } from './garble.js';
import { type RefusalReason, refuse } from './refuse.js';
import type { RequestFacts } from './request-facts.js';
import { silenceWatch } from './silence-watch.js';

const UPDATE: RequestFacts = {
  verb: 'update',
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  subresource: 'status',
  namespace: 'default',
  name: 'web',
  userAgent: 'my-operator/1.0',
  method: 'PUT',
  path: '/apis/apps/v1/namespaces/default/deployments/web/status',
  query: new URLSearchParams('fieldManager=x'),
};

const active = (options: FaultOptions) => new ActiveFault(drop(), options, () => {});

describe('a fault', () => {
  test.each<[FaultOptions, boolean]>([
    [{}, true],
    [{ verb: 'update' }, true],
    [{ verb: ['patch', 'update'] }, true],
    [{ verb: 'get' }, false],
    [{ group: 'apps' }, true],
    [{ group: '' }, false],
    [{ resource: 'deployments', subresource: 'status' }, true],
    [{ resource: 'deployments', subresource: '' }, false],
    [{ resource: 'deploy' }, false],
    [{ namespace: 'default', name: 'web' }, true],
    [{ namespace: 'other' }, false],
    [{ name: 'we' }, false],
    [{ userAgent: 'my-operator' }, true],
    [{ userAgent: /^operator/ }, false],
    [{ userAgent: /operator/g }, true],
    [{ when: ({ query }) => query.get('fieldManager') === 'x' }, true],
    [{ when: () => false }, false],
    [{ resource: 'deployments', name: 'other' }, false],
  ])('with %j strikes: %s', (options, expected) => {
    expect(active(options).strikes(UPDATE)).toBe(expected);
  });

  test('strikes only requests of its verbs', () => {
    const fault = new ActiveFault(cutWatch(), {}, () => {});
    expect([fault.strikes(UPDATE), fault.strikes({ ...UPDATE, verb: 'watch' })]).toEqual([false, true]);
  });

  test('strikes as many times as it is told, and counts', () => {
    const fault = active({ times: 2, resource: 'deployments' });
    const other = { ...UPDATE, resource: 'pods' };
    const struck = [UPDATE, other, UPDATE, UPDATE].map(facts => fault.strikes(facts));
    expect([struck, fault.hits]).toEqual([[true, false, true, false], 2]);
  });

  test('strikes nothing once it is taken away', () => {
    const fault = active({});
    fault.remove();
    expect(fault.strikes(UPDATE)).toBe(false);
  });

  test('strikes the same requests with the same seed, whatever else comes in between', () => {
    const other = { ...UPDATE, verb: 'get' } as const;
    const strikes = (seed: number | undefined, noise: boolean) => {
      const fault = active({ verb: 'update', probability: 0.3, ...(seed !== undefined && { seed }) });
      return Array.from({ length: 200 }, () => {
        if (noise) fault.strikes(other);
        return fault.strikes(UPDATE);
      });
    };
    expect(strikes(5, true)).toEqual(strikes(5, false));
    expect(strikes(undefined, false)).toEqual(strikes(1, false));
    expect(strikes(6, false)).not.toEqual(strikes(5, false));
    const share = strikes(5, false).filter(Boolean).length / 200;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.4);
  });

  test.each<FaultOptions>([{ probability: 1.1 }, { probability: Number.NaN }, { times: -1 }, { times: 1.5 }])(
    'refuses %j',
    options => {
      expect(() => active(options)).toThrow(RangeError);
    },
  );
});

test.each<[string, () => Fault]>([
  ['code is 42', () => refuse('Conflict', { code: 42 })],
  ['code is 200', () => refuse('Conflict', { code: 200 })],
  ['retryAfterSeconds is 0.5', () => refuse('TooManyRequests', { retryAfterSeconds: 0.5 })],
  ['reason is Busy', () => refuse('Busy' as RefusalReason)],
  ['delay is NaN', () => delay(Number.NaN)],
  ['delay is Infinity', () => delay(Number.POSITIVE_INFINITY)],
  ['afterBytes is -1', () => cut({ afterBytes: -1 })],
  ['afterEvents is -1', () => cutWatch({ afterEvents: -1 })],
  ['afterEvents is 1.5', () => silenceWatch({ afterEvents: 1.5 })],
  ['afterEvents is NaN', () => expire({ afterEvents: Number.NaN })],
  ['afterEvents is -2', () => garble({ afterEvents: -2 })],
])('where it is told, and not when it strikes, it is refused that the %s', (message, fault) => {
  expect(fault).toThrow(RangeError);
  expect(fault).toThrow(message);
});

test('the editor refuses nonsense', () => {
  const nonsense = (faults: Faults): void => {
    faults.add(cutWatch(), { verb: 'watch', resource: 'pods' });
    // @ts-expect-error a list has no events
    faults.add(cutWatch(), { verb: 'list' });
    // @ts-expect-error a seed of nothing
    faults.add(drop(), { seed: 1 });
    // @ts-expect-error the verb is `update`
    faults.add(drop(), { verb: 'put' });
    // @ts-expect-error no such reason
    refuse('Busy');
  };
  expect(nonsense).toBeTypeOf('function');
});
