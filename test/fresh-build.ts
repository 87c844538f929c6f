// Builds dist/ where a source is younger: who runs tests without `npm test` tests what is written, too.
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { BUILT_CLI } from './built-cli.js';

const SOURCES =
  '{cli,codegen,decorators,dev,devcluster,manifests,runtime,scalars,schema,spelling,testing}/**/*.{ts,json}';

export default function setup(): void {
  const built = statSync(BUILT_CLI, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync([SOURCES, 'package.json', 'hack/build.mjs'], { exclude: ['**/*.test.ts'] });
  if (sources.every(path => statSync(path).mtimeMs <= built)) return;
  const { status, error } = spawnSync(process.execPath, ['hack/build.mjs'], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error('dist/ could not be built: see above');
}
