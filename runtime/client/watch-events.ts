// Reads `metav1.WatchEvent` lines.
import type { Snapshot } from '../../decorators/snapshot.js';
import { ApiError, type Attempt, type StatusBody } from './api-error.js';
import type { WatchEvent } from './client.js';

/**
 * The event in a line of a watch.
 * @throws ApiError for an event of type ERROR
 */
export function watchEvent<T>(attempt: Attempt, line: unknown): WatchEvent<T> {
  const { type, object } = line as { readonly type: string; readonly object: unknown };
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: object as Snapshot<T> };
    case 'BOOKMARK':
      return {
        type,
        resourceVersion: (object as Snapshot<{ metadata: { resourceVersion: string } }>).metadata.resourceVersion,
      };
    default: {
      const status = (type === 'ERROR' ? object : { message: `unknown event type ${type}` }) as StatusBody;
      throw new ApiError(attempt, status.code ?? 500, status);
    }
  }
}
