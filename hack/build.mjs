// Builds dist/ afresh from the sources: declarations as the compiler writes them, one for each module, and the code in a few
// bundles, because some hundred modules take longer to find and to read than to run. Packages stay outside.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build } from 'esbuild';

/** What is started or imported by its name: the doors of the package, the command, and what runs in threads of its own. */
const ENTRIES = {
  'runtime/index': 'runtime/index.ts',
  'runtime/kinds': 'runtime/kinds/index.ts',
  'codegen/index': 'codegen/index.ts',
  'testing/index': 'testing/index.ts',
  'cli/main': 'cli/main.ts',
  'devcluster/server': 'devcluster/server.ts',
  'dev/build-worker': 'dev/build-worker.ts',
  'dev/operator-preload': 'dev/operator-preload.ts',
  'dev/operator-lifeline': 'dev/operator-lifeline.ts',
};

rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
if (tsc.error) throw tsc.error;
if (tsc.status !== 0) process.exit(1);
await build({
  entryPoints: Object.entries(ENTRIES).map(([out, path]) => ({ in: path, out })),
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  packages: 'external',
  plugins: [{ name: 'own place', setup: keepPlaces }],
  logLevel: 'warning',
});
// Declarations name the one that the compiler does not write. Modules read data beside themselves when they first need it; what is recorded for tests has other folders.
for (const path of [...globSync('{devcluster,schema}/**/data/*.json'), 'codegen/read/compiler.d.ts']) {
  mkdirSync(dirname(join('dist', path)), { recursive: true });
  copyFileSync(path, join('dist', path));
}
chmodSync('dist/cli/main.js', 0o755);

/** Every module goes on to find what lies beside it, from whichever bundle it is in: they all are one folder below dist/. */
function keepPlaces(bundler) {
  bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const place = relative(process.cwd(), path).replaceAll(sep, '/').replace(/ts$/, 'js');
    const url = `new URL(${JSON.stringify(`../${place}`)}, import.meta.url).href`;
    return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
  });
}
