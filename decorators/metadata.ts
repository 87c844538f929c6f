// Where class decorators keep what they are told, so that the runtime can read it back.
import 'reflect-metadata';

const PREFIX = 'kubewright:';

/** What a decorator stored on this very class under `name`; undefined if none did. Base classes are not asked. */
export function declared<T>(target: object, name: string): T | undefined {
  return Reflect.getOwnMetadata(PREFIX + name, target) as T | undefined;
}

/** Stores the one thing that a class declares under `name`. */
export function declare(target: object, name: string, value: unknown): void {
  Reflect.defineMetadata(PREFIX + name, value, target);
}

/** Adds to the list that a class declares under `name`. Decorators run bottom-up; the list is in source order. */
export function declareInOrder<T>(target: object, name: string, value: T): void {
  declare(target, name, [value, ...(declared<T[]>(target, name) ?? [])]);
}

/**
 * Called by every decorator with the second argument that it got. Standard (TC39) decorators pass a context object
 * there; legacy ones the field's name, or nothing on a class.
 */
export function refuseStandardDecorators(second: unknown): void {
  if (typeof second === 'object' && second !== null && 'kind' in second) {
    throw new TypeError(
      'kubewright decorators need "experimentalDecorators": true in a tsconfig.json that includes this file',
    );
  }
}
