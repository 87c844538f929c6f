// Whether the disk still answers as it did.
import { readFileSync } from 'node:fs';
import { type Fingerprint, fingerprintOf, hashOf, isSettled } from '../files/fingerprint.js';
import { hashOfEntries, type Input, kindOf, listFolder, realPathOf, statOf } from '../files/source-tree.js';

/** `same` with fresh fingerprints, if bytes had to be compared. */
export type InputCheck = 'changed' | 'same' | { readonly same: Input };

/** Asks the disk again what a run has asked of a path. */
export function checkInput(path: string, input: Input): InputCheck {
  const stats = statOf(path);
  if (kindOf(stats) !== input.kind) return 'changed';
  if (input.real !== undefined && realPathOf(path) !== input.real) return 'changed';
  if (input.entries !== undefined && hashOfEntries(listFolder(path)) !== input.entries) return 'changed';
  if (input.content === undefined || stats === undefined || isSettled(input.content, stats)) return 'same';
  const content = rehashed(path, input.content, () => fingerprintOf(stats, input.content?.hash ?? ''));
  return content === undefined ? 'changed' : { same: { ...input, content } };
}

/** Times say nothing of a file that was touched, or checked out and back. */
function rehashed(path: string, known: Fingerprint, fresh: () => Fingerprint): Fingerprint | undefined {
  try {
    return hashOf(readFileSync(path)) === known.hash ? fresh() : undefined;
  } catch {
    return undefined;
  }
}
