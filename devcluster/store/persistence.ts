// Keeps a store in a folder, so that it survives the end of the process, however that comes.
import { join } from 'node:path';
import { makeFolder } from '../files/whole-file.js';
import { Journal } from './journal.js';
import { MemoryStore, type MemoryStoreOptions } from './memory-store.js';

export interface PersistentStoreOptions extends Omit<MemoryStoreOptions, 'journal'> {
  /**
   * Bytes of changes after which the present state is written down and they are dropped; default 16 MiB. A state that is
   * larger than that has to be outgrown by its changes, so that no more is rewritten than was written.
   */
  readonly journalLimit?: number;
}

/** The name of the file, which is there as soon as a store was opened. */
export const STORE_FILE = 'store.jsonl';

/** A store and its files. */
export interface PersistentStore {
  readonly store: MemoryStore;
  /** Closes the files; writing to the store afterwards fails. */
  close(): void;
}

/**
 * Opens the store of a folder, or begins one. Each change is handed to the operating system before the write returns:
 * SIGKILL loses nothing that was acknowledged, a power cut may. One process at a time may have a folder open; that is the
 * caller's to see to.
 * @throws DamagedFileError when it is damaged elsewhere than at its end
 */
export function openPersistentStore(folder: string, options: PersistentStoreOptions = {}): PersistentStore {
  makeFolder(folder);
  const { journalLimit = 16 * 1024 * 1024, ...others } = options;
  const journal = new Journal(join(folder, STORE_FILE), { limit: journalLimit });
  try {
    const state = journal.read();
    const store: MemoryStore = new MemoryStore(
      { ...others, journal: event => journal.append(event, () => store.stored()) },
      state,
    );
    return { store, close: () => journal.close() };
  } catch (error) {
    journal.close();
    throw error;
  }
}
