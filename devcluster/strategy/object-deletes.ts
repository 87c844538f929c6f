// Deletes: what webhooks say to one, and what becomes of the object.
import type { ApiObject } from '../object/api-object.js';
import { modified, notFound } from '../object/refusals.js';
import { checkDeleteOptions, checkPreconditions, type DeleteOptions } from './delete-options.js';
import { deletionOf } from './deletion.js';
import type { KeptObjects } from './kept-objects.js';
import { toldOptions } from './told-options.js';
import type { AdmissionWebhooks, WriteContext } from './write-context.js';

export class ObjectDeletes {
  readonly #kept: KeptObjects;
  readonly #webhooks: AdmissionWebhooks;
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(kept: KeptObjects, webhooks: AdmissionWebhooks, now: () => number) {
    this.#kept = kept;
    this.#webhooks = webhooks;
    this.#now = now;
  }

  /**
   * Deletes an object, or marks it as being deleted.
   * @param asked the name in the request, which a collection has not
   * @returns the last state, and whether it is gone
   * @throws StatusError 404, 409 for preconditions, 422 for options, and what webhooks say
   */
  async delete(
    context: WriteContext,
    name: string,
    options: DeleteOptions,
    asked: string = name,
  ): Promise<{ object: ApiObject; gone: boolean }> {
    const { type, dryRun } = context;
    const { propagationPolicy, orphanDependents } = options;
    const warning = type.rules?.orphans?.warning;
    if (warning !== undefined && (propagationPolicy ?? orphanDependents) === undefined) context.warn(warning);
    for (;;) {
      const object = await this.#kept.find(context, name);
      if (object === undefined) throw notFound(type, name);
      checkDeleteOptions(options);
      checkPreconditions(type, object, options);
      const deletion = deletionOf(type, object, options, this.#now());
      if (deletion.outcome === 'keep' && deletion.pending) return { object, gone: false };
      await this.#judgedDelete(context, asked, options, object);
      const { resourceVersion } = object.metadata;
      if (deletion.outcome === 'keep') return { object, gone: false };
      if (deletion.outcome === 'mark') {
        const marked = await this.#kept.put(context, deletion.object, resourceVersion);
        if (marked !== undefined) return { object: marked, gone: false };
      } else {
        if (dryRun) return { object: deletion.object ?? object, gone: true };
        const last = await this.#removed(context, asked, options, { object, marked: deletion.object });
        if (last !== undefined) return { object: last, gone: true };
      }
      // Somebody else was faster, and there is another object to look at; but a server that stops writes nothing any more.
      if (this.#kept.revision(context, name) === resourceVersion) throw modified(type, name);
    }
  }

  /** @returns the last state; undefined when somebody else was faster */
  async #removed(
    context: WriteContext,
    asked: string,
    options: DeleteOptions,
    { object, marked }: { readonly object: ApiObject; readonly marked: ApiObject | undefined },
  ): Promise<ApiObject | undefined> {
    const { name, resourceVersion } = object.metadata;
    if (marked === undefined) return this.#kept.remove(context, name, resourceVersion);
    // Watches see it being deleted before it is gone.
    const shown = this.#kept.putAsKept(context, marked, resourceVersion);
    if (shown === undefined) return undefined;
    await this.#judgedDelete(context, asked, options, shown);
    return this.#kept.remove(context, name, shown.metadata.resourceVersion);
  }

  async #judgedDelete(context: WriteContext, name: string, options: DeleteOptions, old: ApiObject): Promise<void> {
    const { request, type } = context;
    if (request === undefined || this.#webhooks.isIdle) return;
    const told = { ...request, options: toldOptions(type, old, options) };
    await this.#webhooks.validate({ context: { ...context, request: told }, operation: 'DELETE', name, old });
  }
}
