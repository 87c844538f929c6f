// The webhooks that are flooded: whatever they allow without reason is seen.
import { allow, Defaults, type Draft, deny, type Snapshot, Validates, type Verdict } from 'kubewright';
import { Thing } from '../things.js';

export const MUTATE = '/mutate-example-com-v1-thing';
export const VALIDATE = '/validate-example-com-v1-thing';
export const ALLOWING = '/allowing';

/** The label that every object gets. */
export const SEEN = 'seen';

@Defaults(Thing, { operations: ['*'] })
@Validates(Thing, { operations: ['*'] })
export class MarkAndDeny {
  default(thing: Snapshot<Thing>): Draft<Thing> {
    return { ...thing, metadata: { ...thing.metadata, labels: { ...thing.metadata.labels, [SEEN]: 'yes' } } };
  }
  validateCreate(): Verdict {
    return deny('nothing may be written');
  }
  validateUpdate(): Verdict {
    return deny('nothing may be written');
  }
  validateDelete(): Verdict {
    return deny('nothing may be written');
  }
}

/** Allows one object, by its name. */
@Validates(Thing, { path: ALLOWING })
export class AllowOne {
  validateCreate(thing: Snapshot<Thing>): Verdict {
    return thing.metadata.name === 'a' ? allow() : deny('only a');
  }
}
