// Certificates from files that others put in their place: a mounted Secret, such as cert-manager fills it.

import { X509Certificate } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, sleep } from '../clock/clock.js';
import { ExplainedError } from '../log/explained-error.js';
import type { Logger } from '../log/logger.js';
import type { CertificatePair, CertificateSource } from './certificate-source.js';
import { pairProblem } from './pair-problem.js';
import { ToldOnce } from './told-once.js';

/** Where the files are. */
export interface CertificateFiles {
  /** The folder, such as where a Secret is mounted. */
  readonly dir: string;
  /** Default `tls.crt`. */
  readonly certName?: string;
  /** Default `tls.key`. */
  readonly keyName?: string;
}

/** As controller-runtime's certwatcher counts: each time the files are read, and how often that brought no pair. */
export interface CertificateFileMetrics {
  readonly reads: number;
  readonly errors: number;
}

/** The files are read again this often, whatever the file system tells; as in controller-runtime. */
const INTERVAL = 10_000;

/**
 * Reads the files when the file system tells of a change in their folder, and every ten seconds. A pair that does not fit,
 * or is written in part only, is passed over and told of once: the one before stays in use.
 */
export class FileCertificates implements CertificateSource {
  readonly #files: Required<CertificateFiles>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #told: ToldOnce;
  readonly #listeners = new Set<() => void>();
  #pair: CertificatePair | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;
  #reads = 0;
  #errors = 0;

  constructor({ dir, certName = 'tls.crt', keyName = 'tls.key' }: CertificateFiles, clock: Clock, log: Logger) {
    this.#files = { dir, certName, keyName };
    this.#clock = clock;
    this.#log = log;
    this.#told = new ToldOnce(log);
  }

  get metrics(): CertificateFileMetrics {
    return { reads: this.#reads, errors: this.#errors };
  }

  async current(): Promise<CertificatePair> {
    if (this.#pair === undefined) {
      const read = await this.#read();
      if ('problem' in read) throw new ExplainedError(this.#explain(read.problem));
      this.#take(read);
    }
    return this.#pair as CertificatePair;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async run(signal: AbortSignal): Promise<void> {
    let watcher: FSWatcher | undefined;
    const lose = (): void => {
      watcher?.close();
      watcher = undefined;
    };
    do {
      await this.refresh();
      watcher ??= this.#watch(lose);
    } while (await sleep(this.#clock, INTERVAL, signal));
    lose();
    await this.#reading;
  }

  /** Reads the files, and takes what they hold if it is another pair. Never rejects. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readWhileStale().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      // Between the two files the whole folder may have been exchanged.
      let read = await this.#read();
      if ('problem' in read) read = await this.#read();
      if ('problem' in read) {
        const what = this.#pair === undefined ? 'no certificate to serve yet' : 'the certificate before stays in use';
        this.#told.when(true, 'problem', 'warn', what, { problem: this.#explain(read.problem) });
      } else {
        if (this.#told.forget('problem')) this.#log.info('the certificate and its key fit again', this.#files);
        if (this.#take(read)) for (const listener of [...this.#listeners]) listener();
      }
    }
  }

  async #read(): Promise<CertificatePair | { readonly problem: string }> {
    const { dir, certName, keyName } = this.#files;
    this.#reads += 1;
    try {
      const cert = await readFile(join(dir, certName), 'utf8');
      const key = await readFile(join(dir, keyName), 'utf8');
      const problem = pairProblem({ cert, key }, { cert: certName, key: keyName });
      if (problem === undefined) return { cert, key };
      this.#errors += 1;
      return { problem };
    } catch (error) {
      this.#errors += 1;
      return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})` };
    }
  }

  /** @returns whether it is another than before */
  #take(pair: CertificatePair): boolean {
    if (pair.cert === this.#pair?.cert && pair.key === this.#pair.key) return false;
    const isFirst = this.#pair === undefined;
    this.#pair = pair;
    const until = new X509Certificate(pair.cert).validToDate;
    const fields = { dir: this.#files.dir, until: until.toISOString() };
    if (until.getTime() <= this.#clock.now()) this.#log.warn('serving with a certificate that has expired', fields);
    else
      this.#log.info(isFirst ? 'serving with the certificate of the files' : 'serving with a new certificate', fields);
    return true;
  }

  #watch(onLost: () => void): FSWatcher | undefined {
    try {
      const watcher = watch(this.#files.dir, { persistent: false }, () => void this.refresh());
      return watcher.on('error', onLost);
    } catch (error) {
      this.#log.debug('the folder of the certificate cannot be watched: reading it every ten seconds', { error });
      return undefined;
    }
  }

  #explain(problem: string): string {
    const { dir, certName, keyName } = this.#files;
    return `certificates: ${certName} and ${keyName} in ${dir}: ${problem}`;
  }
}
