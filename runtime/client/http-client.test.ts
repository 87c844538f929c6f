import { afterEach, expect, test } from 'vitest';
import { Redis } from '../../api/v1/redis.js';
import { answering, ScriptedServer } from '../../test/scripted-server.js';

let server: ScriptedServer;
afterEach(() => server.close());

const key = { namespace: 'default', name: 'a' };
const redis = {
  apiVersion: 'myapp.tangx.in/v1',
  kind: 'Redis',
  metadata: { ...key, uid: 'u', resourceVersion: '7' },
  spec: {},
};

test('200 calls in sequence share their connections', async () => {
  server = await ScriptedServer.start(answering(200, redis));
  const client = await server.client();
  for (let call = 0; call < 200; call++) expect(await client.get(Redis, key)).toEqual(redis);
  expect(server.connections).toBeLessThanOrEqual(2);
});
