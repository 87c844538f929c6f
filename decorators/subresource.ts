// `@Subresource`: how kubectl and autoscalers scale a resource.
import type { KubernetesObject } from './object-meta.js';
import type { CheckPath } from './path.js';
import { classDecorator, type ResourceClass } from './resource-class.js';

/** Paths of the scale subresource. */
export interface ScaleOptions<T, R extends string, S extends string, L extends string> {
  /** The wished number; default `.spec.replicas`. */
  readonly specReplicasPath?: CheckPath<NoInfer<T>, R, 'number'>;
  /** The observed number; default `.status.replicas`. */
  readonly statusReplicasPath?: CheckPath<NoInfer<T>, S, 'number'>;
  /** The label selector as text, which autoscalers read; default `.status.selector` where the type has it. */
  readonly labelSelectorPath?: CheckPath<NoInfer<T>, L, 'string'>;
}

type OnStatus<T, A> = T extends { status?: infer Status }
  ? [Exclude<Status, undefined>] extends [never]
    ? 'a subresource needs a Status: CustomResource<Spec, Status>'
    : A
  : 'a subresource needs a Status: CustomResource<Spec, Status>';
/** `scale`, or a sentence where a path that was not said is not in the type. */
type ScaleOf<T, R extends string, S extends string> = [R, CheckPath<T, R, 'number'>] extends ['.spec.replicas', infer P]
  ? P extends R
    ? ObservedScaleOf<T, S>
    : 'scale: .spec.replicas is not a number here; say specReplicasPath'
  : ObservedScaleOf<T, S>;
type ObservedScaleOf<T, S extends string> = [S, CheckPath<T, S, 'number'>] extends ['.status.replicas', infer P]
  ? P extends S
    ? 'scale'
    : 'scale: .status.replicas is not a number here; say statusReplicasPath'
  : 'scale';

/**
 * Adds a subresource. `scale` makes `kubectl scale` and autoscalers work. A status subresource needs no decorator:
 * a Status type means one.
 */
export function Subresource<
  T = KubernetesObject,
  const R extends string = '.spec.replicas',
  const S extends string = '.status.replicas',
  const L extends string = '.status.selector',
>(
  subresource: OnStatus<T, ScaleOf<NoInfer<T>, R, S>>,
  options?: ScaleOptions<T, R, S, L>,
): (target: ResourceClass<T>) => void {
  return classDecorator([subresource, options]);
}
