// What a pure function observes, kept as it was when it was first looked at.
import type { Kind } from '../../decorators/kind.js';
import { apiVersionOf, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Lister } from '../cache/lister.js';
import type { ReconcileContext } from '../controller/reconciler.js';
import type { Observed } from './desired-state.js';

type AnyKind = Kind<KubernetesObject>;

/** Answers a question always as it did the first time, whatever was written since then. */
export function sameObserved({ owned, cache }: Pick<ReconcileContext, 'owned' | 'cache'>): Observed<any> {
  const answers = new Map<string, unknown>();
  const once = <A>(verb: string, kind: AnyKind, rest: unknown, ask: () => A): A => {
    const info = kindInfo(kind);
    const question = JSON.stringify([verb, apiVersionOf(info), info.kind, info.metadataOnly, rest]);
    if (!answers.has(question)) answers.set(question, ask());
    return answers.get(question) as A;
  };
  const same: Lister = {
    get: (kind, key) => once('get', kind as AnyKind, [key.namespace, key.name], () => cache.get(kind, key)),
    list: (kind, options) => once('list', kind as AnyKind, options, () => cache.list(kind, options)),
    headers: (kind, options) => once('headers', kind as AnyKind, options, () => cache.headers(kind, options)),
    ownedBy: (kind, owner) => once('ownedBy', kind as AnyKind, owner.metadata.uid, () => cache.ownedBy(kind, owner)),
    hasSeenOwnCreate: (kind, namespace) =>
      once('hasSeenOwnCreate', kind, namespace, () => cache.hasSeenOwnCreate(kind, namespace)),
  };
  return { owned: kind => once('owned', kind as AnyKind, '', () => owned(kind as AnyKind)) as never, cache: same };
}
