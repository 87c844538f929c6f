// The controllers on the built-in kinds, with the schemas and rules that these have.
import { afterEach, expect, test } from 'vitest';
import { ControllerWorld } from '../../test/controller-world.js';
import { builtinTypes } from '../builtin/builtin-types.js';
import type { ResourceType } from '../registry/resource-type.js';
import { printerOf } from '../table/printer-of.js';
import { startControllers } from './controllers.js';

const types = builtinTypes(({ group, kind }) => printerOf(group, kind));

function typeOf(kind: string): ResourceType {
  const type = types.find(each => each.kind === kind);
  if (type === undefined) throw new Error(`there is no ${kind}`);
  return type;
}

const [namespaces, nodes, pods, configMaps] = ['Namespace', 'Node', 'Pod', 'ConfigMap'].map(typeOf) as [
  ResourceType,
  ResourceType,
  ResourceType,
  ResourceType,
];

let world: ControllerWorld;
afterEach(() => {
  world.stop();
  expect(world.clock.pending).toBe(0);
  expect(world.complaints).toEqual([]);
});

async function start(simulatePods: boolean): Promise<void> {
  world = new ControllerWorld(types);
  world.run(options => {
    const server = { address: '127.0.0.1', port: 6443, rootCertificate: 'PEM', version: 'v1.36.3' };
    const running = startControllers({ ...options, ...server, simulatePods });
    return { start: () => {}, stop: () => running.stop() };
  });
  await world.create(namespaces, { name: 'default' });
  await world.create(pods, { name: 'pod' }, { spec: { containers: [{ name: 'one', image: 'image:1' }] } });
  await pass(200);
}

async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 10) {
    await world.clock.advance(10);
    await world.quiet();
  }
}

test('a Pod runs, and a namespace is emptied', async () => {
  await start(true);
  expect(world.get(pods, 'pod')).toMatchObject({ spec: { nodeName: 'kubewright-node' }, status: { phase: 'Running' } });
  expect(world.names(configMaps)).toEqual(['kube-root-ca.crt']);
  world.delete(namespaces, 'default');
  await pass(2000);
  expect([namespaces, pods, configMaps].map(type => world.names(type))).toEqual([[], [], []]);
});

test('without the simulator there is no Node, and a Pod stays Pending', async () => {
  await start(false);
  expect(world.names(nodes)).toEqual([]);
  expect(world.get(pods, 'pod')?.status).toMatchObject({ phase: 'Pending' });
});
