// What becomes of Events.
import { counterFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

const dropped = counterFamily(
  'kubewright_events_dropped_total',
  'Occurrences that became no Event, because too many waited for being written.',
);

export function collectEvents(registry: MetricsRegistry, events: { readonly dropped: number }): void {
  registry.collect(() => [dropped(events.dropped)]);
}
