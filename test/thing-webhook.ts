// Webhooks of Things, for tests of the server.
import type { Snapshot } from '../decorators/snapshot.js';
import { Defaults, Validates } from '../runtime/builder/webhooks.js';
import { allow, deny, type Verdict } from '../runtime/webhook/verdict.js';
import { Thing } from './things.js';

export const MUTATE = '/mutate-example-com-v1-thing';
export const VALIDATE = '/validate-example-com-v1-thing';

@Defaults(Thing)
@Validates(Thing)
export class ThingWebhook {
  default(thing: Snapshot<Thing>) {
    return { ...thing, data: { ...thing.data, seen: 'yes' } };
  }
  validateCreate(thing: Snapshot<Thing>) {
    return thing.metadata.name === 'bad' ? deny('a bad name') : allow('mind the gap');
  }
}

/** Answers when a test says so. */
@Validates(Thing)
export class Held {
  readonly asked = Promise.withResolvers<AbortSignal>();
  readonly verdict = Promise.withResolvers<Verdict>();
  validateCreate(_thing: Snapshot<Thing>, { signal }: { readonly signal: AbortSignal }) {
    this.asked.resolve(signal);
    return this.verdict.promise;
  }
}
