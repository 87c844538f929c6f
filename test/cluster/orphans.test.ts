// Kinds whose dependents stay when a delete does not say what becomes of them.
import { expect } from 'vitest';
import { test } from './fixture.js';

const template = {
  metadata: { labels: { a: 'b' } },
  spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] },
};
const KINDS: readonly [string, string, object, string | null][] = [
  [
    'Jobs',
    '/apis/batch/v1/namespaces/NAMESPACE/jobs',
    { suspend: true, template },
    '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"',
  ],
  [
    'ReplicationControllers',
    '/api/v1/namespaces/NAMESPACE/replicationcontrollers',
    { replicas: 0, selector: { a: 'b' }, template: { ...template, spec: { containers: template.spec.containers } } },
    null,
  ],
  ['ConfigMaps', '/api/v1/namespaces/NAMESPACE/configmaps', {}, null],
];

test.for(KINDS)('%s', async ([name, path, spec, warning], { raw, namespace }) => {
  const place = path.replace('NAMESPACE', namespace);
  const headers = { 'content-type': 'application/json' };
  const send = async (method: string, url: string, body: object) => {
    const response = await raw.fetch(url, { method, headers, body: JSON.stringify(body) });
    const { metadata } = (await response.json()) as { metadata: { finalizers?: readonly string[] } };
    return { finalizers: metadata.finalizers, warning: response.headers.get('warning') };
  };
  await send('POST', place, { metadata: { name: 'a' }, ...(name !== 'ConfigMaps' && { spec }) });
  const dry = (body: object) => send('DELETE', `${place}/a?dryRun=All`, { dryRun: ['All'], ...body });
  const orphaned = name === 'ConfigMaps' ? undefined : ['orphan'];
  expect(await dry({})).toEqual({ finalizers: orphaned, warning });
  expect(await dry({ propagationPolicy: 'Background' })).toEqual({ finalizers: undefined, warning: null });
  expect(await dry({ propagationPolicy: 'Foreground' })).toEqual({ finalizers: ['foregroundDeletion'], warning: null });
});
