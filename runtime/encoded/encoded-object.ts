// An object as the server sent it, and what is read off it without parsing the rest.

/**
 * One object as UTF-8 JSON. Where not said otherwise it is a view of a longer buffer that is used again: who keeps the
 * object copies it.
 */
export type EncodedObject = Uint8Array;

/** What is known of a cached object without its text: enough to find, select and compare objects. */
export interface ObjectHeader {
  /** Absent for objects of cluster-scoped kinds. */
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** Absent for kinds that do not count generations. */
  readonly generation?: number | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Changes when the annotations do, and when the server spells them in another way, which it does not. 0 for none. */
  readonly annotationsHash: number;
  readonly deletionTimestamp?: string | undefined;
  readonly owners: readonly ObjectOwner[];
}

/** As much of an owner reference as indexes and handlers need. */
export interface ObjectOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
}
