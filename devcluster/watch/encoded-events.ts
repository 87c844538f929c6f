// The bytes of events that were sent lately: many watches are told the same.
import type { StoredObject } from '../store/stored-object.js';

/** Encodes what several watches are told once for all of them, and holds it for as long as there is room. */
export class EncodedEvents {
  readonly #limit: number;
  readonly #byState = new Map<StoredObject, Map<string, Buffer>>();
  #bytes = 0;

  /** @param limit bytes that are held; default 4 MiB */
  constructor(limit: number = 4 * 1024 * 1024) {
    this.#limit = limit;
  }

  /** @param form what the bytes depend on beside the state of the object */
  get(stored: StoredObject, form: string, encode: () => Buffer): Buffer {
    const forms = this.#byState.get(stored) ?? new Map<string, Buffer>();
    const known = forms.get(form);
    if (known !== undefined) return known;
    const bytes = encode();
    this.#byState.set(stored, forms.set(form, bytes));
    this.#bytes += bytes.length;
    for (const [state, others] of this.#byState) {
      if (this.#bytes <= this.#limit) break;
      this.#byState.delete(state);
      for (const other of others.values()) this.#bytes -= other.length;
    }
    return bytes;
  }
}
