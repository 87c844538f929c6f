// Builds dist/ from the sources: compiles them afresh, so that no file of a deleted module is left behind.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' });
chmodSync('dist/cli/main.js', 0o755);
