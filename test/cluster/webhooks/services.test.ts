// Webhooks behind Services.
import { expect } from 'vitest';
import { test } from './fixture.js';

test('a Service that is a name elsewhere is asked there, and has to show a certificate for itself', async ({
  hooks,
  reviews,
  namespace,
}) => {
  const services = `/api/v1/namespaces/${namespace}/services`;
  const spec = { type: 'ExternalName', externalName: 'localhost' };
  await hooks.ask('POST', services, { metadata: { name: 'hook' }, spec });
  const service = { namespace, port: reviews.port, path: '/x/' };
  const { caBundle } = reviews;
  await hooks.configure('validating', [
    { name: 'named', clientConfig: { service: { ...service, name: 'hook' }, caBundle }, objectSelector: ONLY.named },
    { name: 'absent', clientConfig: { service: { ...service, name: 'none' }, caBundle }, objectSelector: ONLY.absent },
  ]);
  const post = (name: string) => `Post "https://${name}.${namespace}.svc:${reviews.port}/x?timeout=10s"`;
  const failed = (hook: string, why: string) =>
    `Internal error occurred: failed calling webhook "${hooks.fullName(hook)}": failed to call webhook: ${why}`;
  const names = `x509: certificate is valid for localhost, not hook.${namespace}.svc`;
  expect((await hooks.create('a', {}, '', { only: 'named' })).body.message).toBe(
    failed('named', `${post('hook')}: tls: failed to verify certificate: ${names}`),
  );
  expect((await hooks.create('b', {}, '', { only: 'absent' })).body.message).toBe(
    failed('absent', `${post('none')}: service "none" not found`),
  );
});

const ONLY = {
  named: { matchLabels: { only: 'named' } },
  absent: { matchLabels: { only: 'absent' } },
};
