// Lets traces know how long keys have waited.
import type { QueueObserver } from '../queue/queue-metrics.js';
import type { ReconcileSpans } from '../tracing/tracing.js';

/** Tells the observer, and the spans. */
export function observedBy(observer: QueueObserver, spans: ReconcileSpans): QueueObserver {
  return {
    queueDuration(milliseconds, key) {
      spans.waited(key, milliseconds);
      observer.queueDuration?.(milliseconds, key);
    },
    workDuration: milliseconds => observer.workDuration?.(milliseconds),
  };
}
