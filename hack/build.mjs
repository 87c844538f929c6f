// Builds dist/ from the sources: compiles them afresh, so that no file of a deleted module is left behind.
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
if (tsc.error) throw tsc.error;
if (tsc.status !== 0) process.exit(1);
chmodSync('dist/cli/main.js', 0o755);
