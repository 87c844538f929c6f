// Keeps why each queued key is queued, until it is reconciled.
import type { Clock } from '../clock/clock.js';
import type { Cause } from './causes.js';
import type { CausingEvent } from './event-handlers.js';
import { Comparisons, UpdatedCause } from './updated-cause.js';

/** How many causes of a key are kept; the rest are counted. */
const MOST_CAUSES = 10;

/** What is known of a key's next turn. */
interface Page {
  readonly causes: Cause[];
  further: number;
}

/** The causes of the next reconcile of each key, in the order in which they came. */
export class CauseBook {
  readonly #clock: Clock;
  readonly #comparisons = new Comparisons();
  /** One cause without a list around it: most keys have no more. */
  readonly #pages = new Map<string, Cause | Page>();
  readonly #requeues = new Map<string, { readonly due: number; readonly cause: Cause }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many keys have causes. */
  get size(): number {
    return this.#pages.size + this.#requeues.size;
  }

  /** How many updates have not been looked into, and may be yet. */
  get open(): number {
    return this.#comparisons.open;
  }

  /** Something has happened that the key is reconciled for. */
  event(key: string, { type, kind, object: now, old }: CausingEvent): void {
    const { namespace, name } = now;
    const object = namespace === undefined ? { name } : { namespace, name };
    const isUpdate = type === 'updated' && old !== undefined;
    this.add(key, isUpdate ? new UpdatedCause(kind, object, { old, now }, this.#comparisons) : { type, kind, object });
  }

  /** Updates of one object become one cause. */
  add(key: string, cause: Cause): void {
    const known = this.#pages.get(key);
    if (known === undefined) {
      this.#pages.set(key, cause);
      return;
    }
    const page = isPage(known) ? known : { causes: [known], further: 0 };
    if (page !== known) this.#pages.set(key, page);
    write(page, cause);
  }

  /** The key runs again in so many milliseconds. Where it runs earlier, that was not because of this. */
  requeue(key: string, after: number): void {
    this.#requeues.set(key, { due: this.#clock.monotonic() + after, cause: { type: 'requeue', after } });
  }

  /** The key is tried again, for what its failed reconcile was about and for what came meanwhile. */
  retry(key: string, attempt: number, failed: readonly Cause[]): void {
    const page: Page = { causes: [{ type: 'retry', attempt }], further: 0 };
    for (const cause of failed) if (cause.type !== 'retry') write(page, cause);
    const known = this.#pages.get(key);
    if (known !== undefined && isPage(known)) {
      for (const cause of known.causes) write(page, cause);
      page.further += known.further;
    } else if (known !== undefined) {
      write(page, known);
    }
    this.#pages.set(key, page);
  }

  /** The causes of the key, which is reconciled for them now: they are forgotten here. */
  take(key: string): readonly Cause[] {
    const known = this.#pages.get(key);
    const requeue = this.#requeues.get(key);
    this.#pages.delete(key);
    this.#requeues.delete(key);
    const page =
      known === undefined ? { causes: [], further: 0 } : isPage(known) ? known : { causes: [known], further: 0 };
    const own = requeue !== undefined && requeue.due <= this.#clock.monotonic() ? [requeue.cause] : [];
    const further: Cause[] = page.further > 0 ? [{ type: 'more', count: page.further }] : [];
    return [...own, ...page.causes, ...further];
  }
}

/** The reconcile has ended for good: what it has not read of its causes is not kept for it. */
export function releaseCauses(causes: readonly Cause[]): void {
  for (const cause of causes) if (cause instanceof UpdatedCause) cause.release();
}

function isPage(known: Cause | Page): known is Page {
  return 'causes' in known;
}

function write(page: Page, cause: Cause): void {
  if (cause.type === 'more') {
    page.further += cause.count;
    return;
  }
  const at = page.causes.findIndex(other => isSame(other, cause));
  if (at >= 0) page.causes[at] = merged(page.causes[at] as Cause, cause);
  else if (page.causes.length < MOST_CAUSES) page.causes.push(cause);
  else count(page, cause);
}

function count(page: Page, cause: Cause): void {
  page.further += 1;
  releaseCauses([cause]);
}

function isSame(a: Cause, b: Cause): boolean {
  if (a.type !== b.type) return false;
  if (a.type === 'source' && b.type === 'source') return a.name === b.name;
  if (!('object' in a && 'object' in b)) return true;
  return a.object.name === b.object.name && a.object.namespace === b.object.namespace && a.kind === b.kind;
}

function merged(a: Cause, b: Cause): Cause {
  return a instanceof UpdatedCause && b instanceof UpdatedCause ? a.joinedBy(b) : b;
}
