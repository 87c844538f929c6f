// The etcd of a control plane, seen past the API server: what is written, in one order; and its pauses.
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';

/** One write to a key of etcd. */
export interface EtcdWrite {
  readonly key: string;
  readonly revision: number;
  /** What it has become; undefined: it is deleted. */
  readonly value: Buffer | undefined;
}

/** Where the etcd among these processes is, by its command line. @throws Error when there is none */
export function findEtcd(pids: readonly number[]): { readonly pid: number; readonly url: string } {
  for (const pid of pids) {
    const command = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    const url = /--listen-client-urls=(\S+)/.exec(command)?.[1];
    if (url !== undefined) return { pid, url };
  }
  throw new Error(`none of the processes ${pids.join(', ')} is an etcd`);
}

/** Hears of every write from now on, in the order of revisions and without gaps, whatever happens to the API server. */
export class EtcdWrites {
  readonly #url: string;
  readonly #dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0 });
  readonly #stopping = new AbortController();
  readonly #waiting = new Set<() => void>();
  #revision = 0;
  #failure: unknown;

  private constructor(url: string) {
    this.#url = url;
  }

  static async follow(url: string, hear: (write: EtcdWrite) => void): Promise<EtcdWrites> {
    const writes = new EtcdWrites(url);
    writes.#revision = await writes.#current();
    const wish = { key: ALL, range_end: ALL, start_revision: String(writes.#revision + 1) };
    const { body } = await request(`${url}/v3/watch`, {
      method: 'POST',
      body: JSON.stringify({ create_request: wish }),
      dispatcher: writes.#dispatcher,
      signal: writes.#stopping.signal,
    });
    body.on('error', error => writes.#fail(error));
    const lines = createInterface({ input: body });
    // It tells of the errors of its input as well.
    lines.on('error', () => {});
    // Whoever waited for the rest of it would wait for ever.
    lines.on('close', () => writes.#fail(new Error('etcd has ended the watch')));
    lines.on('line', line => {
      try {
        writes.#take(line, hear);
      } catch (error) {
        writes.#fail(error);
      }
    });
    return writes;
  }

  /** Resolves when all that has been written by now was heard. */
  async caughtUp(): Promise<void> {
    const revision = await this.#current();
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (this.#failure === undefined && this.#revision < revision) return;
        this.#waiting.delete(look);
        if (this.#failure === undefined) resolve();
        else reject(this.#failure);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#dispatcher.destroy();
  }

  #fail(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#failure ??= error;
    this.#wake();
  }

  #take(line: string, hear: (write: EtcdWrite) => void): void {
    const { result, error } = JSON.parse(line) as WatchAnswer;
    if (result === undefined || result.canceled) throw new Error(`etcd has ended the watch: ${JSON.stringify(error)}`);
    for (const { type, kv } of result.events ?? []) {
      const value = type === 'DELETE' ? undefined : Buffer.from(kv.value ?? '', 'base64');
      this.#revision = Number(kv.mod_revision);
      hear({ key: Buffer.from(kv.key, 'base64').toString(), revision: this.#revision, value });
    }
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  async #current(): Promise<number> {
    const { body } = await request(`${this.#url}/v3/kv/range`, {
      method: 'POST',
      body: JSON.stringify({ key: Buffer.from('none').toString('base64') }),
      dispatcher: this.#dispatcher,
      signal: this.#stopping.signal,
    });
    const { header } = (await body.json()) as { readonly header: { readonly revision: string } };
    return Number(header.revision);
  }
}

/** From the first key to the last one. */
const ALL = Buffer.from([0]).toString('base64');

interface WatchAnswer {
  readonly error?: unknown;
  readonly result?: {
    readonly canceled?: boolean;
    readonly events?: readonly {
      readonly type?: string;
      readonly kv: { readonly key: string; readonly value?: string; readonly mod_revision: string };
    }[];
  };
}
