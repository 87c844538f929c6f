// A control plane that is measured.
import { execFileSync } from 'node:child_process';
import type { Api } from './api.js';

export interface Target {
  readonly api: Api;
  /** Milliseconds until it was ready: of its own start, and of its process with all that is loaded. */
  readonly ready: { readonly start?: number; readonly process: number };
  /** Resident memory of its processes, in megabytes. */
  megabytes(): number;
  /** The longest time since the last call for which nothing else could run; undefined where nobody can tell. */
  longestDelay(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** As `ps` tells it. */
export function residentMegabytes(pids: readonly number[]): number {
  const lines = execFileSync('ps', ['-o', 'rss=', '-p', pids.join(',')], { encoding: 'utf8' })
    .trim()
    .split('\n');
  return lines.reduce((sum, line) => sum + Number(line), 0) / 1024;
}
