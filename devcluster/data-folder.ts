// The folder that a cluster lives in when it is to outlive its process: objects, keys and certificates.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DamagedFileError } from './files/damaged-file-error.js';
import { lockFile } from './files/file-lock.js';
import { makeFolder, writeWholeFile } from './files/whole-file.js';
import { openPersistentStore, type PersistentStore, STORE_FILE } from './store/persistence.js';

/** The folder holds somebody else's files. */
export class ForeignFolderError extends Error {
  override readonly name = 'ForeignFolderError';
  readonly hint = 'name a new or an empty folder with --data, or one that kubewright has made';

  /** @param file one of those that are there */
  constructor(
    readonly path: string,
    file: string,
  ) {
    super(`the folder ${path} is not empty, and holds no objects of kubewright, but ${file}`);
  }
}

/**
 * Whether a folder may be used: it is not there, or empty, or has the objects of a cluster.
 * @throws ForeignFolderError if it may not, Error of the operating system for what is no folder
 */
export function refuseForeignFolder(path: string): void {
  if (existsSync(join(path, STORE_FILE))) return;
  const foreign = filesIn(path).find(name => !OURS.test(name));
  if (foreign !== undefined) throw new ForeignFolderError(path, foreign);
}

/** What a process may have left that ended before there were objects; and what stands in folders that are called empty. */
const OURS =
  /^(kubeconfig|service-account\.key)(\..+)?$|^(tls|\.gitignore|\.gitkeep|\.DS_Store|lost\+found)$|(^|\.)lock(\.[\w.-]+)?$/;

/** A folder that this process alone uses, until it is closed. */
export class DataFolder {
  readonly #path: string;
  readonly #unlock: () => void;

  /**
   * Makes it, if it is not there. It stays the same when the working directory of the process changes.
   * @throws LockedError when another process or cluster uses it, ForeignFolderError
   */
  constructor(path: string) {
    this.#path = resolve(path);
    refuseForeignFolder(this.#path);
    makeFolder(this.#path);
    this.#unlock = lockFile(join(this.#path, 'lock'), `the folder ${this.#path}`);
  }

  /** @throws DamagedFileError */
  openStore(): PersistentStore {
    return openPersistentStore(this.#path);
  }

  /** Where the authority of its cluster is kept. */
  get authority(): string {
    return join(this.#path, 'tls');
  }

  /** The key that signs the tokens of service accounts; made when it is asked for first. @throws DamagedFileError */
  tokenKey(): Buffer {
    const path = join(this.#path, 'service-account.key');
    if (!existsSync(path)) writeWholeFile(path, randomBytes(KEY_BYTES).toString('base64'));
    const key = Buffer.from(readFileSync(path, 'utf8'), 'base64');
    if (key.length === KEY_BYTES) return key;
    throw new DamagedFileError(path, 'remove it; tokens that were given out before are void then');
  }

  /** Leaves it to others. Its store is closed by then. */
  close(): void {
    this.#unlock();
  }
}

const KEY_BYTES = 32;

function filesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
