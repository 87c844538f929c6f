// What a workqueue keeps of a key.
import type { HeapItem } from './heap.js';
import type { Prioritized } from './priority-lines.js';

/** What comes for a key beside the worker that holds it: nothing, a turn that is ready, or one at a later moment. */
export type Turn = 'none' | 'ready' | 'delayed';

/** What is kept of a key, from `add` until nothing waits and nobody holds it. */
export interface Entry extends Prioritized<Entry> {
  readonly key: string;
  turn: Turn;
  isHeld: boolean;
  /** That of the turn that comes. */
  priority: number;
  /** That with which it was handed out. */
  heldPriority: number;
  /** The moment of a delayed turn. */
  delay: Delay | undefined;
  /** When the turn became ready, where an observer wants to know. */
  readyAt: number;
  /** When a worker took it, likewise. */
  heldAt: number;
}

/** Apart from the entry, which is smaller so: most keys are never delayed. */
export interface Delay extends HeapItem {
  readonly entry: Entry;
  due: number;
  /** Tells delayed turns of the same moment apart, in the order in which they came. */
  readonly order: number;
}

/** An entry that nothing waits for yet. */
export function newEntry(key: string, priority: number): Entry {
  return {
    key,
    turn: 'none',
    isHeld: false,
    priority,
    heldPriority: 0,
    delay: undefined,
    readyAt: 0,
    heldAt: 0,
    ahead: undefined,
    behind: undefined,
  };
}

/**
 * What a queue tells of a key to those who look. Moments are on its monotonic clock, in milliseconds; without an observer those
 * of what is ready and held are 0.
 */
export interface QueuedKey {
  readonly key: string;
  /** The next turn of the key; `none` for one that a worker holds and that nothing else has come for. */
  readonly turn: Turn;
  readonly priority: number;
  /** Its failures in a row. */
  readonly retries: number;
  /** Since when a turn that is ready has been so. */
  readonly readyAt: number | undefined;
  /** When a delayed turn comes. */
  readonly due: number | undefined;
  /** Since when a worker holds it. */
  readonly heldAt: number | undefined;
}

export function queuedKey(entry: Entry, retries: number): QueuedKey {
  const { key, turn, isHeld, priority, heldPriority, readyAt, heldAt, delay } = entry;
  return {
    key,
    turn,
    priority: turn === 'none' ? heldPriority : priority,
    retries,
    readyAt: turn === 'ready' ? readyAt : undefined,
    due: delay?.due,
    heldAt: isHeld ? heldAt : undefined,
  };
}

/** The order of delayed turns. */
export function isDueBefore(a: Delay, b: Delay): boolean {
  if (a.due !== b.due) return a.due < b.due;
  return a.order < b.order;
}
