// Shows that calls leave nothing in memory: the heap after many of them, all under one signal that lives on, as the calls
// of an operator are. Each waits for its turn, and every hundredth is sent again. The last line says how much grew.
//   node --expose-gc --import tsx --conditions=source hack/client/memory.ts [CALLS, default 200000]
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '../../runtime/client/create-client.js';
import { systemClock } from '../../runtime/clock/clock.js';
import { Redis } from '../../test/sample-kind.js';

const CALLS = Number(process.argv[2] ?? 200_000);
const AT_ONCE = 20;
const STEPS = 4;

let asked = 0;
const server = createServer((_, response) => {
  const busy = ++asked % 100 === 0;
  response.writeHead(busy ? 429 : 200, { 'content-type': 'application/json', ...(busy && { 'retry-after': '1' }) });
  response.end('{"apiVersion":"myapp.tangx.in/v1","kind":"Redis","metadata":{"name":"a","namespace":"default"}}');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const client = await createClient('memory', {
  access: {
    server: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    user: undefined,
    namespace: 'default',
    proxy: undefined,
    credentials: async () => ({ headers: {}, tls: {} }),
  },
  rateLimit: { qps: 1e6, burst: 1 },
  // Pauses take no time.
  clock: { ...systemClock, setTimer: (_, callback) => systemClock.setTimer(0, callback) },
});
const { signal } = new AbortController();

await calls(CALLS / 20);
const first = heap();
for (let step = 1; step <= STEPS; step++) {
  await calls(CALLS / STEPS);
  console.log(`${String((CALLS / STEPS) * step).padStart(9)} calls: ${(heap() / 1e6).toFixed(1)} MB`);
}
console.log(`node ${process.version}: ${((heap() - first) / CALLS).toFixed(1)} bytes more for each call`);
await client.close();
server.close();

async function calls(count: number): Promise<void> {
  const each = async (): Promise<void> => {
    for (let left = count / AT_ONCE; left > 0; left--) {
      await client.get(Redis, { namespace: 'default', name: 'a' }, { signal });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, each));
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
