// A program with an embedded control plane in it; tells its parent where it is, and what it has used when asked. No
// TypeScript: Node would load a compiler first, which takes as long as the control plane.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const { startDevCluster } = await import(process.argv[2] ?? '');
const began = performance.now();
// A real control plane without nodes leaves Pods as they are, too.
const cluster = await startDevCluster({ simulatePods: false });
process.send?.({ url: cluster.url, startMilliseconds: performance.now() - began });
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

process.on('message', () => {
  process.send?.({ longestDelayMilliseconds: delay.max / 1e6 });
  delay.reset();
});
process.on('disconnect', () => process.exit());
