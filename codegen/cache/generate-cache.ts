// Remembers what a run was made from and what it left, so that the next one knows that there is nothing to do.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Task } from '../config/task.js';
import { removeIfThere } from '../emit/staged-files.js';
import { hashOf } from '../files/fingerprint.js';
import { type Input, kindOf, statOf } from '../files/source-tree.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { GeneratedDocument, GeneratedFile } from '../model/result.js';
import { identity } from './identity.js';
import { checkInput } from './input-check.js';
import { type OutputState, outputState, unchangedOutput } from './output-check.js';

/** What a run has come to. */
export interface CacheEntry {
  readonly diagnostics: readonly Diagnostic[];
  readonly documents: readonly GeneratedDocument[];
  readonly files: readonly GeneratedFile[];
  readonly sources: readonly string[];
}

interface Stored extends Pick<CacheEntry, 'diagnostics' | 'sources'> {
  readonly identity: string;
  readonly task: string;
  readonly inputs: readonly (readonly [path: string, input: Input])[];
  readonly output: OutputState;
}

/**
 * What a run would come to, if all that the last one was made from is as it was, and so is what it left; else undefined. A
 * cache that cannot be read, or is of another kubewright, is none.
 */
export function recall(task: Task): CacheEntry | undefined {
  const path = cacheFile(task);
  const stored = path === undefined ? undefined : read(path);
  if (path === undefined || stored === undefined) return undefined;
  if (stored.task !== textOf(task) || stored.identity !== identity()) return undefined;
  const inputs: [string, Input][] = [];
  let isFresh = true;
  for (const [file, input] of stored.inputs) {
    const check = checkInput(file, input);
    if (check === 'changed') return undefined;
    isFresh &&= check === 'same';
    inputs.push([file, check === 'same' ? input : check.same]);
  }
  const output = unchangedOutput(task.outputFolder, stored.output);
  if (output === undefined) return undefined;
  // Next time their fingerprints are enough.
  if (!isFresh) write(path, { ...stored, inputs });
  return { diagnostics: stored.diagnostics, sources: stored.sources, ...output };
}

/** Keeps a run for the next time; does nothing where there is no place for it. */
export function remember(task: Task, run: CacheEntry, inputs: ReadonlyMap<string, Input>): void {
  const path = cacheFile(task);
  const output = path === undefined ? undefined : outputState(task.outputFolder, run.documents, run.files);
  if (path === undefined || output === undefined) return;
  const { diagnostics, sources } = run;
  write(path, { identity: identity(), task: textOf(task), inputs: [...inputs], output, diagnostics, sources });
}

function textOf({ tsconfig, outputFolder, settings }: Task): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([tsconfig, outputFolder, sorted]);
}

/** Beside the dependencies; undefined if there are none. */
function cacheFile(task: Task): string | undefined {
  for (let folder = dirname(task.tsconfig); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (kindOf(statOf(modules)) === 'folder') {
      const name = hashOf(textOf(task)).slice(0, 16).replace(/\W/g, '_');
      return join(modules, '.cache', 'kubewright', 'generate', name);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Behind its hash, so that one that was cut or changed is none. */
function read(path: string): Stored | undefined {
  try {
    const [seal, text = ''] = readFileSync(path, 'utf8').split('\n');
    return seal === hashOf(text) ? (JSON.parse(text) as Stored) : undefined;
  } catch {
    return undefined;
  }
}

/** In one step, since others may read it meanwhile. A disk that does not take it is no reason to fail. */
function write(path: string, stored: Stored): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const text = JSON.stringify(stored);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, `${hashOf(text)}\n${text}`);
    renameSync(temporary, path);
  } catch {
    removeIfThere(temporary);
  }
}
