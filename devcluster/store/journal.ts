// The file of a store: a state, and the changes that came after it.
import { renameSync, rmSync, type writeSync } from 'node:fs';
import { DamagedFileError } from '../files/damaged-file-error.js';
import { fileLines } from './file-lines.js';
import { JournalFile } from './journal-file.js';
import { decodeLine, encodeLine, type JournalLine } from './journal-line.js';
import type { InitialObject, InitialState } from './memory-store.js';
import type { StoreEvent, StoreKey } from './store.js';
import type { StoredObject } from './stored-object.js';

export interface JournalOptions {
  /** Bytes of changes after which it is rewritten; if the state is larger than that, its size. */
  readonly limit: number;
  /** As `fs.writeSync`; tests let it fail. */
  readonly write?: typeof writeSync;
}

/** Where a journal that is being rewritten has come to. */
interface Rewriting {
  readonly file: JournalFile;
  readonly state: Iterator<StoredObject>;
  /** Bytes of the state; known once all of it is written. */
  stateSize: number | undefined;
  /** The changes since the rewriting began; those before `next` are written. */
  readonly changes: StoreEvent[];
  next: number;
}

/**
 * When it has grown, it is rewritten piece by piece beside the old file, which holds every change until the new one takes
 * its place: a process that ends in between has lost nothing.
 */
export class Journal {
  readonly #path: string;
  readonly #options: JournalOptions;
  #file: JournalFile;
  /** The size at which it is rewritten. */
  #due: number;
  #rewriting: Rewriting | undefined;

  constructor(path: string, options: JournalOptions) {
    this.#path = path;
    this.#options = options;
    this.#due = options.limit;
    // Of a process that ended while it rewrote.
    rmSync(this.#next, { force: true });
    this.#file = new JournalFile(path, 'a+', options.write);
  }

  /**
   * What the file says. A last line that was cut in the middle was never acknowledged, and is dropped.
   * @throws DamagedFileError when another one is damaged
   */
  read(): InitialState {
    const objects = new Map<string, InitialObject>();
    const words = new Map<string, string>();
    let [revision, end, number] = [1, 0, 0];
    for (const { bytes, end: lineEnd } of fileLines(this.#file.descriptor)) {
      number++;
      const line = decodeLine(bytes);
      if (line === undefined) throw this.#damaged(number);
      revision = Math.max(revision, line.revision);
      if (line.type === 'set') {
        // One text for all objects of a namespace.
        const storage = once(words, line.key.storage);
        const key = { storage, namespace: once(words, line.key.namespace), name: line.key.name };
        objects.set(textOf(key), { key, resourceVersion: String(line.revision), json: line.json });
      } else if (line.type === 'remove') objects.delete(textOf(line.key));
      end = lineEnd;
    }
    if (end < this.#file.size) this.#file.truncate(end);
    const stateSize = [...objects.values()].reduce((sum, { json }) => sum + json.length, 0);
    this.#due = stateSize + this.#room(stateSize);
    return { revision, objects: objects.values() };
  }

  /**
   * @param state what was there before the change
   * @throws Error of the operating system; the change is then not in the file
   */
  append(event: StoreEvent, state: () => Iterable<StoredObject>): void {
    this.#file.append(encodeLine(lineOf(event)));
    if (this.#rewriting === undefined && this.#file.size <= this.#due) return;
    try {
      this.#rewriting ??= this.#rewrite(event.revision - 1, state());
      this.#rewriting.changes.push(event);
      // A piece for each change, larger than the change: it ends, and nobody waits long.
      this.#goOn(this.#rewriting, PIECE + 2 * event.stored.json.length);
    } catch {
      // The change is safe in the old file, so this is no reason to refuse it. There may be room for a new one later.
      this.#giveUp();
      this.#due = this.#file.size + this.#room(this.#file.size);
    }
  }

  close(): void {
    this.#giveUp();
    this.#file.close();
  }

  get #next(): string {
    return `${this.#path}.next`;
  }

  /** So that no more is rewritten than was written. */
  #room(stateSize: number): number {
    return Math.max(this.#options.limit, stateSize);
  }

  #rewrite(revision: number, state: Iterable<StoredObject>): Rewriting {
    const file = new JournalFile(this.#next, 'ax+', this.#options.write);
    const rewriting = { file, state: state[Symbol.iterator](), stateSize: undefined, changes: [], next: 0 };
    // Known before it is written to, so that giving up closes it.
    this.#rewriting = rewriting;
    file.append(encodeLine({ type: 'begin', revision }));
    return rewriting;
  }

  /** Writes about so many bytes more, and puts the new file in place once it says what the old one says. */
  #goOn(rewriting: Rewriting, bytes: number): void {
    const { file } = rewriting;
    const end = file.size + bytes;
    for (let lines = nextLines(rewriting, bytes); lines.length > 0; lines = nextLines(rewriting, bytes)) {
      file.append(Buffer.concat(lines));
      if (file.size >= end) return;
    }
    renameSync(this.#next, this.#path);
    this.#file.close();
    this.#file = file;
    this.#rewriting = undefined;
    const stateSize = rewriting.stateSize ?? file.size;
    this.#due = stateSize + this.#room(stateSize);
  }

  #giveUp(): void {
    if (this.#rewriting === undefined) return;
    this.#rewriting.file.close();
    this.#rewriting = undefined;
    rmSync(this.#next, { force: true });
  }

  #damaged(line: number): Error {
    return new DamagedFileError(
      `${this.#path}:${line}`,
      'bring back a copy of it, or remove it and begin without objects',
    );
  }
}

/** Bytes of a state that are written down with one change: well under a millisecond. */
const PIECE = 256 * 1024;

/** About so many bytes of lines; none when all is written. */
function nextLines(rewriting: Rewriting, bytes: number): Buffer[] {
  const lines: Buffer[] = [];
  let size = 0;
  while (size < bytes) {
    const line = nextLine(rewriting);
    if (line === undefined) break;
    const encoded = encodeLine(line);
    size += encoded.length;
    lines.push(encoded);
  }
  return lines;
}

function nextLine(rewriting: Rewriting): JournalLine | undefined {
  if (rewriting.stateSize === undefined) {
    const { value, done } = rewriting.state.next();
    if (done !== true) {
      return { type: 'set', revision: Number(value.resourceVersion), key: value.key, json: value.json };
    }
    rewriting.stateSize = rewriting.file.size;
  }
  const change = rewriting.changes[rewriting.next];
  if (change === undefined) return undefined;
  rewriting.next++;
  return lineOf(change);
}

function lineOf({ type, revision, key, stored }: StoreEvent): JournalLine {
  return type === 'DELETED' ? { type: 'remove', revision, key } : { type: 'set', revision, key, json: stored.json };
}

/** The text that was met first. */
function once(words: Map<string, string>, word: string): string {
  const known = words.get(word);
  if (known === undefined) words.set(word, word);
  return known ?? word;
}

function textOf({ storage, namespace, name }: StoreKey): string {
  return JSON.stringify([storage, namespace, name]);
}
