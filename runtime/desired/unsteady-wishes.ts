// Wishes that come out otherwise each time, though nothing has changed: a time, a random value, an order of chance. Each of
// their writes leads to the next reconcile, and that to the next write.
import type { Kind } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Clock } from '../clock/clock.js';
import type { Holding } from './apply-parts.js';
import { APPLIED_ANNOTATION, type Configuration, configurationOf, hashOf } from './configuration.js';
import { type DesiredObject, groupKindOf } from './dependent.js';
import { differences } from './differences.js';

type AnyObject = Snapshot<KubernetesObject>;

/** What a pure function answers. */
export interface Wish {
  readonly objects: readonly DesiredObject[];
  readonly status?: object | undefined;
}

/** What waits of an owner, and for how long. */
export interface UnsteadyHolding extends Holding {
  /** Milliseconds, above 0. */
  readonly delay: number;
  /** Whether this status is to be written later. */
  holdsStatus(wished: object, present: object | undefined): boolean;
}

/** Writes in a row that came out otherwise, before they wait; then 1 s, 2 s, 4 s ... 5 min between them. */
const FREE_WRITES = 3;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 5 * 60_000;
/** Owners that are remembered; where nothing is wrong it is none. */
const MOST_OWNERS = 10_000;
/** Fields that are named. */
const MOST_TOLD = 10;

const STATUS = 'status';
/** It bears a hash of all others. */
const MARK = `.metadata.annotations["${APPLIED_ANNOTATION}"]`;

interface Entry {
  /** A hash of what the owner was like, but for what a reconcile writes to it. */
  readonly owner: string;
  readonly writes: number;
  readonly at: number;
  /** By the id of an object, or `status`: the fields that came out otherwise; `''` for an object that came only once. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** The kinds, as `groupKind` says them, of objects that came only once: their names are of chance. */
  readonly kinds: ReadonlySet<string>;
}

/** The owners of which wishes do not come out the same; of one function. */
export class UnsteadyWishes {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is to wait in a reconcile of this owner. A change of the owner itself waits for nothing. */
  holding(owner: AnyObject): UnsteadyHolding | undefined {
    const { uid } = owner.metadata;
    const entry = this.#entries.get(uid);
    if (entry === undefined) return undefined;
    if (entry.owner !== ownerHash(owner)) {
      this.#entries.delete(uid);
      return undefined;
    }
    if (entry.writes < FREE_WRITES) return undefined;
    const wait = Math.min(FIRST_WAIT * 2 ** (entry.writes - FREE_WRITES), LONGEST_WAIT);
    const delay = entry.at + wait - this.#clock.monotonic();
    return delay > 0 ? holdingOf(entry, delay) : undefined;
  }

  /**
   * Something of the first wish was written; the second was made of the same object and the same observed ones afterwards.
   * @returns the fields that came out otherwise, when it has happened so often that writes wait from now on
   */
  judge(owner: AnyObject, first: Wish, second: Wish): readonly string[] | undefined {
    const { uid } = owner.metadata;
    const former = this.#entries.get(uid);
    this.#entries.delete(uid);
    const { fields, kinds } = unsteadyFields(owner, first, second);
    if (fields.size === 0) return undefined;
    const hash = ownerHash(owner);
    const known = former?.owner === hash ? former : undefined;
    const entry: Entry = {
      owner: hash,
      writes: (known?.writes ?? 0) + 1,
      at: this.#clock.monotonic(),
      fields: united(known?.fields, fields),
      kinds: new Set([...(known?.kinds ?? []), ...kinds]),
    };
    this.#entries.set(uid, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST_OWNERS && oldest !== undefined) this.#entries.delete(oldest);
    return entry.writes === FREE_WRITES ? told(entry) : undefined;
  }
}

function holdingOf({ fields, kinds }: Entry, delay: number): UnsteadyHolding {
  const isUnsteady = (id: string, wished: object, found: object): boolean => {
    const unsteady = fields.get(id);
    if (unsteady === undefined) return false;
    return differences(wished, found).every(
      ({ path }) => path === MARK || [...unsteady].some(each => meet(each, path)),
    );
  };
  return {
    delay,
    wait: ({ id, kind, body }: Configuration, observed) => {
      const isHeld = observed === undefined ? kinds.has(groupKindOf(kind)) : isUnsteady(id, body, observed);
      return isHeld ? delay : 0;
    },
    waitToPrune: (kind: Kind<KubernetesObject>) => (kinds.has(groupKindOf(kind)) ? delay : 0),
    holdsStatus: (wished, present = {}) => isUnsteady(STATUS, wished, present),
  };
}

function unsteadyFields(owner: AnyObject, first: Wish, second: Wish) {
  const fields = new Map<string, ReadonlySet<string>>();
  const kinds = new Set<string>();
  const one = byId(owner, first);
  const other = byId(owner, second);
  for (const id of new Set([...one.keys(), ...other.keys()])) {
    const before = one.get(id);
    const after = other.get(id);
    if (before?.hash === after?.hash) continue;
    if (before === undefined || after === undefined) {
      const kind = before?.kind ?? after?.kind;
      if (kind !== undefined) kinds.add(groupKindOf(kind));
      fields.set(id, new Set(['']));
    } else fields.set(id, pathsBetween(before.body, after.body));
  }
  const ofStatus = pathsBetween(first.status ?? {}, second.status ?? {});
  if (ofStatus.size > 0) fields.set(STATUS, ofStatus);
  return { fields, kinds };
}

function byId(owner: AnyObject, { objects }: Wish): ReadonlyMap<string, Configuration> {
  const all = objects.map(object => configurationOf(object, owner, 'unsteady'));
  return new Map(all.map(configuration => [configuration.id, configuration]));
}

function pathsBetween(one: object, other: object): ReadonlySet<string> {
  const paths = [...differences(one, other), ...differences(other, one)].map(({ path }) => path);
  return new Set(paths.filter(path => path !== MARK));
}

function united(
  some: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
  more: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map(some);
  for (const [id, paths] of more) all.set(id, new Set([...(all.get(id) ?? []), ...paths]));
  return all;
}

/** Whether one is the other, or within it. */
function meet(one: string, other: string): boolean {
  const [outer, inner] = one.length <= other.length ? [one, other] : [other, one];
  return inner.startsWith(outer) && (inner.length === outer.length || '.['.includes(inner.charAt(outer.length)));
}

/** `ConfigMap default/a: .data.stamp`, `status: .seen`, `Pod default/r-x7: its name`. */
function told({ fields }: Entry): readonly string[] {
  const all = [...fields].flatMap(([id, paths]) => [...paths].map(path => `${id}: ${path || 'its name'}`));
  const others = all.length - MOST_TOLD;
  return others > 0 ? [...all.slice(0, MOST_TOLD), `and ${others} more`] : all;
}

/** Its status, and the annotations of inventories, are what reconciles write. */
function ownerHash(owner: AnyObject): string {
  const { status: _, metadata, ...rest } = owner as AnyObject & { readonly status?: unknown };
  const { resourceVersion: _version, managedFields: _managers, annotations = {}, ...others } = metadata;
  const foreign = Object.entries(annotations).filter(([name]) => !name.startsWith('applied.kubewright.dev/'));
  return hashOf({ ...rest, metadata: { ...others, annotations: Object.fromEntries(foreign) } });
}
