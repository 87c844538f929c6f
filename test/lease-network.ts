// Simulated processes, and one simulated API server that has Leases.
import type { CallOptions, Client, DeleteOptions, WatchEvent, WatchOptions } from '../runtime/client/client.js';
import { Lease } from '../runtime/kinds/coordination-v1.js';
import { LeaseShelf, type SeenLease, type WrittenLease } from './lease-shelf.js';
import { SimulatedNetwork, type SimulatedProcess } from './simulated-network.js';

export abstract class LeaseNetwork extends SimulatedNetwork {
  readonly shelf = new LeaseShelf();
  /** When two could act at once. */
  readonly violations: string[] = [];
  /** What the server answers in place of what was asked for; undefined: nothing. */
  refuse: ((verb: string, resource: string) => Error | undefined) | undefined;
  /** Which requests for Leases never reach the server, nor fail. */
  swallow: (verb: string) => boolean = () => false;

  /** What the server makes of a new object that is no Lease. */
  protected created(object: object): object {
    return object;
  }

  /** What a process asks the server with. */
  clientOf(process: SimulatedProcess): Client {
    const { shelf } = this;
    const ask = <R>(verb: string, options: CallOptions | undefined, work: () => R): Promise<R> =>
      this.#ask(process, verb, options?.signal, work);
    const client = {
      get: (_kind: unknown, { name }: { name: string }, options?: CallOptions) =>
        ask('get', options, () => shelf.get(name)),
      list: (_kind: unknown, options?: CallOptions) => ask('list', options, () => shelf.list()),
      create: (kind: unknown, object: WrittenLease, options?: CallOptions) =>
        kind === Lease
          ? ask('create', options, () => shelf.create(object))
          : this.request(process, options?.signal, () => {
              this.#refuseIfToldTo('create', 'events');
              return this.created(object);
            }),
      update: (_kind: unknown, object: SeenLease, options?: CallOptions) =>
        ask('update', options, () => shelf.update(object)),
      delete: (_kind: unknown, { name }: { name: string }, options?: DeleteOptions) =>
        ask('delete', options, () => shelf.delete(name, options?.preconditions)),
      watch: (_kind: unknown, options: WatchOptions) =>
        this.stream<WatchEvent<Lease>>(process, options.signal, {
          open: tell => {
            this.#refuseIfToldTo('watch', 'leases');
            shelf.watchers.add(tell);
            return shelf.list().items.map(object => ({ type: 'ADDED', object }));
          },
          close: tell => shelf.watchers.delete(tell),
        }),
    };
    return client as unknown as Client;
  }

  #ask<R>(process: SimulatedProcess, verb: string, signal: AbortSignal | undefined, work: () => R): Promise<R> {
    if (this.swallow(verb)) {
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    return this.request(process, signal, () => {
      this.#refuseIfToldTo(verb, 'leases');
      return work();
    });
  }

  #refuseIfToldTo(verb: string, resource: string): void {
    const error = this.refuse?.(verb, resource);
    if (error !== undefined) throw error;
  }
}
