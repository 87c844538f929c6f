// A lock among processes of one machine: a file that names the process that has it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Another process has the lock, and runs. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  /** @param what such as `the folder data` */
  constructor(
    what: string,
    readonly pid: number,
    readonly path: string,
  ) {
    super(`${what} is in use by the process ${pid}`);
  }

  get hint(): string {
    return `stop that process, or use another one; if it is no kubewright, remove ${this.path}`;
  }
}

/** The locks of this process. One that bears its id and is not among them is from a former process with the same id. */
const held = new Set<string>();

/**
 * Takes a lock, also from a process that has ended without releasing it, as SIGKILL makes it.
 * @returns what releases it
 * @throws LockedError
 */
export function lockFile(path: string, what: string): () => void {
  const absolute = resolve(path);
  if (held.has(absolute)) throw new LockedError(what, process.pid, path);
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Owner);
  while (!written(path, mine)) {
    const text = readIfThere(path);
    const owner = text === undefined ? undefined : ownerIn(text);
    if (owner !== undefined && owner.pid !== process.pid && isRunning(owner))
      throw new LockedError(what, owner.pid, path);
    // Unless somebody else has taken it meanwhile.
    if (readIfThere(path) === text) rmSync(path, { force: true });
  }
  held.add(absolute);
  return () => {
    held.delete(absolute);
    if (readIfThere(path) === mine) rmSync(path, { force: true });
  };
}

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same id, where the system says it. */
  readonly started: string;
}

function written(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined when it was cut in the middle by the end of its process. */
function ownerIn(text: string): Owner | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, started }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // One that has ended stays until its parent looks at it, which in a container may be never.
  return startOf(pid) === started && statOf(pid)[STATE] !== 'Z';
}

/** When a process started, in ticks since the machine did; empty where there is no /proc. */
function startOf(pid: number): string {
  return statOf(pid)[START] ?? '';
}

function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; what follows it starts with the third field.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

const STATE = 3 - 3;
const START = 22 - 3;
