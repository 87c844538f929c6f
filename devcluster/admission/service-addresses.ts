// Gives Services their addresses and node ports when they are written.
import { allocateService, takenBy } from '../builtin/service-allocation.js';
import type { ApiObject } from '../object/api-object.js';
import { invalidObject } from '../object/refusals.js';
import type { Store } from '../store/store.js';
import type { Admission, WriteContext } from '../strategy/write-context.js';

const SERVICES = '/services';

/** Looks at all Services for what is free. */
export class ServiceAddresses implements Admission {
  /** @param random at least 0 and less than 1 */
  constructor(
    private readonly store: Store,
    private readonly random: () => number,
  ) {}

  /** @throws StatusError 422 for what cannot be had */
  allocate({ type, subresource }: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject {
    if (type.storage !== SERVICES || subresource !== '') return object;
    const others = this.store.list(SERVICES).objects.filter(({ metadata }) => metadata.uid !== old?.metadata.uid);
    const allocation = allocateService(object, old, takenBy(others), this.random);
    if (allocation.problems !== undefined) throw invalidObject(type, object.metadata.name ?? '', allocation.problems);
    return allocation.service;
  }
}
