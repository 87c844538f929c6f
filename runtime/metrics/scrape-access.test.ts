import { beforeEach, describe, expect, test } from 'vitest';
import { kindInfo } from '../../decorators/kind.js';
import { RecordedLog } from '../../test/recorded-log.js';
import type { Client } from '../client/client.js';
import { FakeClock } from '../clock/fake-clock.js';
import { ScrapeAccess } from './scrape-access.js';

interface Review {
  readonly kind: string;
  readonly spec: {
    readonly token?: string;
    readonly user?: string;
    readonly groups?: readonly string[];
    readonly nonResourceAttributes?: { readonly path: string; readonly verb: string };
  };
}

/** Answers reviews: the token is the user's name, but for `bad`, and for `anna-of-x`; `prometheus` may read. */
class ReviewingServer {
  readonly reviews: Review[] = [];
  /** What is waited for before each answer. */
  gate: Promise<unknown> = Promise.resolve();
  allowed = new Set(['prometheus']);

  readonly client = {
    create: async (kind: never, { spec }: Review, { signal }: { signal: AbortSignal }) => {
      const { kind: name } = kindInfo(kind);
      this.reviews.push({ kind: name, spec });
      await Promise.race([
        this.gate,
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      ]);
      if (name === 'SubjectAccessReview') return { spec, status: { allowed: this.allowed.has(spec.user ?? '') } };
      if (spec.token?.startsWith('anna-of-')) {
        return { spec, status: { authenticated: true, user: { username: 'anna', groups: [spec.token] } } };
      }
      if (spec.token === 'bad') return { spec, status: { error: 'it is bad' } };
      return { spec, status: { authenticated: true, user: { username: spec.token, groups: ['monitoring'] } } };
    },
  } as unknown as Client;

  count(kind: string): number {
    return this.reviews.filter(review => review.kind === kind).length;
  }
}

let server: ReviewingServer;
let clock: FakeClock;
let log: RecordedLog;
let access: ScrapeAccess;

beforeEach(() => {
  server = new ReviewingServer();
  clock = new FakeClock();
  log = new RecordedLog();
  access = new ScrapeAccess({ client: server.client, clock, log });
});

const refusal = (authorization?: string, verb = 'get') => access.refusal(authorization, verb, '/metrics');

describe('who shows no token', () => {
  test.each([undefined, '', 'Basic cHJvbWV0aGV1cw==', 'Bearer', 'Bearer ', 'Bearer a b', 'xBearer prometheus'])(
    'is refused without asking the API server: %j',
    async authorization => {
      expect(await refusal(authorization)).toEqual({ status: 401, reason: 'Unauthorized' });
      expect(server.reviews).toEqual([]);
    },
  );
});

test('the API server is asked whose token it is, and whether that user may get the URL', async () => {
  expect(await refusal('bearer  prometheus')).toBeUndefined();
  expect(server.reviews).toEqual([
    { kind: 'TokenReview', spec: { token: 'prometheus' } },
    {
      kind: 'SubjectAccessReview',
      spec: {
        user: 'prometheus',
        groups: ['monitoring'],
        nonResourceAttributes: { path: '/metrics', verb: 'get' },
      },
    },
  ]);
  expect(clock.pending).toBe(0);
});

test("a token that is nobody's is refused, and the reason goes to the log alone, without the token", async () => {
  expect(await refusal('Bearer bad')).toEqual({ status: 401, reason: 'Unauthorized' });
  expect(server.count('SubjectAccessReview')).toBe(0);
  expect(log.lines).toEqual([expect.objectContaining({ level: 'debug', fields: { reason: 'it is bad' } })]);
});

test('a user who may not is told so', async () => {
  expect(await refusal('Bearer anna')).toEqual({ status: 403, reason: 'Authorization denied for user anna' });
});

describe('what was answered holds', () => {
  test('a minute for tokens, also for those that are refused', async () => {
    for (const token of ['prometheus', 'bad']) await refusal(`Bearer ${token}`);
    await clock.advance(59_999);
    for (const token of ['prometheus', 'bad']) await refusal(`Bearer ${token}`);
    expect(server.count('TokenReview')).toBe(2);
    await clock.advance(1);
    for (const token of ['prometheus', 'bad']) await refusal(`Bearer ${token}`);
    expect(server.count('TokenReview')).toBe(4);
  });

  test('five minutes for a right', async () => {
    await refusal('Bearer prometheus');
    server.allowed.clear();
    await clock.advance(299_999);
    expect(await refusal('Bearer prometheus')).toBeUndefined();
    await clock.advance(1);
    expect(await refusal('Bearer prometheus')).toMatchObject({ status: 403 });
  });

  test('half a minute where there is none', async () => {
    await refusal('Bearer anna');
    server.allowed.add('anna');
    await clock.advance(29_999);
    expect(await refusal('Bearer anna')).toMatchObject({ status: 403 });
    await clock.advance(1);
    expect(await refusal('Bearer anna')).toBeUndefined();
  });

  test('for the same groups alone: tokens of one user may have others', async () => {
    await refusal('Bearer anna-of-x');
    await refusal('Bearer anna-of-y');
    expect(server.reviews.map(({ spec }) => spec.groups)).toEqual([undefined, ['anna-of-x'], undefined, ['anna-of-y']]);
  });

  test('for the same verb alone', async () => {
    await refusal('Bearer prometheus', 'get');
    await refusal('Bearer prometheus', 'head');
    expect(server.count('SubjectAccessReview')).toBe(2);
  });
});

describe('an API server that does not answer', () => {
  test('is asked once by all who show the same token', async () => {
    const gate = Promise.withResolvers<void>();
    server.gate = gate.promise;
    const refusals = [refusal('Bearer prometheus'), refusal('Bearer prometheus')];
    gate.resolve();
    expect(await Promise.all(refusals)).toEqual([undefined, undefined]);
    expect(server.reviews).toHaveLength(2);
  });

  test('is waited for ten seconds; the failure is not kept', async () => {
    server.gate = new Promise(() => {});
    const late = refusal('Bearer prometheus');
    await clock.advance(10_000);
    expect(await late).toEqual({ status: 500, reason: 'Authentication failed' });
    expect(log.of('error')).toHaveLength(1);
    server.gate = Promise.resolve();
    expect(await refusal('Bearer prometheus')).toBeUndefined();
  });

  test('is not asked about ever other tokens at once', async () => {
    const gate = Promise.withResolvers<void>();
    server.gate = gate.promise;
    const refusals = Array.from({ length: 50 }, (_, at) => refusal(`Bearer guess-${at}`));
    const known = refusal('Bearer guess-0');
    gate.resolve();
    const statuses = (await Promise.all(refusals)).map(each => each?.status);
    expect(statuses.filter(status => status === 403)).toHaveLength(20);
    expect(statuses.filter(status => status === 503)).toHaveLength(30);
    expect(await known).toMatchObject({ status: 403 });
  });
});
