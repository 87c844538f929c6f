// `@SelectableField`: what clients may select objects by.
import type { KubernetesObject } from './object-meta.js';
import type { CheckPath } from './path.js';
import { classDecorator, type ResourceClass } from './resource-class.js';

type Selectable<T, P extends string> = string extends P
  ? Plain<CheckPath<T, P>>
  : P extends `${string}[${string}`
    ? 'here a path may not go through a list'
    : P extends `.metadata${string}`
      ? 'metadata.name and metadata.namespace can always be selected by, and the rest of it never'
      : Plain<CheckPath<T, P>>;
/** Without the paths that the API server refuses here. */
type Plain<Paths extends string> = [Exclude<Paths, Refused>] extends [never]
  ? 'here a path may not go through a list'
  : Exclude<Paths, Refused>;
type Refused = `${string}[${string}` | `.metadata.${string}`;

/**
 * Lets clients select objects by a field, as in `kubectl get redis --field-selector spec.color=blue`, and watch only those.
 * The field is a text, a boolean or a whole number outside of lists and of `metadata`; a version has at most 8 of them.
 */
export function SelectableField<T = KubernetesObject, const P extends string = string>(
  path: Selectable<NoInfer<T>, P>,
): (target: ResourceClass<T>) => void {
  return classDecorator([path]);
}
