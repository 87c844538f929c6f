import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { type Outcome, run, runOrThrow } from './run.js';

/** What the embedded control plane reads when it starts, or when it is first asked for. */
const DATA = [
  'dist/devcluster/builtin/data/resources.json',
  'dist/schema/published/data/schemas.json',
  'dist/devcluster/protobuf/data/messages.json',
];

const root = fileURLToPath(new URL('../../', import.meta.url));

// Installs from a registry: minutes, where nothing is cached.
describe('the package', { timeout: 60_000 }, () => {
  let folder: string;
  let stage: string;
  let project: string;
  let packed: readonly string[];

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'kubewright-package-')));
    stage = join(folder, 'stage');
    project = join(folder, 'project');
    const tarball = await pack();
    packed = (await runOrThrow(folder, 'tar', ['-tzf', tarball])).stdout
      .trim()
      .split('\n')
      .map(path => path.replace(/^package\//, ''));
    await cp(join(root, 'test/package/fixture'), project, { recursive: true });
    const { typescript, '@types/node': types } = packageJson.devDependencies;
    await runOrThrow(project, 'npm', [
      ...['install', '--no-audit', '--no-fund', '--prefer-offline'],
      ...[tarball, `typescript@${typescript}`, `@types/node@${types}`],
    ]);
  }, 600_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Builds a copy, so that nothing that others read from dist/ is disturbed. */
  async function pack(): Promise<string> {
    const left = ['.git', 'node_modules', 'dist', 'config', 'test'];
    await cp(root, stage, {
      recursive: true,
      filter: source => !left.some(name => source === join(root, name)),
    });
    await symlink(join(root, 'node_modules'), join(stage, 'node_modules'), 'junction');
    await runOrThrow(stage, 'npm', ['run', 'build']);
    await runOrThrow(stage, 'npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
    return join(folder, `${packageJson.name}-${packageJson.version}.tgz`);
  }

  describe('as packed', () => {
    const targets = Object.values(packageJson.exports).flatMap(target =>
      typeof target === 'string' ? [] : [target.types, target.default],
    );

    it.each([
      ...targets,
      packageJson.bin.kubewright,
      ...DATA,
      'LICENSE',
      'NOTICE',
      'README.md',
      'CHANGELOG.md',
      'package.json',
    ])('holds %s', path => {
      expect(packed).toContain(path.replace('./', ''));
    });

    it('holds nothing but what was built, and what says what it is', () => {
      const strange = packed.filter(
        path =>
          !/^dist\/(cli|codegen|decorators|dev|devcluster|manifests|runtime|scalars|schema|spelling|testing)\/.*\.d\.ts$/.test(
            path,
          ) &&
          !/^dist\/(chunks|cli|codegen|dev|devcluster|runtime|testing)\/.*\.js$/.test(path) &&
          !DATA.includes(path) &&
          !/^(LICENSE|NOTICE|README\.md|CHANGELOG\.md|package\.json)$/.test(path),
      );
      expect(strange).toEqual([]);
      expect(packed.filter(path => /\.test\.|\/(testdata|recorded)\//.test(path))).toEqual([]);
    });

    it('has all of its code one folder below dist/, from where it finds its data', () => {
      const scripts = packed.filter(path => path.endsWith('.js'));
      expect(scripts.filter(path => !/^dist\/[^/]+\/[^/]+$/.test(path))).toEqual([]);
    });

    it('does not tell on which machine it was built', async () => {
      const installed = join(project, 'node_modules/kubewright');
      for (const path of packed) {
        const text = await readFile(join(installed, path), 'utf8');
        expect(text.includes(folder) || text.includes(root), path).toBe(false);
      }
    });
  });

  describe('in a project of its user', () => {
    const node = (...args: readonly string[]): Promise<Outcome> =>
      run(project, process.execPath, args, { KUBECONFIG: '', HOME: folder, KUBERNETES_SERVICE_HOST: '' });

    beforeAll(async () => {
      await runOrThrow(project, 'npx', ['--no-install', 'tsc', '-p', '.']);
    });

    it('compiles, also without skipLibCheck', () => {
      expect(existsSync(join(project, 'dist/main.js'))).toBe(true);
    });

    it('generates the definition and the role', async () => {
      const { stdout } = await runOrThrow(project, 'npx', ['--no-install', 'kubewright', 'generate']);
      expect(stdout).toContain('config/crd/bases/cache.example.org_memcacheds.yaml');
      expect(await yaml('config/crd/bases/cache.example.org_memcacheds.yaml')).toMatchObject({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'memcacheds.cache.example.org' },
        spec: {
          group: 'cache.example.org',
          scope: 'Namespaced',
          names: { kind: 'Memcached', plural: 'memcacheds', singular: 'memcached', shortNames: ['mc'] },
          versions: [
            {
              name: 'v1',
              additionalPrinterColumns: [
                { name: 'Replicas', type: 'integer', jsonPath: '.status.replicas' },
                { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
              ],
              subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas' } },
              schema: {
                openAPIV3Schema: {
                  description: 'Memcached is a set of memcached servers.',
                  properties: {
                    spec: {
                      required: ['image'],
                      properties: {
                        replicas: { type: 'integer', format: 'int32', minimum: 1, maximum: 9, default: 1 },
                        whenFull: { type: 'string', enum: ['Evict', 'Refuse'], default: 'Evict' },
                        image: { type: 'string', minLength: 1, description: 'Container image of the servers.' },
                      },
                    },
                    status: {
                      properties: {
                        conditions: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] },
                      },
                    },
                  },
                },
              },
            },
          ],
        },
      });
      expect(await yaml('config/rbac/role.yaml')).toMatchObject({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        rules: expect.arrayContaining([
          {
            apiGroups: ['apps'],
            resources: ['deployments'],
            verbs: ['create', 'get', 'list', 'patch', 'watch'],
          },
          { apiGroups: ['cache.example.org'], resources: ['memcacheds/finalizers'], verbs: ['update'] },
          { apiGroups: ['cache.example.org'], resources: ['memcacheds/status'], verbs: ['patch'] },
        ]),
      });
    });

    it('finds nothing to do when it has just generated', async () => {
      const { status } = await run(project, 'npx', ['--no-install', 'kubewright', 'generate', '--check']);
      expect(status).toBe(0);
    });

    it.each(['kubewright', 'kubewright/kinds', 'kubewright/codegen', 'kubewright/testing'])(
      'opens the door %s',
      async door => {
        const program = `console.log(Object.keys(await import(${JSON.stringify(door)})).length > 0)`;
        expect(await node('--input-type=module', '--eval', program)).toMatchObject({ status: 0, stdout: 'true\n' });
      },
    );

    it('tests its operator against a Kubernetes API in its own process', async () => {
      const { status, stdout, stderr } = await node('dist/test/reconciles.js');
      expect([status, stderr, stdout]).toEqual([0, '', 'the Deployment cache is there\n']);
    });

    it('runs a cluster, which answers until it is stopped', async () => {
      const command = spawn(process.execPath, ['node_modules/kubewright/dist/cli/main.js', 'cluster'], {
        cwd: project,
      });
      const ended = once(command, 'close');
      try {
        let printed = '';
        for await (const text of command.stdout) {
          printed += text;
          if (printed.includes('not-modelled')) break;
        }
        const url = /ready at (\S+)\. /.exec(printed)?.[1];
        expect(printed).toContain(`export KUBECONFIG=${project}/node_modules/.cache/kubewright/cluster.kubeconfig\n`);
        expect(await (await fetch(`${url}/readyz`)).text()).toBe('ok');
      } finally {
        command.kill('SIGTERM');
      }
      expect(await ended).toEqual([0, null]);
    });

    it.each([
      ['ES modules', 'module', 'await manager.run'],
      ['CommonJS', 'commonjs', 'void manager.run'],
    ])('develops an operator in %s', async (_, type, run) => {
      const source = join(folder, type);
      await cp(join(root, 'test/package/fixture'), source, { recursive: true });
      await writeFile(join(source, 'package.json'), JSON.stringify({ private: true, type }));
      const main = await readFile(join(source, 'main.ts'), 'utf8');
      await writeFile(join(source, 'main.ts'), main.replace('await manager.run', run));
      await symlink(join(project, 'node_modules'), join(source, 'node_modules'), 'junction');
      const command = spawn(
        process.execPath,
        ['node_modules/kubewright/dist/cli/main.js', 'dev', '--entry', 'main.ts', '--kubeconfig', 'kubeconfig'],
        { cwd: source, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(command, 'close');
      try {
        let printed = '';
        for await (const text of command.stdout) {
          printed += text;
          if (printed.includes('manager started') || printed.includes('has ended')) break;
        }
        expect(printed).toContain('created CustomResourceDefinition memcacheds.cache.example.org\n');
        expect(printed).toContain('"msg":"manager started"');
      } finally {
        command.kill('SIGTERM');
      }
      expect(await ended).toEqual([0, null]);
    });

    it('prints help without loading what only one command needs', async () => {
      const program = `
        import { registerHooks } from 'node:module';
        const loaded = [];
        registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
        process.argv = [process.argv[0], 'kubewright', 'generate', '--help'];
        await import(${JSON.stringify(pathToFileURL(join(project, 'node_modules/kubewright/dist/cli/main.js')))});
        console.error(loaded.filter(url => /\\/(devcluster|dev|runtime|ts-morph|x509)\\//.test(url)).join());`;
      expect(await node('--input-type=module', '--eval', program)).toMatchObject({ status: 0, stderr: '\n' });
    });

    it('has flags, those of the package and its own', async () => {
      const { status, stdout, stderr } = await node('dist/main.js', '--help');
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toContain('--greeting TEXT  [KUBEWRIGHT_GREETING]\n');
      expect(stdout).toContain('where /healthz and /readyz are served; 0 for nowhere (default: 0)\n');
    });

    it('runs, and says that there is no kubeconfig', async () => {
      const { status, stderr } = await node('dist/main.js');
      expect(stderr).toContain('no API server is configured: KUBECONFIG is not set');
      expect(status).not.toBe(0);
    });

    // The last one: it takes from the project what images of operators leave out.
    it('runs without the optional packages, of which ts-morph is one', async () => {
      for (const name of Object.keys(packageJson.optionalDependencies)) {
        await rm(join(project, 'node_modules', name), { recursive: true });
      }
      const { stderr } = await node('dist/main.js');
      expect(stderr).toContain('no API server is configured: KUBECONFIG is not set');
      const generated = await run(project, 'npx', ['--no-install', 'kubewright', 'generate']);
      expect(generated.stderr).toContain('KW0001: ts-morph, which reads the source, is not installed');
      expect(generated.status).toBe(1);
    });

    async function yaml(path: string): Promise<unknown> {
      const names = await readdir(join(project, 'config'), { recursive: true });
      expect(names.map(name => `config/${name}`)).toContain(path);
      return load(await readFile(join(project, path), 'utf8'));
    }
  });
});
