// How long manifests take to follow a save.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Projects } from './projects.js';

/** Milliseconds from each save of a source until its manifest is written, as seen from another process. */
export async function watchReactions(cli: string, { typescript, source }: Projects, saves: number): Promise<number[]> {
  const manifest = join(typescript, 'config/crd/bases/myapp.tangx.in_redis.yaml');
  const watcher = spawn(process.execPath, [cli, 'generate', '--watch'], { cwd: typescript });
  const text = readFileSync(source, 'utf8');
  try {
    await new Promise<void>(resolve => {
      watcher.stdout.on('data', data => String(data).includes('watching') && resolve());
    });
    const reactions: number[] = [];
    for (let save = 0; save < saves; save++) {
      const before = statSync(manifest).mtimeMs;
      const began = performance.now();
      writeFileSync(source, text.replace('The wished state', `The state wished ${save}`));
      while (statSync(manifest).mtimeMs === before) await sleep(1);
      reactions.push(performance.now() - began);
      // As fast as nobody saves.
      await sleep(150);
    }
    return reactions;
  } finally {
    writeFileSync(source, text);
    watcher.kill('SIGINT');
    await once(watcher, 'exit');
  }
}
