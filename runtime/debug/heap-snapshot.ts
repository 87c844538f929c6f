// The heap of the process, for the tools of Chrome.
import type { Readable } from 'node:stream';

/** The process stands still while V8 walks through the heap, and needs about as much memory again. */
export async function heapSnapshot(): Promise<Readable> {
  const { getHeapSnapshot } = await import('node:v8');
  return getHeapSnapshot();
}
