// A lock among processes of one machine: a file that names the process that has it.

import { createHash, randomBytes } from 'node:crypto';
import { constants, copyFileSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readIfThere } from './read-if-there.js';

/** Another process has the lock, and runs; or this one has it already. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  /** @param what such as `the folder data` */
  constructor(
    what: string,
    readonly pid: number,
    readonly path: string,
  ) {
    super(`${what} is in use by ${pid === process.pid ? 'this process' : `the process ${pid}`}`);
  }

  get hint(): string {
    if (this.pid === process.pid) return 'stop what uses it, or use another one';
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
    if (text === undefined) continue;
    const owner = ownerIn(text);
    if (owner !== undefined && isRunning(owner)) throw new LockedError(what, owner.pid, path);
    takeAway(path, text, what);
  }
  held.add(absolute);
  let released = false;
  return () => {
    // Another one may have it by now.
    if (released) return;
    released = true;
    held.delete(absolute);
    if (readIfThere(path) === mine) rmSync(path, { force: true });
  };
}

/**
 * Removes the lock of a process that has ended. There is a lock for that, too, one for each content: whoever has read it,
 * and comes late, must not remove the lock of a process that runs.
 * @throws LockedError when another process is about to take it
 */
function takeAway(path: string, text: string, what: string): void {
  const release = lockFile(`${path}.${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, what);
  try {
    if (readIfThere(path) === text) rmSync(path, { force: true });
  } finally {
    release();
  }
}

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same id, where the system says it. */
  readonly started: string;
}

/** Nobody finds an empty one, which would look like that of a process that has ended. */
function written(path: string, text: string): boolean {
  const own = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(own, text, { flag: 'wx', mode: 0o600 });
    putInPlace(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** As a second name, so that all of it is there at once. @throws EEXIST */
function putInPlace(own: string, path: string): void {
  try {
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // Not every file system has second names.
    copyFileSync(own, path, constants.COPYFILE_EXCL);
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
  // Where nothing tells it from a former one, it is taken for that.
  if (pid === process.pid && started === '') return false;
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
