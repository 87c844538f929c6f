// By what a file is known again without being read.
import { hash } from 'node:crypto';
import type { Stats } from 'node:fs';

/** What a file was when it was read. */
export interface Fingerprint {
  /** Bytes. */
  readonly size: number;
  /** When its bytes were written, in milliseconds. Tools set it back. */
  readonly modified: number;
  /** When anything of it was changed, in milliseconds. Nobody sets it back. */
  readonly changed: number;
  readonly inode: number;
  /** When it was read, in milliseconds. */
  readonly read: number;
  /** Of its bytes. */
  readonly hash: string;
}

/**
 * Milliseconds that must lie between the last change of a file and its reading: file systems tell times in steps, and
 * within a step a second change does not show.
 */
const STEP = 100;

export function fingerprintOf(stats: Stats, hash: string): Fingerprint {
  return {
    size: stats.size,
    modified: stats.mtimeMs,
    changed: stats.ctimeMs,
    inode: stats.ino,
    read: Date.now(),
    hash,
  };
}

/** Whether a file is surely the one that was read. If not, its bytes have to be compared. */
export function isSettled({ size, modified, changed, inode, read }: Fingerprint, stats: Stats): boolean {
  const isSame = size === stats.size && inode === stats.ino && modified === stats.mtimeMs && changed === stats.ctimeMs;
  return isSame && read - Math.max(modified, changed) > STEP;
}

export function hashOf(content: string | Buffer): string {
  return hash('sha256', content, 'base64');
}
