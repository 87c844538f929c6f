// A file that lines are added to. Either a whole line is there, or nothing of it.
import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Its bytes are the operating system's once a call has returned: they outlive this process, not a power cut. */
export class JournalFile {
  readonly descriptor: number;
  #size: number;

  readonly #write: typeof writeSync;

  /** @param write as `fs.writeSync`; tests let it fail */
  constructor(path: string, flags: 'a+' | 'ax+', write: typeof writeSync = writeSync) {
    this.#write = write;
    this.descriptor = openSync(path, flags, 0o600);
    this.#size = fstatSync(this.descriptor).size;
  }

  get size(): number {
    return this.#size;
  }

  /** @throws Error of the operating system; the file is then as it was */
  append(bytes: Buffer): void {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += this.#write(this.descriptor, bytes, written, bytes.length - written);
      }
    } catch (error) {
      // What a full disk has taken of the line would spoil the next one.
      ftruncateSync(this.descriptor, this.#size);
      throw error;
    }
    this.#size += bytes.length;
  }

  truncate(size: number): void {
    ftruncateSync(this.descriptor, size);
    this.#size = size;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
