// The Leases of a simulated API server.
import type { Snapshot } from '../decorators/snapshot.js';
import type { WatchEvent } from '../runtime/client/client.js';
import type { Lease } from '../runtime/kinds/coordination-v1.js';
import { leaseRefusal } from './lease-refusal.js';

export type SeenLease = Snapshot<Lease>;

/** What is sent to be written. */
export interface WrittenLease {
  readonly metadata: { readonly name: string } & Partial<SeenLease['metadata']>;
  readonly spec?: object;
}

/** Those of one namespace, with optimistic concurrency and watches. */
export class LeaseShelf {
  readonly leases = new Map<string, SeenLease>();
  readonly watchers = new Set<(event: WatchEvent<Lease>) => void>();
  #version = 100;
  #uid = 0;

  list(): { readonly metadata: { readonly resourceVersion: string }; readonly items: readonly SeenLease[] } {
    return { metadata: { resourceVersion: `${this.#version}` }, items: [...this.leases.values()] };
  }

  get(name: string): SeenLease {
    const lease = this.leases.get(name);
    if (lease === undefined) throw leaseRefusal('get', name, 404, 'NotFound');
    return lease;
  }

  create(object: WrittenLease): SeenLease {
    const { name } = object.metadata;
    if (this.leases.has(name)) throw leaseRefusal('create', name, 409, 'AlreadyExists');
    this.#uid += 1;
    return this.#write('ADDED', { ...object, metadata: { ...object.metadata, uid: `uid-${this.#uid}` } });
  }

  update(object: WrittenLease): SeenLease {
    const { name, resourceVersion } = object.metadata;
    const lease = this.leases.get(name);
    if (lease === undefined) throw leaseRefusal('update', name, 404, 'NotFound');
    if (resourceVersion !== lease.metadata.resourceVersion) throw leaseRefusal('update', name, 409, 'Conflict');
    return this.#write('MODIFIED', object);
  }

  delete(name: string, preconditions: { readonly uid?: string; readonly resourceVersion?: string } = {}): void {
    const { metadata, ...lease } = this.get(name);
    const { uid = metadata.uid, resourceVersion = metadata.resourceVersion } = preconditions;
    if (uid !== metadata.uid || resourceVersion !== metadata.resourceVersion) {
      throw leaseRefusal('delete', name, 409, 'Conflict');
    }
    this.leases.delete(name);
    this.#version += 1;
    const object = { ...lease, metadata: { ...metadata, resourceVersion: `${this.#version}` } };
    for (const tell of this.watchers) tell({ type: 'DELETED', object });
  }

  /** Somebody's hand; fields that are undefined are taken out. Does nothing where there is no such Lease. */
  edit(name: string, spec: Readonly<Record<string, unknown>>): void {
    const lease = this.leases.get(name);
    if (lease === undefined) return;
    const merged = Object.entries({ ...lease.spec, ...spec }).filter(([, value]) => value !== undefined);
    this.#write('MODIFIED', { ...lease, spec: Object.fromEntries(merged) });
  }

  #write(type: 'ADDED' | 'MODIFIED', object: WrittenLease): SeenLease {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: `${this.#version}` };
    const lease = { ...object, apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata } as unknown as SeenLease;
    this.leases.set(lease.metadata.name, lease);
    for (const tell of this.watchers) tell({ type, object: lease });
    return lease;
  }
}
