// Objects as a store of the cache takes them in, and as it hands them out.
import { kindOf } from '../decorators/kind.js';
import type { KubernetesObject } from '../decorators/object-meta.js';
import type { Snapshot } from '../decorators/snapshot.js';
import type { CachedObject } from '../runtime/cache/cached-object.js';
import { Entry, FreeText } from '../runtime/cache/entry.js';
import { KeptTexts } from '../runtime/cache/kept-texts.js';
import type { Arrival } from '../runtime/cache/store.js';
import { readObject } from '../runtime/encoded/read-object.js';
import { keyText } from '../runtime/meta/object-key.js';

export function arrival(object: Snapshot<KubernetesObject>): Arrival {
  const read = readObject(Buffer.from(JSON.stringify(object)));
  return { header: read.header, kept: () => read };
}

/** The object as handlers of an informer hear of it. */
export function cached<T extends KubernetesObject>(object: Snapshot<T>): CachedObject<T> {
  const { header, encoded } = readObject(Buffer.from(JSON.stringify(object)));
  return new Entry(keyText(header), header, new FreeText<T>(encoded), textsOf<T>(object), 0);
}

/** Texts of the kind of this object. */
export function textsOf<T extends KubernetesObject>({ apiVersion, kind }: Snapshot<KubernetesObject>): KeptTexts<T> {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return new KeptTexts(kindOf<T>()({ group, version, kind, plural: kind.toLowerCase(), scope: 'Namespaced' }), 2048);
}
