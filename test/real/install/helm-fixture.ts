// The `test` of the chart.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { bundle } from '../../../hack/bundle/bundle.js';
import { manifestsIn } from '../../../hack/bundle/kustomize.js';
import { pinnedVersions } from '../../../hack/control-plane/binaries.js';
import { test as base } from './fixture.js';

/** Where Helm is, or why there is none; then what asks for `helm` is to be skipped. */
export const HELM = inject('helm');

/**
 * - `bundled`: what `npm run bundle` writes, in a folder of its own.
 * - `helm`: runs Helm, with a kubeconfig where a cluster is asked; templates are for the Kubernetes of the tests.
 * - `template`: the objects of the chart, as release `redis` in `redis-system`, with more arguments.
 */
export const test = base
  .extend('bundled', { scope: 'file' }, async ({ kubectl }, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'kubewright-bundle-'));
    onCleanup(() => rm(folder, { recursive: true }));
    const files = await bundle({ kubectl: kubectl.binary });
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return { folder, files, chart: join(folder, 'chart') };
  })
  .extend('helm', { scope: 'file' }, async ({ bundled: { folder } }) => {
    const { path } = HELM as { readonly path: string };
    const env = { ...process.env, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
    return (command: string, ...args: string[]) => {
      const forVersion = command === 'template' ? ['--kube-version', pinnedVersions().kubernetes] : [];
      return promisify(execFile)(path, [command, ...args, ...forVersion], { env, maxBuffer: 64 << 20 });
    };
  })
  .extend('template', { scope: 'file' }, async ({ helm, bundled: { chart } }) => async (...args: string[]) => {
    const { stdout } = await helm('template', 'redis', chart, '--namespace', 'redis-system', ...args);
    return manifestsIn(stdout);
  });
