// What a fault holds back for as long as it is in force.
import type { Exchange } from './fault.js';

/** Calls back when the fault is taken away, unless the connection of the request is closed before. */
export function onRemoval({ removed, response }: Pick<Exchange, 'removed' | 'response'>, callback: () => void): void {
  removed.addEventListener('abort', callback, { once: true });
  response.once('close', () => removed.removeEventListener('abort', callback));
}
