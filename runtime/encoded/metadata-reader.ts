// Reads the metadata of an object, and finds in it what is cut.
import type { AlikeValues } from './alike-values.js';
import { Cuts, EntryCuts } from './cuts.js';
import type { ObjectHeader, ObjectOwner } from './encoded-object.js';
import { Entries } from './entries.js';
import { endOfValue, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-scan.js';
import { hashOf, RepeatedValues } from './repeated-values.js';
import { repeated, repeatedTextAt, textAt } from './text.js';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const NULL = 0x6e;

interface MetadataOptions {
  readonly cutManagedFields?: boolean | undefined;
  readonly cutLastApplied?: boolean | undefined;
  readonly alike?: AlikeValues | undefined;
}

type Labels = Readonly<Record<string, string>>;
const NO_OWNERS: readonly ObjectOwner[] = Object.freeze([]);

/** Goes once through the metadata that starts at an index. Where a key stands twice the last one counts, as in `JSON.parse`. */
export class MetadataReader {
  readonly cuts: Cuts;
  /** Behind the metadata. */
  readonly end: number;
  readonly #bytes: Buffer;
  readonly #options: MetadataOptions;
  #name: string | undefined;
  #namespace: string | undefined;
  #uid: string | undefined;
  #resourceVersion: string | undefined;
  #deletionTimestamp: string | undefined;
  #generation: number | undefined;
  #annotationsHash = 0;
  /** Where labels and owners lie: they are parsed when they are asked for. */
  #labelsStart = -1;
  #labelsEnd = -1;
  #ownersStart = -1;
  #ownersEnd = -1;
  #wrong: string | undefined;

  constructor(bytes: Buffer, start: number, options: MetadataOptions) {
    this.#bytes = bytes;
    this.#options = options;
    this.cuts = new Cuts(bytes);
    const entries = new Entries(bytes, start);
    const cuts = new EntryCuts(this.cuts, start);
    while (entries.next()) {
      const key = entries.key;
      if (key === 'managedFields' && options.cutManagedFields !== false) {
        if (options.alike !== undefined) entries.valueEnd = options.alike.endOf(key, bytes, entries.valueStart);
        cuts.cut(entries.keyStart, entries.valueEnd);
        continue;
      }
      cuts.keep(entries.keyStart);
      if (key === 'annotations') entries.valueEnd = this.#annotations(entries.valueStart);
      else this.#read(key, entries.valueStart, entries.valueEnd);
      cuts.kept(entries.valueEnd);
    }
    cuts.end();
    this.end = entries.end;
  }

  /** @throws TypeError when there is no name, no resourceVersion, or when a field is not what it has to be */
  header(): ObjectHeader {
    if (this.#wrong !== undefined) throw new TypeError(`${this.#called()} is not valid: metadata.${this.#wrong}`);
    const name = this.#name;
    const resourceVersion = this.#resourceVersion;
    if (!name) throw new TypeError('the object has no metadata.name');
    if (!resourceVersion) throw new TypeError(`${this.#called()} has no metadata.resourceVersion`);
    const bytes = this.#bytes;
    return {
      namespace: this.#namespace === '' ? undefined : this.#namespace,
      name,
      uid: this.#uid ?? '',
      resourceVersion,
      generation: this.#generation,
      labels: this.#labelsStart < 0 ? undefined : labelsOf.at(bytes, this.#labelsStart, this.#labelsEnd),
      annotationsHash: this.#annotationsHash,
      deletionTimestamp: this.#deletionTimestamp,
      owners: this.#ownersStart < 0 ? NO_OWNERS : ownersOf.at(bytes, this.#ownersStart, this.#ownersEnd),
    };
  }

  #read(key: string, start: number, end: number): void {
    switch (key) {
      case 'name':
        this.#name = this.#text(key, start, end);
        break;
      case 'namespace':
        this.#namespace = this.#isText(key, start) ? repeatedTextAt(this.#bytes, start, end) : undefined;
        break;
      case 'uid':
        this.#uid = this.#text(key, start, end);
        break;
      case 'resourceVersion':
        this.#resourceVersion = this.#text(key, start, end);
        break;
      case 'deletionTimestamp':
        this.#deletionTimestamp = this.#text(key, start, end);
        break;
      case 'generation':
        this.#generation = this.#number(key, start, end);
        break;
      case 'labels':
        this.#labelsStart = this.#isThere(key, start, OPEN_OBJECT, 'is no object') ? start : -1;
        this.#labelsEnd = end;
        break;
      case 'ownerReferences':
        this.#ownersStart = this.#isThere(key, start, OPEN_LIST, 'is no list') ? start : -1;
        this.#ownersEnd = end;
        break;
    }
  }

  /** Their hash does not depend on their order, for not everybody sorts them as the server does. Returns their end. */
  #annotations(start: number): number {
    const bytes = this.#bytes;
    this.#annotationsHash = 0;
    if (!this.#isThere('annotations', start, OPEN_OBJECT, 'is no object')) return endOfValue(bytes, start);
    const entries = new Entries(bytes, start);
    const cuts = new EntryCuts(this.cuts, start);
    let hash = 0;
    while (entries.next()) {
      const { keyStart, keyEnd, valueStart, valueEnd } = entries;
      if (this.#options.cutLastApplied === true && entries.key === LAST_APPLIED) {
        cuts.cut(keyStart, valueEnd);
        continue;
      }
      cuts.keep(keyStart);
      cuts.kept(valueEnd);
      const pair = Math.imul(hashOf(bytes, keyStart, keyEnd), 31) ^ hashOf(bytes, valueStart, valueEnd);
      hash = (hash + pair) | 0;
    }
    cuts.end();
    this.#annotationsHash = hash;
    return entries.end;
  }

  #text(key: string, start: number, end: number): string | undefined {
    return this.#isText(key, start) ? textAt(this.#bytes, start, end) : undefined;
  }

  #isText(key: string, start: number): boolean {
    return this.#isThere(key, start, QUOTE, 'is no string');
  }

  #number(key: string, start: number, end: number): number | undefined {
    if (this.#bytes[start] === NULL) return undefined;
    const number = Number(this.#bytes.toString('latin1', start, end));
    if (Number.isNaN(number)) this.#wrong = `${key} is no number`;
    return number;
  }

  /** Whether a value is there; null is none. */
  #isThere(key: string, start: number, first: number, otherwise: string): boolean {
    const byte = this.#bytes[start];
    if (byte !== first && byte !== NULL) this.#wrong = `${key} ${otherwise}`;
    return byte === first;
  }

  #called(): string {
    if (!this.#name) return 'the object';
    return `the object ${this.#namespace ? `${this.#namespace}/` : ''}${this.#name}`;
  }
}

const labelsOf = new RepeatedValues<Labels>(json => {
  const labels = JSON.parse(json.toString()) as Record<string, string>;
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value !== 'string') throw new TypeError(`the object is not valid: metadata.labels[${key}] is no string`);
    labels[key] = repeated(value);
  }
  return Object.freeze(labels);
});

const ownersOf = new RepeatedValues<readonly ObjectOwner[]>(json => {
  const owners = JSON.parse(json.toString()) as readonly Partial<Record<keyof ObjectOwner, unknown>>[];
  return Object.freeze(
    owners.map((owner, index) => {
      if (typeof owner !== 'object' || owner === null) {
        throw new TypeError(`the object is not valid: metadata.ownerReferences[${index}] is no object`);
      }
      return Object.freeze({
        apiVersion: text(owner.apiVersion),
        kind: text(owner.kind),
        name: text(owner.name),
        uid: text(owner.uid),
        controller: owner.controller === true,
      });
    }),
  );
});

/** What the server would not have let pass is owned by nobody. */
function text(value: unknown): string {
  return typeof value === 'string' ? repeated(value) : '';
}
