// Hands builds to a thread that keeps the compiler loaded.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Build, BuildRequest } from './build.js';

type Reply = { readonly build: Build } | { readonly error: object };

/** One build at a time. */
export class Builder {
  readonly #worker = new Worker(new URL(`build-worker${extname(import.meta.url)}`, import.meta.url));

  /** @throws Error that has the name and fields of those that `build` throws */
  build(request: BuildRequest): Promise<Build> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#worker.off('message', onReply);
        this.#worker.off('error', onError);
      };
      const onReply = (reply: Reply) => {
        settle();
        if ('build' in reply) resolve(reply.build);
        else reject(Object.assign(new Error(), reply.error));
      };
      const onError = (error: unknown) => {
        settle();
        reject(error);
      };
      this.#worker.on('message', onReply);
      this.#worker.on('error', onError);
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
