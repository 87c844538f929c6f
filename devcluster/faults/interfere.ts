// Somebody else who is always faster.
import type { Fault } from './fault.js';

/**
 * Changes the object right before the write reaches it, as a controller would that writes at the same moment: its
 * resourceVersion is another one, and watches hear of it. A write that says which one it expects then meets a real conflict.
 */
export function interfere(): Fault<'update' | 'patch' | 'delete'> {
  return {
    verbs: ['update', 'patch', 'delete'],
    inflict({ touch }, proceed) {
      touch();
      return proceed();
    },
  };
}
