// Finalizers of an object. Pure: the given object is left as it is.
import { qualifiedNameProblem } from './qualified-name.js';

/** Anything with metadata that may have finalizers: a snapshot, a draft, a new object. */
export interface Finalizable {
  readonly metadata: {
    readonly name?: unknown;
    readonly generateName?: unknown;
    readonly namespace?: unknown;
    readonly finalizers?: readonly string[] | undefined;
  };
}

/** Whether the object has this finalizer. */
export function containsFinalizer(object: Finalizable, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

/**
 * The object with this finalizer, put last; the same object when it has it already. Store it with
 * `client.update(Redis, addFinalizer(redis, '...'))`, which fails with a conflict if the object has changed meanwhile.
 * @param finalizer `domain/name`: the API server refuses others on built-in kinds, but for its own (`orphan`,
 *   `foregroundDeletion`), and warns of them on custom resources
 * @throws TypeError for what the API server refuses on any kind
 */
export function addFinalizer<O extends Finalizable>(object: O, finalizer: string): O {
  if (containsFinalizer(object, finalizer)) return object;
  checkFinalizer(finalizer);
  return withFinalizers(object, [...(object.metadata.finalizers ?? []), finalizer]);
}

/** The object without this finalizer; the same object when it does not have it. */
export function removeFinalizer<O extends Finalizable>(object: O, finalizer: string): O {
  if (!containsFinalizer(object, finalizer)) return object;
  return withFinalizers(object, object.metadata.finalizers?.filter(other => other !== finalizer) ?? []);
}

/** Without any finalizer the field goes too, as it is in what the server answers. */
function withFinalizers<O extends Finalizable>(object: O, finalizers: readonly string[]): O {
  const { finalizers: _, ...metadata } = object.metadata;
  return { ...object, metadata: finalizers.length === 0 ? metadata : { ...metadata, finalizers } };
}

function checkFinalizer(finalizer: string): void {
  const problem = qualifiedNameProblem(finalizer);
  if (problem !== undefined) throw new TypeError(`${JSON.stringify(finalizer)} is no finalizer: ${problem}`);
}
