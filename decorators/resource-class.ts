// What the decorators of API classes have in common.
import type { AnyResource } from './custom-resource.js';
import { refuseStandardDecorators } from './metadata.js';

/** A class whose instances are `T`. */
export type ResourceClass<T> = abstract new (...args: any[]) => T;

/** `A` on custom resources, else the sentence that the editor shows at the argument. */
export type OnResource<Name extends string, T, A> = T extends AnyResource
  ? A
  : `@${Name} is for classes that extend CustomResource<Spec, Status>`;

/** For decorators that codegen reads from the source; nothing happens when the program runs. */
export function classDecorator(_arguments: readonly unknown[]): (target: ResourceClass<any>) => void {
  return (_target: ResourceClass<any>, ...rest: unknown[]) => refuseStandardDecorators(rest[0]);
}
