// `@PrintColumn`: what `kubectl get` shows.
import type { KubernetesObject } from './object-meta.js';
import type { CheckPath } from './path.js';
import { classDecorator, type ResourceClass } from './resource-class.js';

/** How kubectl shows a column. */
export interface ColumnOptions {
  /** Shown by clients as help, in place of the path. */
  readonly description?: string;
  /** 0 (the default) is always shown; greater than 0 only with `kubectl get -o wide`. */
  readonly priority?: number;
  /** How the value is to be read, for clients that look at it; kubectl does not. Default: not said. */
  readonly format?: 'int32' | 'int64' | 'float' | 'double' | 'byte' | 'date' | 'date-time' | 'password';
  /**
   * Default: what follows from the field (`Time` is a date, which kubectl shows as an age). For a field of type `unknown`
   * it cannot follow, and is string; a plain text that holds a time may be called a date.
   */
  readonly type?: 'integer' | 'number' | 'string' | 'boolean' | 'date';
}

/**
 * Adds a column to what `kubectl get` prints, after those before it in the source. The column's type follows from the
 * type of the field that the JSON path leads to.
 */
export function PrintColumn<T = KubernetesObject, const P extends string = string>(
  name: string,
  path: CheckPath<NoInfer<T>, P>,
  options?: ColumnOptions,
): (target: ResourceClass<T>) => void {
  return classDecorator([name, path, options]);
}
