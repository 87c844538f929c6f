// In the operator's process: a line at file descriptor 3 for each reconcile that starts or ends, and for each request. They
// are written at once, so those of a process that is killed are there. Knows nothing of the runtime: it puts itself
// between the runtime and the reconciler.
import diagnostics from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ReconcileContext, Result, Snapshot } from 'kubewright';
import type { Redis } from '../../api/v1/redis.js';
import { RedisReconciler } from '../../controllers/redis/redis-reconciler.js';

const MARKS = 3;

for (const method of ['reconcile', 'finalize'] as const) {
  const original = RedisReconciler.prototype[method];
  RedisReconciler.prototype[method] = async function (
    this: RedisReconciler,
    redis: Snapshot<Redis>,
    context: ReconcileContext,
  ): Promise<Result> {
    const key = `${redis.metadata.namespace}/${redis.metadata.name}`;
    writeSync(MARKS, `start ${key}\n`);
    try {
      return await original.call(this, redis, context);
    } finally {
      writeSync(MARKS, `end ${key}\n`);
    }
  };
}

diagnostics.subscribe('undici:request:create', message => {
  const { request } = message as { request: { method: string } };
  writeSync(MARKS, `request ${request.method}\n`);
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
process.on('message', () => {
  // Once more: what finalizers let go.
  collect();
  collect();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, arrayBuffers, rss });
});
// The operator decides when it ends, not who asks.
process.channel?.unref();
