// Tells which files of a project change.
import { existsSync, type FSWatcher, readdirSync, realpathSync, statSync, watch } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** What to leave alone, besides dependencies and folders whose names begin with a dot. */
export interface WatchOptions {
  /** Absolute paths of folders: what is built and generated. */
  readonly ignored: readonly string[];
  /** Hears of each path that changed, came or went, below the root or in a folder that is followed; of some more than once. */
  readonly onChange: (path: string) => void;
  /** Hears why a folder that came later is not watched, and so of no change in it. */
  readonly onError: (error: unknown) => void;
}

/** The system has no watch left to give; `hint` says how to get more. */
export class WatchLimitError extends Error {
  override readonly name = 'WatchLimitError';

  constructor(
    folder: string,
    readonly hint: string,
    options: ErrorOptions,
  ) {
    super(`the system has no watch left for ${folder}`, options);
  }
}

/**
 * Watches each folder on its own: the recursive watch of Node looks into node_modules on Linux, which takes seconds. Folders
 * are watched and not files, because editors write a new file and rename it.
 */
export class SourceWatcher {
  readonly #ignored: ReadonlySet<string>;
  readonly #onChange: (path: string) => void;
  readonly #onError: (error: unknown) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #isClosed = false;

  /** @throws WatchLimitError */
  constructor(root: string, { ignored, onChange, onError }: WatchOptions) {
    this.#ignored = new Set(ignored);
    this.#onChange = onChange;
    this.#onError = onError;
    try {
      this.#watch(root);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Watches the folders of files that are elsewhere, too, or behind a link; not what is below them, which may be a whole
   * monorepo. Of one that cannot be watched `onError` hears.
   */
  follow(files: Iterable<string>): void {
    for (const file of files) {
      if (file.includes(`${sep}node_modules${sep}`)) continue;
      this.#followFolder(dirname(file));
      // A file that is a link changes where it leads to.
      const real = behindLinks(file);
      if (real !== file) this.#followFolder(dirname(real));
    }
  }

  #followFolder(folder: string): void {
    if (this.#isClosed || this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => {
        if (name !== null && !this.#isIgnored(join(folder, name), name)) this.#onChange(join(folder, name));
        // One that comes back is another one for the system.
        if (!existsSync(folder)) this.#forget(folder);
      });
      this.#watchers.set(folder, watcher);
      watcher.on('error', () => this.#forget(folder));
    } catch (error) {
      const cause = causeOf(error, folder);
      if (cause !== undefined) this.#onError(cause);
    }
  }

  /** What comes to be followed later is not: a watch keeps its process from ending. */
  close(): void {
    this.#isClosed = true;
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  /** @returns the files that are there already */
  #watch(folder: string): readonly string[] {
    try {
      // First the watch, then the look, so that nothing can come in between.
      const watcher = watch(folder, (event, name) => {
        if (name !== null) this.#heard(event, folder, name);
      });
      this.#watchers.set(folder, watcher);
      watcher.on('error', () => this.#forget(folder));
      return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return this.#isIgnored(path, entry.name) ? [] : this.#watch(path);
        return [path];
      });
    } catch (error) {
      this.#forget(folder);
      const cause = causeOf(error, folder);
      if (cause === undefined) return [];
      throw cause;
    }
  }

  #heard(event: string, folder: string, name: string): void {
    const path = join(folder, name);
    if (this.#isIgnored(path, name)) return;
    this.#onChange(path);
    if (event !== 'rename') return;
    // It came, went, or was replaced: what was watched under this name is not what is there now.
    this.#forget(path);
    try {
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
      // A folder that came with files in it has not told of them.
      if (isFolder) for (const file of this.#watch(path)) this.#onChange(file);
    } catch (error) {
      this.#onError(error);
    }
  }

  #isIgnored(path: string, name: string): boolean {
    return name === 'node_modules' || name.startsWith('.') || this.#ignored.has(path);
  }

  /** With all that is below it. */
  #forget(folder: string): void {
    for (const [path, watcher] of this.#watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
  }
}

/** The path itself where nothing is. */
function behindLinks(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** What to tell of a folder that cannot be watched; undefined when there is nothing to watch. */
function causeOf(error: unknown, folder: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (IS_GONE.has(code)) return undefined;
  const hint = LIMITS[code];
  return hint === undefined ? error : new WatchLimitError(folder, hint, { cause: error });
}

/** It went between two looks, or is none of ours. */
const IS_GONE = new Set(['ENOENT', 'ENOTDIR', 'EPERM', 'EACCES']);

/** What raises the limits of Linux, by the code of the error. */
const LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: 'end other programs that watch files, or allow more: sudo sysctl fs.inotify.max_user_watches=524288',
  EMFILE: 'end other programs that watch files, or allow more: sudo sysctl fs.inotify.max_user_instances=512',
};
