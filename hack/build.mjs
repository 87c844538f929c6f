// Builds dist/ from the sources: compiles them afresh, so that no file of a deleted module is left behind, and copies the
// data that modules read beside themselves when they are first needed.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
if (tsc.error) throw tsc.error;
if (tsc.status !== 0) process.exit(1);
// What a module imports, tsc has copied; what is recorded for tests has other folders.
for (const path of globSync('{devcluster,schema}/**/data/*.json')) {
  mkdirSync(dirname(join('dist', path)), { recursive: true });
  copyFileSync(path, join('dist', path));
}
chmodSync('dist/cli/main.js', 0o755);
