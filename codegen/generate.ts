// The whole way from a project to its manifests. What is heavy loads only when there is something to do.
import { type CacheEntry, recall, remember } from './cache/generate-cache.js';
import type { Task } from './config/task.js';
import type { GenerateResult } from './model/result.js';
import { type GenerateOptions, taskOf } from './options.js';
import type { ReadMemory } from './read/read-project.js';

/**
 * Reads the decorated classes of a project, checks them, and brings the manifests below the output folder up to date: one
 * CustomResourceDefinition for each resource in `crd/bases/`, the roles in `rbac/role.yaml`, the configurations of
 * admission webhooks in `webhook/manifests.yaml`, and around them what kubebuilder scaffolds. Files that were generated
 * for what is no longer in the source are removed; files of others are left alone. What is wrong with the source is told as
 * diagnostics.
 * @throws InputError if there is no tsconfig.json, or an option has a value that cannot be
 * @throws FileError if a file cannot be read or written; then no file was changed in part
 */
export function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  return createGenerator(options).generate();
}

/** Generates one project again and again. */
export interface Generator {
  /**
   * As `generate`; what has not changed since the last time is neither read nor parsed again. One at a time: a call waits for
   * the one before.
   * @param sources in place of those of the options
   */
  generate(sources?: ReadonlyMap<string, string>): Promise<GenerateResult>;
}

/** For editors, watchers and tests, which ask often; a program that asks once calls `generate`. */
export function createGenerator(options: GenerateOptions = {}): Generator {
  const memory: ReadMemory = {};
  let last: Promise<unknown> = Promise.resolve();
  return {
    generate(sources = options.sources) {
      const next = last.then(() => generateOnce({ ...options, ...(sources && { sources }) }, memory));
      last = next.catch(() => {});
      return next;
    },
  };
}

/** As `generate`, with what a run before has left, also one of another project: for tests, which have many. */
export async function generateOnce(options: GenerateOptions, memory: ReadMemory): Promise<GenerateResult> {
  const { check = false, write = true, cache = false, sources: overlay } = options;
  const task = taskOf(options);
  const { outputFolder, diagnostics } = task;
  if (diagnostics.length > 0) {
    const sources = task.manifest === undefined ? [] : [task.manifest];
    return { diagnostics, documents: [], files: [], sources, outputFolder };
  }
  const isCached = cache && write && overlay === undefined;
  const known = isCached ? recall(task) : undefined;
  if (known !== undefined) return resultOf(known, task);

  const { run, bringUpToDate, hasErrors } = await import('./run.js');
  const { inputs, unreadableFolders, ...found } = await run(task, memory, overlay);
  const documents = found.documents.map(({ path, content }) => ({ path, content }));
  if (!write || hasErrors(found.diagnostics)) return { ...found, documents, files: [], outputFolder };
  const { files, losses } = bringUpToDate(task, { ...found, unreadableFolders }, { check });
  if (losses.length > 0) {
    const all = [...found.diagnostics, ...losses];
    return { ...found, diagnostics: all, documents: hasErrors(losses) ? [] : documents, files, outputFolder };
  }
  const isFresh = files.every(({ state }) => state !== 'stale');
  if (isCached && isFresh) remember(task, { ...found, documents, files }, inputs);
  return { ...found, documents, files, outputFolder };
}

function resultOf({ diagnostics, documents, files, sources }: CacheEntry, { outputFolder }: Task): GenerateResult {
  return { diagnostics, documents, files, sources, outputFolder };
}
