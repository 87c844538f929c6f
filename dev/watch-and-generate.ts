// `kubewright generate --watch`: manifests follow the sources.
import { dirname, extname, join } from 'node:path';
import { createGenerator, type Diagnostic, type GeneratedFile, type GenerateOptions } from '../codegen/index.js';
import { taskOf } from '../codegen/options.js';
import { type Clock, systemClock } from '../runtime/clock/clock.js';
import { ChangeBatches } from './change-batches.js';
import { SourceWatcher } from './source-watcher.js';

/** What happens while watching. */
export type WatchEvent =
  /** After the first run: from now on changes are heard. */
  | { readonly type: 'watching'; readonly folder: string }
  /** A run has come to its end. Nothing was written if a diagnostic is an error. */
  | {
      readonly type: 'ran';
      readonly diagnostics: readonly Diagnostic[];
      /** All of them, also those that were up to date. */
      readonly files: readonly GeneratedFile[];
      /** Absolute paths that had changed; none for the first run. */
      readonly changed: readonly string[];
      /** Whether the run before this one had errors, and this one has none. */
      readonly cleared: boolean;
      /** From when the change was heard of. */
      readonly milliseconds: number;
    }
  /** The run could not be done; the next change tries again. */
  | { readonly type: 'failed'; readonly error: unknown };

/** How it is driven from outside. */
export interface WatchControl {
  readonly report: (event: WatchEvent) => void;
  readonly stop: AbortSignal;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Milliseconds without a change after which to begin: editors write in less, and the next change begins again. */
const SILENCE = 10;

/**
 * Generates at once, and again whenever something changes that has a part in it, until `stop` aborts. What is wrong with the
 * source is reported, and leaves the manifests as they were.
 * @throws InputError for options that cannot be, and WatchLimitError
 */
export async function watchAndGenerate(options: GenerateOptions, control: WatchControl): Promise<void> {
  const { report, stop, clock = systemClock } = control;
  const { tsconfig, outputFolder, manifest } = taskOf(options);
  const root = dirname(tsconfig);
  const batches = new ChangeBatches(clock, SILENCE);
  const known = new Set<string>();
  let heard: number | undefined;
  const watcher = new SourceWatcher(root, {
    ignored: [outputFolder, join(root, 'dist')],
    onChange: path => {
      if (!known.has(path) && !mayMatter(path)) return;
      heard ??= clock.monotonic();
      batches.add(path);
    },
    onError: error => report({ type: 'failed', error }),
  });
  // What the cache would spare at the start, the first save would pay for.
  const generator = createGenerator({ ...options, cache: false });
  let hadErrors = false;

  const run = async (changed: readonly string[]): Promise<void> => {
    const began = heard ?? clock.monotonic();
    heard = undefined;
    try {
      const { diagnostics, files, sources } = await generator.generate();
      for (const source of sources) known.add(source);
      watcher.follow([...sources, ...(manifest === undefined ? [] : [manifest])]);
      const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
      const milliseconds = clock.monotonic() - began;
      report({ type: 'ran', diagnostics, files, changed, cleared: hadErrors && !hasErrors, milliseconds });
      hadErrors = hasErrors;
    } catch (error) {
      report({ type: 'failed', error });
    }
  };

  try {
    await run([]);
    report({ type: 'watching', folder: root });
    for (;;) {
      const changed = await batches.next(stop);
      if (changed === undefined) return;
      await run([...changed]);
    }
  } finally {
    watcher.close();
  }
}

/** Sources, tsconfigs and package.json; and what may be a folder of such, which came or went. */
function mayMatter(path: string): boolean {
  return MATTERS.has(extname(path));
}

const MATTERS = new Set(['.ts', '.mts', '.cts', '.tsx', '.json', '']);
