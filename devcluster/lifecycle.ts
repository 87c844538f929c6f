// The server going up and down on one port, over one store.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ApiServer, type ApiServerOptions, startApiServer } from './api-server.js';
import type { FaultInjector } from './faults/fault-injector.js';
import { type Listener, LOOPBACK, listen, type TlsContext } from './http/listener.js';
import type { Store } from './store/store.js';

export interface LifecycleOptions extends Omit<ApiServerOptions, 'store' | 'address'> {
  /** 0 for any free one, which it then keeps. */
  readonly port: number;
  /** Undefined for plain HTTP. */
  readonly tls: TlsContext | undefined;
  /** What every request goes through before it comes to the server. */
  readonly faults: FaultInjector;
  /** Opens the store, at the beginning and after each restart. */
  readonly open: () => OpenStore;
}

/** A store, and what it holds open. */
export interface OpenStore {
  readonly store: Store;
  close(): void;
}

/** One step at a time: what is asked for while another step is going on waits for it. */
export class Lifecycle {
  readonly #options: LifecycleOptions;
  #opened: OpenStore;
  #isOpen = true;
  #port: number;
  #listener: Listener | undefined;
  /** While a server starts, requests wait for it. */
  #starting: Promise<ApiServer> | undefined;
  #server: ApiServer | undefined;
  #turn: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#opened = options.open();
  }

  /** The present one: a restart may open it anew. */
  get store(): Store {
    return this.#opened.store;
  }

  /** The port, once it is known. */
  get port(): number {
    return this.#port;
  }

  /** The server, while it is up. */
  get server(): ApiServer | undefined {
    return this.#server;
  }

  /** Listens and serves, if it does not yet. @throws Error when the port is taken */
  up(): Promise<void> {
    return this.#inTurn(() => this.#up());
  }

  /** Cuts all connections and refuses new ones. The store stays. */
  down(): Promise<void> {
    return this.#inTurn(() => this.#down());
  }

  /** Down, and up again over what the store has kept. */
  restart(keepObjects: boolean): Promise<void> {
    return this.#inTurn(async () => {
      await this.#down();
      this.#close();
      this.#open();
      if (!keepObjects) empty(this.#opened.store);
      await this.#up();
    });
  }

  /** Begins anew with an empty store, and keeps the connections. */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      this.#stopServing();
      this.#open();
      empty(this.#opened.store);
      if (this.#listener === undefined) await this.#up();
      else await this.#serve();
    });
  }

  /** Down for ever. */
  async end(): Promise<void> {
    if (this.#ended) return this.#turn;
    const ending = this.#inTurn(async () => {
      try {
        await this.#down();
      } finally {
        this.#close();
      }
    });
    this.#ended = true;
    await ending;
  }

  async #up(): Promise<void> {
    if (this.#listener !== undefined) return;
    this.#open();
    const { faults, tls } = this.#options;
    const handle = (request: IncomingMessage, response: ServerResponse): void => {
      void faults.handle(request, response, () => this.#handle(request, response));
    };
    this.#listener = await listen(this.#port, handle, tls && { tls });
    this.#port = this.#listener.port;
    try {
      await this.#serve();
    } catch (error) {
      await this.#down();
      throw error;
    }
  }

  /** Unless it is open. A restart may have failed to open it again. */
  #open(): void {
    if (this.#isOpen) return;
    this.#opened = this.#options.open();
    this.#isOpen = true;
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#opened.close();
  }

  async #down(): Promise<void> {
    this.#stopServing();
    const listener = this.#listener;
    this.#listener = undefined;
    if (listener === undefined) return;
    await listener.close();
    // Clients in this process learn now that their connections are gone, and do not send on them when it is up again.
    await nextTurn();
  }

  async #serve(): Promise<void> {
    this.#starting = startApiServer({
      ...this.#options,
      store: this.#opened.store,
      address: LOOPBACK,
      port: this.#port,
    });
    this.#server = await this.#starting;
  }

  #stopServing(): void {
    this.#server?.stop();
    this.#server = undefined;
    this.#starting = undefined;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Whoever starts it hears why it does not come up.
    const server = await this.#starting?.catch(() => undefined);
    if (server === undefined) request.socket.destroy();
    else await server.handle(request, response);
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    if (this.#ended) return Promise.reject(new Error('the cluster has been stopped'));
    const done = this.#turn.then(step);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/**
 * Takes everything out and forgets that it was there. Revisions go on from where they were, so that a client that has
 * seen the former objects is told that its state is too old, and lists anew.
 */
function empty(store: Store): void {
  for (const [key, { metadata }] of [...store.objects()]) store.remove(key, metadata.resourceVersion);
  store.compact(store.revision);
}
