// Asks a target what the raw suite asks.
import { randomBytes } from 'node:crypto';
import type { Observation } from '../observation.js';
import type { Target } from '../target.js';
import type { Area } from './scenario.js';
import { ScenarioRun } from './scenario-run.js';

/** Scenarios at a time; more make a real server no faster. */
const AT_ONCE = 8;

/**
 * The observations of all areas in their order. Namespaces and other objects that scenarios made are deleted
 * again, without waiting for the namespaces to be gone.
 * @throws Error when the setup of a scenario fails
 */
export async function runRawSuite(target: Target, areas: readonly Area[]): Promise<Observation[]> {
  const runs = areas.flatMap(({ area, scenarios, alone = false }) =>
    scenarios.map(scenario => ({ area, scenario, alone, seen: [] as readonly Observation[] })),
  );
  const observe = async (run: (typeof runs)[number]) => {
    const namespace = `conformance-${randomBytes(4).toString('hex')}`;
    run.seen = await new ScenarioRun(target, run.area, run.scenario, namespace).observations();
  };
  const { alone = [], together = [] } = Object.groupBy(runs, run => (run.alone ? 'alone' : 'together'));
  await inParallel(1, alone, observe);
  await inParallel(AT_ONCE, together, observe);
  return runs.flatMap(({ seen }) => seen);
}

async function inParallel<T>(count: number, items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const workers = Array.from({ length: count }, async () => {
    for (const item of rest) await run(item);
  });
  // All have to end before the target may be stopped.
  const failed = (await Promise.allSettled(workers)).filter(result => result.status === 'rejected');
  if (failed.length === 0) return;
  const reasons = failed.map(({ reason }) => reason as Error);
  throw new AggregateError(reasons, reasons.map(({ message }) => message).join('\n'));
}
