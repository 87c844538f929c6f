// What the options and the reads of a cache refuse, and what they know of a kind.
import { type Cache, type CacheOptions, cacheKind, type Lister, metadataOf, type Snapshot } from 'kubewright';
import { Node, Pod } from 'kubewright/kinds';
import { Redis } from '../../api/v1/redis.js';

declare const lister: Lister;
declare const cache: Cache;

export const options: CacheOptions = {
  namespaces: { default: { labelSelector: 'app=redis' }, '': {} },
  labelSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
  parsedObjects: 100,
  transform: object => {
    object.metadata.annotations = {};
    return undefined;
  },
  kinds: [
    cacheKind(Pod, {
      fieldSelector: 'spec.nodeName=a',
      transform: pod => ({ ...pod, status: {} }),
      indexes: {
        'spec.nodeName': pod => pod.spec?.nodeName,
        images: pod => pod.spec?.containers.map(({ image = '' }) => image),
        tier: { header: ({ labels }) => labels?.tier },
      },
    }),
    cacheKind(Redis, {
      namespaces: ['default'],
      indexes: {
        replicas: redis => String(redis.spec.replicas),
        // @ts-expect-error an index value is a text
        number: redis => redis.spec.replicas,
        // @ts-expect-error Redis has no such field
        wrong: redis => redis.spec.size,
      },
    }),
    cacheKind(Redis, {
      // @ts-expect-error a transform answers an object of the kind
      namespaces: { default: { transform: redis => redis.spec } },
    }),
    // @ts-expect-error no such option
    cacheKind(Node, { label: 'a' }),
    cacheKind(metadataOf(Pod), {
      indexes: {
        app: pod => pod.metadata.labels?.app,
        // @ts-expect-error nothing but the metadata is read
        node: pod => pod.spec?.nodeName,
      },
    }),
  ],
};

export const pods: readonly Snapshot<Pod>[] = lister.list(Pod, {
  namespace: 'default',
  labelSelector: { app: 'redis' },
  index: { name: 'spec.nodeName', value: 'a' },
});
// @ts-expect-error the value of an index is a text
lister.list(Pod, { index: { name: 'spec.nodeName', value: 1 } });

const [partial] = lister.list(metadataOf(Pod));
export const labels = partial?.metadata.labels;
export const found = lister.get(metadataOf(Pod), { namespace: 'default', name: 'a' })?.metadata.ownerReferences;
// @ts-expect-error nothing but the metadata is read
partial?.spec;
// @ts-expect-error the namespace is needed, as it is for the kind itself
lister.get(metadataOf(Pod), { name: 'a' });

cache.informer(Pod).addHandler({
  onAdd: (pod, isInInitialList) => [pod.key, pod.labels, pod.object.spec, isInInitialList],
  // @ts-expect-error what handlers hear of is not parsed: it is in `object`
  onDelete: pod => pod.spec,
});
