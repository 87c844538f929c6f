// What a run sees of the disk: every answer is given once, remembered, and can be asked for again later.
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { decode } from './decode.js';
import { type Fingerprint, fingerprintOf, hashOf, isSettled } from './fingerprint.js';
import { isNotThere } from './reason.js';

/** What is at a path. */
export type Kind = 'file' | 'folder' | 'none';

/** What a run has learnt of a path. All that stands in it had a part in the outcome, and nothing else had. */
export interface Input {
  readonly kind: Kind;
  /** Of a file that was read. */
  readonly content?: Fingerprint;
  /** Hash of the names in a folder that was listed. */
  readonly entries?: string;
  /** Where the path really leads, if that was asked. */
  readonly real?: string;
}

/** The names in a folder, sorted. */
export interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

interface KnownText {
  readonly fingerprint: Fingerprint;
  readonly text: string;
}

/**
 * The disk, with unsaved texts over it. Within a run each path has one answer. From one run to the next the texts of
 * files that have not changed are kept, as the same strings, by which others know what they made of them.
 */
export class SourceTree {
  #overlay: ReadonlyMap<string, string> = new Map();
  #overlaid: ReadonlyMap<string, { readonly files: Set<string>; readonly directories: Set<string> }> = new Map();
  readonly #texts = new Map<string, KnownText>();
  #stats = new Map<string, Stats | undefined>();
  #inputs = new Map<string, Input>();
  #entries = new Map<string, Entries>();
  #unreadable = new Map<string, Error>();
  #unreadableFolders = new Map<string, Error>();
  /** Of paths that cannot even be asked what they are. */
  #hidden = new Map<string, Error>();

  /** Begins a run. Keys of `overlay` are absolute paths; a file that is not on disk is there for this run. */
  begin(overlay: ReadonlyMap<string, string> = new Map()): void {
    this.#overlay = new Map([...overlay].map(([path, text]) => [path.replaceAll('\\', '/'), text]));
    this.#overlaid = foldersOf(this.#overlay.keys());
    this.#stats = new Map();
    this.#inputs = new Map();
    this.#entries = new Map();
    this.#unreadable = new Map();
    this.#unreadableFolders = new Map();
    this.#hidden = new Map();
  }

  /** What the run has learnt so far, by absolute path. */
  get inputs(): ReadonlyMap<string, Input> {
    return this.#inputs;
  }

  /** Files that were asked for, are there, and could not be read. */
  get unreadable(): ReadonlyMap<string, Error> {
    return this.#unreadable;
  }

  /** Folders that were to be listed, are there, and could not be. */
  get unreadableFolders(): ReadonlyMap<string, Error> {
    return this.#unreadableFolders;
  }

  kindOf(path: string): Kind {
    if (this.#overlay.has(path)) return 'file';
    if (this.#overlaid.has(path)) return 'folder';
    const kind = kindOf(this.#stat(path));
    if (!this.#inputs.has(path)) this.#inputs.set(path, { kind });
    return kind;
  }

  /** Undefined if it is no file, or cannot be read. */
  readonly readFile = (path: string): string | undefined => {
    const unsaved = this.#overlay.get(path);
    if (unsaved !== undefined) return unsaved;
    if (this.kindOf(path) !== 'file') {
      this.#noteHidden(path, this.#unreadable);
      return undefined;
    }
    const known = this.#knownText(path, this.#stat(path) as Stats);
    if (known === undefined) return undefined;
    this.#inputs.set(path, { ...this.#inputs.get(path), kind: 'file', content: known.fingerprint });
    return known.text;
  };

  readonly fileExists = (path: string): boolean => this.kindOf(path) === 'file';

  readonly directoryExists = (path: string): boolean => this.kindOf(path) === 'folder';

  readonly realpath = (path: string): string => {
    if (this.#overlay.has(path) && kindOf(this.#stat(path)) === 'none') return path;
    const kind = this.kindOf(path);
    const known = this.#inputs.get(path)?.real;
    if (known !== undefined) return known;
    const real = realPathOf(path);
    this.#inputs.set(path, { ...this.#inputs.get(path), kind, real });
    return real;
  };

  /** Of no folder: nothing. */
  readonly entriesOf = (folder: string): Entries => {
    const path = folder === '' ? '.' : folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
    const known = this.#entries.get(path);
    if (known !== undefined) return known;
    const tell = (error: Error) => this.#unreadableFolders.set(path, error);
    const listed = this.kindOf(path) === 'folder' ? listFolder(path, tell) : NOTHING;
    this.#noteHidden(path, this.#unreadableFolders);
    this.#inputs.set(path, {
      ...this.#inputs.get(path),
      kind: kindOf(this.#stat(path)),
      entries: hashOfEntries(listed),
    });
    const unsaved = this.#overlaid.get(path);
    const entries = unsaved === undefined ? listed : merged(listed, unsaved);
    this.#entries.set(path, entries);
    return entries;
  };

  /** Taken before the file is read: whatever is written after shows as a difference. */
  #stat(path: string): Stats | undefined {
    if (!this.#stats.has(path))
      this.#stats.set(
        path,
        statOf(path, error => this.#hidden.set(path, error)),
      );
    return this.#stats.get(path);
  }

  #noteHidden(path: string, found: Map<string, Error>): void {
    const error = this.#hidden.get(path);
    if (error !== undefined) found.set(path, error);
  }

  #knownText(path: string, stats: Stats): KnownText | undefined {
    const known = this.#texts.get(path);
    if (known !== undefined && isSettled(known.fingerprint, stats)) return known;
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      this.#texts.delete(path);
      // Where it has gone meanwhile, it is not there.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#unreadable.set(path, error as Error);
      return undefined;
    }
    const hash = hashOf(bytes);
    const text = known?.fingerprint.hash === hash ? known.text : decode(bytes);
    const fresh = { text, fingerprint: fingerprintOf(stats, hash) };
    this.#texts.set(path, fresh);
    return fresh;
  }
}

const NOTHING: Entries = { files: [], directories: [] };

/** The names in a folder; links are what they lead to. Of one that is there and cannot be listed, `onUnreadable` is told. */
export function listFolder(folder: string, onUnreadable?: (error: Error) => void): Entries {
  try {
    const files: string[] = [];
    const directories: string[] = [];
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const isLink = entry.isSymbolicLink();
      const kind = isLink ? kindOf(statOf(`${folder}/${entry.name}`)) : undefined;
      if (kind === 'file' || entry.isFile()) files.push(entry.name);
      else if (kind === 'folder' || entry.isDirectory()) directories.push(entry.name);
    }
    return { files: files.sort(), directories: directories.sort() };
  } catch (error) {
    if (!isNotThere(error)) onUnreadable?.(error as Error);
    return NOTHING;
  }
}

/** One text for all names in a folder. */
export function hashOfEntries({ files, directories }: Entries): string {
  return hashOf(`${files.join('/')}//${directories.join('/')}`);
}

/** Undefined where nothing is, or nobody may know; of the latter, `onHidden` is told. */
export function statOf(path: string, onHidden?: (error: Error) => void): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (!isNotThere(error)) onHidden?.(error as Error);
    return undefined;
  }
}

export function kindOf(stats: Stats | undefined): Kind {
  if (stats?.isFile()) return 'file';
  return stats?.isDirectory() ? 'folder' : 'none';
}

/** The path itself where nothing is. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path).replaceAll('\\', '/');
  } catch {
    return path;
  }
}

function merged(listed: Entries, unsaved: { readonly files: Set<string>; readonly directories: Set<string> }): Entries {
  return {
    files: [...new Set([...listed.files, ...unsaved.files])].sort(),
    directories: [...new Set([...listed.directories, ...unsaved.directories])].sort(),
  };
}

function foldersOf(files: Iterable<string>) {
  const folders = new Map<string, { readonly files: Set<string>; readonly directories: Set<string> }>();
  const folder = (path: string) => {
    const known = folders.get(path) ?? { files: new Set<string>(), directories: new Set<string>() };
    folders.set(path, known);
    return known;
  };
  for (const file of files) {
    folder(dirname(file)).files.add(nameOf(file));
    for (let path = dirname(file); path !== dirname(path); path = dirname(path)) {
      folder(dirname(path)).directories.add(nameOf(path));
    }
  }
  return folders;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
