// A process that runs batches: an operator and a control plane use one core.
import { type RunOptions, type RunOutcome, runSeeded } from './run.js';
import { STYLES } from './style.js';

/** A batch that is asked for. */
export interface Task extends Omit<RunOptions, 'style'> {
  readonly style: keyof typeof STYLES;
}

process.on('message', async (task: Task) => {
  const outcome: RunOutcome = await runSeeded({ ...task, style: STYLES[task.style] });
  process.send?.(outcome);
});
// Interrupted, it leaves nothing behind; what it has made is removed when it exits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
// Without it, nobody waits for an outcome any more.
process.on('disconnect', () => process.exit());
