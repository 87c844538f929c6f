// The embedded control plane in a process of its own, so that the load does not count.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Api } from './api.js';
import { residentMegabytes, type Target } from './target.js';

/** What the program says when it answers requests. */
interface ProgramReady {
  readonly url: string;
  readonly startMilliseconds: number;
}

interface ProgramUsage {
  readonly longestDelayMilliseconds: number;
}

const PROGRAM = fileURLToPath(new URL('./embedded-program.mjs', import.meta.url));
const BUILT = new URL('../../dist/devcluster/server.js', import.meta.url);
const SOURCE = new URL('../../devcluster/server.ts', import.meta.url);

/** Whether there is a built package to measure. */
export const isBuilt: boolean = existsSync(BUILT);

/** @param built whether to run the built package: the sources take longer to load, but not to run */
export async function startEmbedded(built: boolean): Promise<Target> {
  const loader = built ? [] : ['--import', 'tsx', '--conditions=source'];
  const began = performance.now();
  const child = spawn(process.execPath, [...loader, PROGRAM, (built ? BUILT : SOURCE).href], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the embedded control plane has ended');
  });
  ended.catch(() => {});
  const message = async <T>(): Promise<T> => {
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [T];
    return answer;
  };
  const { url, startMilliseconds } = await message<ProgramReady>();
  const api = new Api(url);
  return {
    api,
    ready: { start: startMilliseconds, process: performance.now() - began },
    megabytes: () => residentMegabytes([child.pid ?? 0]),
    async longestDelay() {
      child.send('usage');
      return (await message<ProgramUsage>()).longestDelayMilliseconds;
    },
    async stop() {
      await api.close();
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
