import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('a cluster that was stopped leaves no timer, socket or file: the process ends by itself', {
  timeout: 60_000,
}, async ({ signal }) => {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-nothing-left-'));
  try {
    const { code, output } = await run('test/testing/cluster-in-use.ts', { TMPDIR: folder }, signal);
    expect(output).toBe('{"rejected":4,"resources":[],"files":[]}\n');
    expect(code).toBe(0);
    expect((await readdir(folder)).filter(name => name.startsWith('kubewright'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function run(
  script: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', script], {
    signal,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => resolve({ code, output }));
  });
}
