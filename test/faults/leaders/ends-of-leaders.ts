// How leaders end, and how long it takes until another acts.
import { setTimeout as wait } from 'node:timers/promises';
import type { ProcessEnd } from '../replica-processes.js';
import type { Replicas, Timing } from './replicas.js';

/** A pause (SIGSTOP) is longer than the Lease lasts. */
export const ENDS: readonly ProcessEnd[] = ['kill', 'release', 'pause'];

/**
 * Ends the leader, and lets another take its place.
 * @returns milliseconds from its end (a pause: its beginning) to the first act of another that has reached the API server
 */
export async function endLeader(replicas: Replicas, end: ProcessEnd, { lease, retry }: Timing): Promise<number> {
  const leader = await replicas.leader();
  // At any moment between two renewals.
  await wait(retry * Math.random());
  const next = replicas.act(actor => actor !== leader.identity);
  const at = performance.now();
  replicas.end(leader, end);
  // The next leader has long stood by: it may start meanwhile, but where every millisecond counts.
  const replacement = end === 'release' ? undefined : replicas.start();
  const first = await next;
  if (end === 'pause') {
    await wait(Math.max(0, lease - (performance.now() - at)) + retry);
    leader.child.kill('SIGCONT');
  }
  await leader.exited;
  const { exitCode } = leader.child;
  if (end === 'release' && exitCode !== 0) {
    throw new Error(`${leader.identity} was asked to stop, and has ended with ${exitCode}:\n${replicas.logOf(leader)}`);
  }
  if (end === 'pause' && (exitCode !== 1 || !replicas.logOf(leader).includes('leader election lost'))) {
    throw new Error(`${leader.identity} has lost the lead, and has ended with ${exitCode}:\n${replicas.logOf(leader)}`);
  }
  await (replacement ?? replicas.start());
  replicas.check();
  return first.at - at;
}
