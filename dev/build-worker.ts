// The thread that builds: the compiler keeps it busy for a while, and requests to the API server do not wait for that.
import module from 'node:module';
import { parentPort } from 'node:worker_threads';
import type { BuildRequest } from './build.js';

// Each thread asks for it; and it holds for what is loaded after.
module.enableCompileCache();

parentPort?.on('message', async (request: BuildRequest) => {
  try {
    const { build } = await import('./build.js');
    parentPort?.postMessage({ build: await build(request) });
  } catch (error) {
    const { name, message, stack, ...rest } = error as Error;
    // A class does not pass the border between threads; its name and fields do.
    parentPort?.postMessage({ error: { name, message, stack, ...rest } });
  }
});
