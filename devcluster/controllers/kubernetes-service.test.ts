import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControllerWorld } from '../../test/controller-world.js';
import { builtinTypes } from '../builtin/builtin-types.js';
import type { ResourceType } from '../registry/resource-type.js';
import { printerOf } from '../table/printer-of.js';
import { KubernetesService } from './kubernetes-service.js';

const types = builtinTypes(({ group, kind }) => printerOf(group, kind));
const typeOf = (kind: string): ResourceType => types.find(each => each.kind === kind) as ResourceType;
const namespaces = typeOf('Namespace');
const kinds = ['Service', 'Endpoints', 'EndpointSlice'].map(typeOf);
const service = typeOf('Service');

let world: ControllerWorld;
function run(port: number): void {
  world.run(options => new KubernetesService({ ...options, address: '127.0.0.1', port }));
}

beforeEach(async () => {
  world = new ControllerWorld(types);
  await world.create(namespaces, { name: 'default' });
});
afterEach(() => {
  world.stop();
  expect(world.clock.pending).toBe(0);
  expect(world.complaints).toEqual([]);
});

const ports = (): unknown =>
  kinds.map(type => {
    const { spec, subsets, ports } = world.get(type, 'kubernetes') as any;
    return spec?.ports[0].targetPort ?? subsets?.[0].ports[0].port ?? ports[0].port;
  });

test('leads to where the server listens', async () => {
  run(6443);
  await world.quiet();
  expect(world.get(service, 'kubernetes')).toMatchObject({
    metadata: { labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: '10.0.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
  });
  expect(ports()).toEqual([6443, 6443, 6443]);
});

test('comes again when it is deleted', async () => {
  run(6443);
  await world.quiet();
  for (const type of kinds) world.delete(type, 'kubernetes');
  await world.quiet();
  expect(ports()).toEqual([6443, 6443, 6443]);
});

test('follows the server to another port, and is written only then', async () => {
  run(6443);
  await world.quiet();
  world.stop();
  run(7443);
  await world.quiet();
  expect(ports()).toEqual([7443, 7443, 7443]);
  world.stop();
  const { revision } = world.store;
  run(7443);
  await world.quiet();
  expect(world.store.revision).toBe(revision);
});

test('loses what somebody changes in it, and keeps what they add', async () => {
  run(6443);
  await world.quiet();
  const present = world.get(service, 'kubernetes') as any;
  const labels = { ...present.metadata.labels, component: 'mine', more: 'mine' };
  await world.change(service, 'kubernetes', { labels });
  await world.quiet();
  expect(world.get(service, 'kubernetes')?.metadata.labels).toEqual({ ...labels, component: 'apiserver' });
});

test('waits for its namespace, and does not come back into one that goes', async () => {
  world.delete(namespaces, 'default');
  run(6443);
  await world.quiet();
  expect(kinds.flatMap(type => world.names(type))).toEqual([]);
});
