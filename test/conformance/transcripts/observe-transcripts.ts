// Tells the stories of all transcripts to a server, and writes down what kubectl printed.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observation } from '../observation.js';
import type { Target } from '../target.js';
import { observeScenario } from './observe-scenario.js';
import type { TranscriptArea } from './scenario.js';

export interface ObserveTranscriptsOptions {
  /** The program to run. */
  readonly kubectl: string;
  readonly areas: readonly TranscriptArea[];
  /** How many stories are told at the same time. Default: 4. */
  readonly atOnce?: number;
}

/** In the order of the areas, whatever ended first. What the stories made is deleted, as far as the server can. */
export async function observeTranscripts(target: Target, options: ObserveTranscriptsOptions): Promise<Observation[]> {
  const { kubectl, areas, atOnce = 4 } = options;
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kubewright-transcripts-'));
  const stories = areas.flatMap(({ area, scenarios }) => scenarios.map(scenario => ({ area, scenario })));
  const observed: (readonly Observation[])[] = [];
  let next = 0;
  const tell = async () => {
    for (let story = stories[next]; story !== undefined; story = stories[next]) {
      const index = next++;
      const own = join(folder, String(index));
      await mkdir(own);
      observed[index] = await observeScenario(target, { kubectl, folder: own, ...story });
    }
  };
  try {
    const told = await Promise.allSettled(Array.from({ length: atOnce }, tell));
    const failures = told.filter(result => result.status === 'rejected').map(({ reason }) => reason);
    if (failures.length > 0) throw new AggregateError(failures, 'not every transcript could be told');
    return observed.flat();
  } finally {
    await rm(folder, { recursive: true });
  }
}
