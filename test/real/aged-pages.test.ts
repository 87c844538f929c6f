// The embedded control plane remembers the moment of a page for longer than any test takes.
import { type Client, createClient, each, isExpired } from 'kubewright';
import { ConfigMap } from 'kubewright/kinds';
import { expect, test } from 'vitest';
import { startControlPlane } from '../../hack/control-plane/control-plane.js';

const namespace = 'default';
const labels = { pages: 'aged' };
const options = { namespace, labelSelector: 'pages=aged', limit: 3 };

const make = (client: Client, name: string) => client.create(ConfigMap, { metadata: { namespace, name, labels } });

test('each goes on when the moment of its first page is forgotten', { timeout: 180_000 }, async ({
  onTestFinished,
}) => {
  const controlPlane = await startControlPlane();
  onTestFinished(() => controlPlane.stop());
  const client = await createClient('test', { kubeconfig: controlPlane.adminKubeconfig });
  onTestFinished(() => client.close());
  for (const name of 'abcdefgh') await make(client, name);

  const { metadata } = await client.list(ConfigMap, options);
  const names: string[] = [];
  for await (const map of each(client, ConfigMap, options)) {
    names.push(map.metadata.name);
    if (map.metadata.name !== 'c') continue;
    await client.delete(ConfigMap, { namespace, name: 'a' });
    await client.delete(ConfigMap, { namespace, name: 'e' });
    await make(client, 'bb');
    await make(client, 'dd');
    await controlPlane.compact();
  }
  // What was there all the time comes once; what came and went behind the first page is as it is.
  expect(names).toEqual(['a', 'b', 'c', 'd', 'dd', 'f', 'g', 'h']);

  const aged = await client.list(ConfigMap, { ...options, continue: metadata.continue }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(isExpired(aged)).toBe(true);
  expect(aged).toHaveProperty('continue', expect.any(String));
});
