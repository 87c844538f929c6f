import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { ConfigMap } from '../../runtime/kinds/core-v1.js';
import { startTestCluster } from '../../testing/index.js';

test('a cluster that was killed loses nothing that it has acknowledged', { timeout: 60_000 }, async ({ signal }) => {
  const folder = await mkdtemp(join(tmpdir(), 'kubewright-killed-'));
  try {
    const acknowledged = await killedAfter(20, join(folder, 'data'), folder, signal);
    await using cluster = await startTestCluster({ dataFolder: join(folder, 'data') });
    const { items } = await cluster.client.list(ConfigMap, { namespace: 'default' });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(acknowledged));
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** What the process had said when it was killed, with SIGKILL, after so many lines or more. */
async function killedAfter(count: number, dataFolder: string, temporary: string, signal: AbortSignal) {
  const args = ['--import', 'tsx', '--conditions=source', 'test/testing/cluster-to-kill.ts', dataFolder];
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, args, { env, signal, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length === count) child.kill('SIGKILL');
  }
  await gone;
  return lines;
}
