// Which changes of objects lead to reconciles. Built-in ones look at what is known of an object without parsing it.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { CachedObject } from '../cache/cached-object.js';
import type { Labels } from '../meta/label-requirement.js';
import type { LabelSelector } from '../meta/label-selector.js';
import { labelMatcher } from '../meta/parse-label-selector.js';

/**
 * Says of each change whether it counts; what is left out lets everything through, as in controller-runtime. Functions of
 * the user's own look at the header of an object (`now.labels`, `now.generation`) without cost, and parse it with
 * `now.object`. Properties rather than methods, which TypeScript compares less strictly.
 */
export interface Predicate<T extends KubernetesObject = KubernetesObject> {
  /** Also of the objects that are there at the start. */
  readonly create?: (object: CachedObject<T>) => boolean;
  readonly update?: (old: CachedObject<T>, now: CachedObject<T>) => boolean;
  readonly delete?: (object: CachedObject<T>) => boolean;
}

/**
 * Updates that changed `metadata.generation`: for own resources with a status subresource, those of the spec and the
 * beginning of a deletion. Kinds that count no generations have none. GenerationChangedPredicate of controller-runtime.
 */
export const generationChanged: Predicate = Object.freeze({
  update: (old, now) => old.generation !== now.generation,
} satisfies Predicate);

/** Updates that changed the labels. LabelChangedPredicate of controller-runtime. */
export const labelsChanged: Predicate = Object.freeze({
  update: (old, now) => !isSameLabels(old.labels ?? {}, now.labels ?? {}),
} satisfies Predicate);

/** Updates that changed the annotations. AnnotationChangedPredicate of controller-runtime. */
export const annotationsChanged: Predicate = Object.freeze({
  update: (old, now) => old.annotationsHash !== now.annotationsHash,
} satisfies Predicate);

/** Updates that changed anything: all but resyncs. ResourceVersionChangedPredicate of controller-runtime. */
export const resourceVersionChanged: Predicate = Object.freeze({
  update: (old, now) => old.resourceVersion !== now.resourceVersion,
} satisfies Predicate);

/**
 * Objects whose labels match: `labelSelector('app=redis,tier!=cache')`, `labelSelector({ app: 'redis' })`; of an update, the
 * new state counts. LabelSelectorPredicate of controller-runtime. An informer with a selector of its own spares the memory
 * of the others too.
 * @throws TypeError at once for a selector that the API server would refuse
 */
export function labelSelector(selector: string | LabelSelector | Labels): Predicate {
  const matches = labelMatcher(selector);
  return matching(({ labels }) => matches(labels ?? {}));
}

/** Objects for which the function says so; of an update, the new state counts. NewPredicateFuncs of controller-runtime. */
export function matching<T extends KubernetesObject>(filter: (object: CachedObject<T>) => boolean): Predicate<T> {
  return { create: filter, update: (_, now) => filter(now), delete: filter };
}

/** Changes that all of these let through. Where it stands alone, it is told of which kind: `and<Pod>(...)`; so are `or` and `not`. */
export function and<T extends KubernetesObject>(...predicates: readonly Predicate<NoInfer<T>>[]): Predicate<T> {
  return {
    create: object => predicates.every(predicate => predicate.create?.(object) ?? true),
    update: (old, now) => predicates.every(predicate => predicate.update?.(old, now) ?? true),
    delete: object => predicates.every(predicate => predicate.delete?.(object) ?? true),
  };
}

/** Changes that one of these lets through, or more. */
export function or<T extends KubernetesObject>(...predicates: readonly Predicate<NoInfer<T>>[]): Predicate<T> {
  return {
    create: object => predicates.some(predicate => predicate.create?.(object) ?? true),
    update: (old, now) => predicates.some(predicate => predicate.update?.(old, now) ?? true),
    delete: object => predicates.some(predicate => predicate.delete?.(object) ?? true),
  };
}

/**
 * Changes that this one does not let through. What it lets through because it says nothing of it is kept out:
 * `not(generationChanged)` keeps out creations and deletions, as in controller-runtime.
 */
export function not<T extends KubernetesObject>(predicate: Predicate<NoInfer<T>>): Predicate<T> {
  return {
    create: object => !(predicate.create?.(object) ?? true),
    update: (old, now) => !(predicate.update?.(old, now) ?? true),
    delete: object => !(predicate.delete?.(object) ?? true),
  };
}

function isSameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && a[key] === b[key]);
}
