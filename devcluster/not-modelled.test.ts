import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NOT_MODELLED_PAGE, notModelledPage } from '../hack/reference/not-modelled-page.js';
import { startTestCluster } from '../test/dev-cluster.js';
import { NOT_MODELLED } from './not-modelled.js';

test('the page is what `npm run not-modelled` writes', () => {
  expect(readFileSync(NOT_MODELLED_PAGE, 'utf8')).toBe(notModelledPage(NOT_MODELLED));
});

test('a server answers the whole list', async () => {
  await using cluster = await startedCluster();
  const { body } = await cluster.request('GET', '/kubewright/not-modelled');
  expect(body.notModelled).toEqual(NOT_MODELLED);
});

async function startedCluster() {
  const cluster = await startTestCluster();
  return Object.assign(cluster, { [Symbol.asyncDispose]: () => cluster.stop() });
}
