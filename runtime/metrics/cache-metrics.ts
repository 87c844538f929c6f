// What a cache holds, and how its watches do. controller-runtime tells nothing of these.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import { counterFamily, gaugeFamily } from './families.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** A cache, as far as it is measured. */
export interface MeasuredCache {
  readonly informers: readonly {
    readonly kind: Kind<any>;
    readonly metrics: {
      readonly objects: number;
      readonly bytes: number;
      readonly parsedObjects: number;
      readonly parsedHits: number;
      readonly parsedMisses: number;
    };
    /** One for each namespace that is watched on its own. Ages are milliseconds. */
    readonly reflectors: readonly {
      readonly namespace: string | undefined;
      readonly age: number;
      readonly lists: number;
      readonly watches: number;
      readonly failures: number;
    }[];
  }[];
}

const objects = gaugeFamily('kubewright_cache_objects', 'Objects in the cache, by kind.');
const bytes = gaugeFamily('kubewright_cache_bytes', 'Bytes of the texts of the objects in the cache, by kind.');
const parsed = gaugeFamily('kubewright_cache_parsed_objects', 'Objects in the cache that are kept parsed, by kind.');
const reads = counterFamily(
  'kubewright_cache_parsed_reads_total',
  'Reads of objects in the cache: hit where the object was parsed already, miss where it had to be parsed.',
);
const age = gaugeFamily(
  'kubewright_watch_age_seconds',
  'How long ago the API server last gave proof of life in the watch of a kind: an event, a bookmark, a piece of a list.',
);
const lists = counterFamily(
  'kubewright_watch_lists_total',
  'Lists that were completed, streamed ones among them; all but the first mean that the cache had to begin anew.',
);
const watches = counterFamily(
  'kubewright_watch_starts_total',
  'Watches that were started. The server ends each after 5 to 10 minutes; more than that means that they break.',
);
const failures = counterFamily('kubewright_watch_failures_total', 'Lists and watches that failed.');

/** By the kinds of the cache; watches also by namespace, which is empty where all are watched together. */
export function collectCache(registry: MetricsRegistry, cache: MeasuredCache): void {
  registry.collect(() => {
    const kinds = cache.informers.map(({ kind, metrics, reflectors }) => ({
      labels: labelsOf(kind),
      metrics,
      reflectors,
    }));
    const watched = kinds.flatMap(({ labels, reflectors }) =>
      reflectors.map(reflector => ({ reflector, labels: { ...labels, namespace: reflector.namespace ?? '' } })),
    );
    return [
      objects(kinds.map(({ labels, metrics }) => [labels, metrics.objects])),
      bytes(kinds.map(({ labels, metrics }) => [labels, metrics.bytes])),
      parsed(kinds.map(({ labels, metrics }) => [labels, metrics.parsedObjects])),
      reads(
        kinds.flatMap(({ labels, metrics }) => [
          [{ ...labels, result: 'hit' }, metrics.parsedHits] as const,
          [{ ...labels, result: 'miss' }, metrics.parsedMisses] as const,
        ]),
      ),
      age(watched.map(({ labels, reflector }) => [labels, reflector.age / 1000])),
      lists(watched.map(({ labels, reflector }) => [labels, reflector.lists])),
      watches(watched.map(({ labels, reflector }) => [labels, reflector.watches])),
      failures(watched.map(({ labels, reflector }) => [labels, reflector.failures])),
    ];
  });
}

/** A kind may be kept twice: whole, and as metadata alone. */
function labelsOf(kind: Kind<any>): { group: string; version: string; kind: string; form: string } {
  const { group, version, kind: name, metadataOnly } = kindInfo(kind);
  return { group, version, kind: name, form: metadataOnly === true ? 'metadata' : 'object' };
}
