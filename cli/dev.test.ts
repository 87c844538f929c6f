import { readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConnectedClient, createClient } from '../runtime/client/create-client.js';
import { kindOf, type ObjectMeta } from '../runtime/index.js';
import { CustomResourceDefinition } from '../runtime/kinds/index.js';
import { API, Dev, isAlive, LampProject, MAIN, RECONCILER, SPEC } from '../test/lamp-project.js';

// The operator is transpiled, with the whole runtime, before it starts for the first time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Lamp {
  metadata: ObjectMeta;
  spec: { bulbs: number };
}
const Lamp = kindOf<Lamp>()({
  group: 'example.com',
  version: 'v1',
  kind: 'Lamp',
  plural: 'lamps',
  scope: 'Namespaced',
});
const DEFINITION = { name: 'lamps.example.com' };
const A = { namespace: 'default', name: 'a' };

let project: LampProject;

describe('kubewright dev', () => {
  let dev: Dev;
  let client: ConnectedClient;
  let uid: string;
  let operator: number;

  beforeAll(async () => {
    project = new LampProject();
    dev = new Dev(project.folder, '--', '--colour', 'green');
    const [, kubeconfig = ''] = await dev.line(/export KUBECONFIG=(\S+)\n/);
    client = await createClient('test', { kubeconfig });
  });
  afterAll(async () => {
    await client?.close();
    dev.kill('SIGKILL');
    await dev.ended;
    project.remove();
  });

  it('generates, applies, and runs the operator with its arguments', async () => {
    await dev.line(/\[kubewright\] written config\/crd\/bases\/example.com_lamps.yaml\n/);
    await dev.line(/created CustomResourceDefinition lamps.example.com\n/);
    await dev.line(/created ClusterRole manager-role\n/);
    await dev.line(/started controllers\/main.ts/);
    await dev.line(/ready after/);
    const [, pid] = await dev.line(/operator (\d+) --colour green\n/);
    operator = Number(pid);
    const lamp = await client.create(Lamp, { metadata: A, spec: { bulbs: 1 } });
    uid = lamp.metadata.uid;
    await dev.line(/first edition: a has 1\n/);
  });

  it('applies what a saved source adds to a definition, and keeps the objects', async () => {
    project.put('api/lamp-spec.ts', SPEC.replace('bulbs!', 'watts?: Int32;\n  bulbs!'));
    await dev.line(/written config\/crd/);
    await dev.line(/changed CustomResourceDefinition lamps.example.com\n/);
    await dev.line(/restarted controllers\/main.ts/);
    await dev.line(/first edition: a has 1\n/);
    const [version] = (await client.get(CustomResourceDefinition, DEFINITION)).spec.versions;
    expect(version?.schema?.openAPIV3Schema?.properties?.spec?.properties).toHaveProperty('watts');
    expect((await client.get(Lamp, A)).metadata.uid).toBe(uid);
    expect(isAlive(operator)).toBe(false);
  });

  it('goes on with the old operator and the old definition while a save has mistakes', async () => {
    const before = await client.get(CustomResourceDefinition, DEFINITION);
    project.put('api/lamp-spec.ts', SPEC.replace('@Minimum(0)', "@Minimum('none')"));
    await dev.line(/api\/lamp-spec\.ts:4:12 - error KW\d+: /);
    await dev.line(/1 error; nothing was written\n/);
    await dev.line(/waiting for the next save; the operator of before goes on\n/);
    await client.patch(Lamp, A, { spec: { bulbs: 2 } });
    await dev.line(/first edition: a has 2\n/);
    expect(await client.get(CustomResourceDefinition, DEFINITION)).toEqual(before);
  });

  it('follows the next save without them, also of an editor that renames', async () => {
    project.put('api/lamp-spec.ts.new', SPEC);
    renameSync(join(project.folder, 'api/lamp-spec.ts.new'), join(project.folder, 'api/lamp-spec.ts'));
    await dev.line(/changed CustomResourceDefinition/);
    await dev.line(/restarted/);
    await dev.line(/first edition: a has 2\n/);
  });

  it('keeps the old operator when behaviour does not parse', async () => {
    project.put('controllers/lamp-reconciler.ts', `${RECONCILER}const a = ;\n`);
    await dev.line(/controllers\/lamp-reconciler\.ts:\d+:11 - error TS1109: Expression expected/);
    await dev.line(/waiting for the next save; the operator of before goes on\n/);
  });

  it('only starts the operator anew when only behaviour has changed', async () => {
    const before = await client.get(CustomResourceDefinition, DEFINITION);
    project.put('controllers/lamp-reconciler.ts', RECONCILER.replace('first', 'second'));
    const [between] = await dev.line(/(?:.*\n)*?.*restarted controllers\/main.ts/);
    expect(between).not.toMatch(/CustomResourceDefinition|written/);
    await dev.line(/second edition: a has 2\n/);
    expect(await client.get(CustomResourceDefinition, DEFINITION)).toEqual(before);
  });

  it('refuses to run twice in one project, and leaves the first one alone', async () => {
    const second = new Dev(project.folder);
    expect(await second.ended).toEqual({ status: 1, signal: null });
    expect(second.output).toMatch(/^error: the kubeconfig \S+ is in use by the process \d+\nhint: stop that process/);
  });

  it('leaves the operator alone when it does not use what has changed', async () => {
    project.put('controllers/lamp.test.ts', 'export const nothing = 1;\n');
    await dev.line(/controllers\/lamp.test.ts changed; neither the operator nor a manifest comes of it\n/);
  });

  it('tells of an operator that ends by itself, with the place in its source, and waits for the next save', async () => {
    project.put('controllers/main.ts', `${MAIN.replace('await manager', "throw new Error('broken');\nawait manager")}`);
    await dev.line(/controllers\/main\.ts:7\b[\s\S]*Error: broken/);
    await dev.line(/the operator has ended with status 1; the next save starts it again\n/);
    project.put('controllers/main.ts', MAIN);
    operator = Number((await dev.line(/operator (\d+)/))[1]);
    await dev.line(/second edition: a has 2\n/);
  });

  it('keeps objects and operator when the server refuses a definition, and says what to do', async () => {
    project.put('api/lamp.ts', API.replaceAll('CustomResource', 'ClusterResource'));
    await dev.line(/error: apply CustomResourceDefinition lamps\.example\.com: spec\.scope: .*field is immutable/);
    await dev.line(/hint: .* kubectl delete crd lamps\.example\.com\n/);
    await dev.line(/waiting for the next save; the operator of before goes on\n/);
    expect((await client.get(Lamp, A)).metadata.uid).toBe(uid);
    project.put('api/lamp.ts', API);
    await dev.line(/second edition: a has 2\n/);
  });

  it('says at once what keeps a definition from being served', async () => {
    project.put('api/lamp.ts', API.replace("kind: 'Lamp'", "kind: 'Lamp', plural: 'lights'"));
    await dev.line(/error: lights\.example\.com is not served: "\w+" is already in use\nhint: .* kubectl delete crd /);
    await dev.line(/waiting for the next save; the operator of before goes on\n/);
    project.put('api/lamp.ts', API);
    await dev.line(/second edition: a has 2\n/);
  });

  it('keeps the definition of a class that is gone, and says how to drop it', async () => {
    project.put('api/torch.ts', API.replaceAll('Lamp extends', 'Torch extends').replace("'Lamp'", "'Torch'"));
    await dev.line(/created CustomResourceDefinition torches.example.com\n/);
    await dev.line(/second edition: a has 2\n/);
    rmSync(join(project.folder, 'api/torch.ts'));
    await dev.line(/removed config\/crd\/bases\/example.com_torches.yaml\n/);
    await dev.line(/kubectl delete crd torches.example.com\n/);
    await client.get(CustomResourceDefinition, { name: 'torches.example.com' });
  });

  it('ends on SIGTERM: first the operator, then the cluster', async () => {
    dev.kill('SIGTERM');
    expect(await dev.ended).toEqual({ status: 0, signal: null });
    expect(isAlive(operator)).toBe(false);
    await expect(client.get(Lamp, A)).rejects.toThrow(/ECONNREFUSED|connect/);
    expect(dev.output).toBe(stripVTControlCharacters(dev.output));
  });

  it('keeps objects in a folder for the next start, and takes the operator with it when it is killed', async () => {
    const args = ['--data', 'objects', '--apply', 'lamp.yaml', '--kubeconfig', 'kube'];
    project.put('lamp.yaml', 'apiVersion: example.com/v1\nkind: Lamp\nmetadata:\n  name: kept\nspec:\n  bulbs: 7\n');
    const first = new Dev(project.folder, ...args);
    await first.line(/created Lamp default\/kept\n/);
    const pid = Number((await first.line(/operator (\d+)/))[1]);
    await first.line(/second edition: kept has 7\n/);
    first.kill('SIGKILL');
    await first.ended;
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);

    const second = new Dev(project.folder, '--data', 'objects', '--kubeconfig', 'kube', '--no-operator');
    const [between] = await second.line(/[\s\S]*ready/);
    expect(between).not.toMatch(/created|started/);
    const again = await createClient('test', { kubeconfig: join(project.folder, 'kube') });
    expect((await again.get(Lamp, { ...A, name: 'kept' })).spec).toEqual({ bulbs: 7 });
    await again.close();
    second.kill('SIGINT');
    expect(await second.ended).toEqual({ status: 0, signal: null });
  });
});

describe('kubewright dev, when it cannot start,', () => {
  beforeEach(() => {
    project = new LampProject();
  });
  afterEach(() => project.remove());

  it.each<[string, () => string[] | Promise<string[]>, number, RegExp]>([
    [
      'no project',
      () => {
        rmSync(join(project.folder, 'tsconfig.json'));
        return [];
      },
      1,
      /^error: no tsconfig\.json in .*\nhint: run this inside your project/,
    ],
    ['no entry', () => ['--entry', 'main.ts'], 1, /^error: \S+\/main\.ts does not exist\nhint: .* --entry/],
    ['a port that is none', () => ['--port', 'http'], 2, /^error: option '--port <number>' argument 'http' is invalid/],
    [
      'a kubeconfig of somebody else',
      () => {
        project.put('kube', 'apiVersion: v1\nkind: Config\ncontexts: [{ name: production }]\n');
        return ['--kubeconfig', 'kube'];
      },
      1,
      /^error: \S+\/kube exists, and is not a kubeconfig that kubewright wrote\nhint: name another file/,
    ],
    ['manifests that are not there', () => ['--apply', 'nope'], 1, /^error: \S+\/nope does not exist\nhint: .*--apply/],
  ])('names %s, and the next step', async (_, prepare, status, message) => {
    const dev = new Dev(project.folder, ...(await prepare()));
    expect(await dev.ended).toEqual({ status, signal: null });
    expect(dev.output).toMatch(message);
    expect(dev.output).not.toMatch(/^ +at /m);
  });

  it('names a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as { readonly port: number };
    const dev = new Dev(project.folder, '--port', String(port));
    expect(await dev.ended).toEqual({ status: 1, signal: null });
    expect(dev.output).toContain(`error: the port ${port} of 127.0.0.1 is taken\nhint: choose another one with --port`);
    await new Promise(resolve => server.close(resolve));
  });

  it('keeps the cluster up over a project with mistakes, and begins with the save that mends them', async () => {
    project.put('api/lamp-spec.ts', SPEC.replace('@Minimum(0)', "@Minimum('none')"));
    const dev = new Dev(project.folder);
    await dev.line(/error KW/);
    await dev.line(/waiting for the next save; no operator runs\n/);
    expect(readFileSync(join(project.folder, 'node_modules/.cache/kubewright/kubeconfig'), 'utf8')).toContain(
      '127.0.0.1',
    );
    project.put('api/lamp-spec.ts', SPEC);
    await dev.line(/started controllers\/main.ts/);
    dev.kill('SIGINT');
    expect(await dev.ended).toEqual({ status: 0, signal: null });
  });
});
