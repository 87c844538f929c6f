// A program with an embedded control plane in it; tells its parent where it is, and what it has used when asked.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { startDevCluster } from '../../devcluster/server.js';
import type { ProgramReady, ProgramUsage } from './embedded-target.js';

const { startDevCluster: start } = (await import(process.argv[2] ?? '')) as { startDevCluster: typeof startDevCluster };
const began = performance.now();
// A real control plane without nodes leaves Pods as they are, too.
const cluster = await start({ simulatePods: false });
const ready: ProgramReady = { url: cluster.url, startMilliseconds: performance.now() - began };
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.send?.(ready);

process.on('message', () => {
  const usage: ProgramUsage = { longestDelayMilliseconds: delay.max / 1e6 };
  delay.reset();
  process.send?.(usage);
});
process.on('disconnect', () => process.exit());
