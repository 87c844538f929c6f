// The smallest operator of the README runs as the README says, with the package as it was built.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ConnectedClient, createClient } from '../../runtime/client/create-client.js';
import { kindOf, type ObjectMeta } from '../../runtime/index.js';
import { Deployment } from '../../runtime/kinds/index.js';
import { type Wait, waitUntil } from '../../testing/until.js';
import { Dev } from '../lamp-project.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Web {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly replicas: number };
}
const Web = kindOf<Web>()({ group: 'example.com', version: 'v1', kind: 'Web', plural: 'webs', scope: 'Namespaced' });

const root = new URL('../../', import.meta.url);
const [, source = ''] = /^```ts\n(\/\/ controllers\/main\.ts\n.*?)^```$/ms.exec(read('README.md')) ?? [];
const [, object = ''] = /<<EOF\n(\{.*?)\nEOF/s.exec(read('README.md')) ?? [];
const [, tsconfig = ''] = /^```json\n(.*?)^```$/ms.exec(read('docs/guides/first-operator.md')) ?? [];

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-readme-')));
let dev: Dev;
let client: ConnectedClient;

beforeAll(async () => {
  put('package.json', '{ "type": "module" }');
  put('tsconfig.json', tsconfig);
  put('controllers/main.ts', source);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(fileURLToPath(root), join(folder, 'node_modules/kubewright'));
  symlinkSync(fileURLToPath(new URL('node_modules/@types', root)), join(folder, 'node_modules/@types'));
  // Beside other tests, so at any port.
  dev = new Dev(folder, '--', '--health-probe-bind-address=127.0.0.1:0');
  const [, kubeconfig = ''] = await dev.line(/export KUBECONFIG=(\S+)\n/);
  await dev.line(/ready after/);
  client = await createClient('test', { kubeconfig });
});

afterAll(async () => {
  await client?.close();
  dev?.kill('SIGTERM');
  const { status } = await dev.ended;
  rmSync(folder, { recursive: true });
  expect(status, dev.output).toBe(0);
});

it('has no more than 25 lines', () => {
  expect(source.split('\n').filter(line => line !== '').length).toBeLessThan(26);
});

it('keeps a Deployment for each Web', async () => {
  const { kind, metadata, spec } = JSON.parse(object);
  expect(kind).toBe('Web');
  const { name } = metadata;
  const web = await client.create(Web, { metadata: { namespace: 'default', name }, spec });
  const [first] = await deployments(found => found.length === 1);
  expect(first?.metadata.name).toBe(name);
  expect(first?.spec).toMatchObject({
    replicas: spec.replicas,
    template: { spec: { containers: [{ image: 'nginx:1-alpine' }] } },
  });

  await client.delete(Deployment, { namespace: 'default', name });
  await deployments(([found]) => found !== undefined && found.metadata.uid !== first?.metadata.uid);

  await client.delete(Web, web.metadata);
  await deployments(found => found.length === 0);
});

it('has its rules checked by the API server', async () => {
  const wrong = client.create(Web, { metadata: { namespace: 'default', name: 'wrong' }, spec: { replicas: -1 } });
  await expect(wrong).rejects.toThrow('spec.replicas in body should be greater than or equal to 0');
});

function deployments(condition: Wait<Deployment>['condition']) {
  const wait = { kind: Deployment, select: { namespace: 'default' }, what: 'the Deployments', condition };
  return waitUntil(client, wait, { timeout: 60_000 });
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

function put(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
