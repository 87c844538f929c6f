import { afterEach, expect, test } from 'vitest';
import { Redis } from '../../test/sample-kind.js';
import { type Asked, answering, inTurn, type Script, ScriptedServer } from '../../test/scripted-server.js';
import { isConflict, isNoSuchKind } from './api-reasons.js';
import { createOrUpdate } from './create-or-update.js';
import type { New } from './shapes.js';

let server: ScriptedServer;
afterEach(() => server.close());

const key = { namespace: 'default', name: 'a' };
const present = {
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { ...key, uid: 'u', resourceVersion: '7', generation: 2, labels: { by: 'somebody' } },
  spec: { replicas: 3, image: 'redis:7' },
  status: { replicas: 3 },
};
const absent = answering(404, { kind: 'Status', code: 404, reason: 'NotFound', details: { name: 'a', kind: 'redis' } });

/** Answers what was sent. */
const echo: Script = (response, asked, request) => answering(200, asked.body)(response, asked, request);

async function run(script: Script, wished: (present: unknown) => New<Redis>) {
  server = await ScriptedServer.start(script);
  return createOrUpdate(await server.client(), Redis, key, wished);
}

const methods = (): string[] => server.asked.map(({ method }: Asked) => method);

test('creates what is not there', async () => {
  const result = await run(inTurn(absent, echo), () => ({ metadata: key, spec: { replicas: 1 } }));
  expect(result).toMatchObject({ operation: 'created', object: { metadata: key, spec: { replicas: 1 } } });
  expect(methods()).toEqual(['GET', 'POST']);
});

test('leaves alone what is as it should be, whatever the order of fields', async () => {
  const spec = { image: 'redis:7', replicas: 3 };
  const result = await run(answering(200, present), () => ({ metadata: { ...key, labels: { by: 'somebody' } }, spec }));
  expect(result).toEqual({ operation: 'unchanged', object: present });
  expect(methods()).toEqual(['GET']);
});

test('updates the version that it read, and keeps what the server writes', async () => {
  const wished = () => ({ metadata: key, spec: { replicas: 5 } });
  const result = await run(inTurn(answering(200, present), echo), wished);
  expect(methods()).toEqual(['GET', 'PUT']);
  expect(result).toEqual({
    operation: 'updated',
    object: { ...present, metadata: { ...key, uid: 'u', resourceVersion: '7', generation: 2 }, spec: { replicas: 5 } },
  });
});

test('a change in between is a conflict for the caller', async () => {
  const conflict = answering(409, { kind: 'Status', code: 409, reason: 'Conflict' });
  const attempt = run(inTurn(answering(200, present), conflict), () => ({ metadata: key, spec: {} }));
  expect(isConflict(await attempt.catch((error: unknown) => error))).toBe(true);
});

test('a kind that is not served is not created', async () => {
  const attempt = run(answering(404, '404 page not found'), () => ({ metadata: key, spec: {} }));
  expect(isNoSuchKind(await attempt.catch((error: unknown) => error))).toBe(true);
  expect(methods()).toEqual(['GET']);
});

test.each([
  { namespace: 'default', name: 'b' },
  { namespace: 'other', name: 'a' },
])('refuses %o for another', async other => {
  await expect(run(absent, () => ({ metadata: other, spec: {} }))).rejects.toThrow(
    'asked for Redis default/a, and got',
  );
  expect(methods()).toEqual(['GET']);
});
