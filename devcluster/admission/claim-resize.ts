// Lets PersistentVolumeClaims grow where their StorageClass allows it.
import { parseQuantity } from '../../scalars/quantity.js';
import type { ApiObject } from '../object/api-object.js';
import { forbiddenObject } from '../object/refusals.js';
import type { Store } from '../store/store.js';
import type { Admission, WriteContext } from '../strategy/write-context.js';

const CLAIMS = '/persistentvolumeclaims';
const CLASSES = 'storage.k8s.io/storageclasses';

/** The admission plugin `PersistentVolumeClaimResize`. */
export class ClaimResize implements Admission {
  constructor(private readonly store: Store) {}

  /** @throws StatusError 403 */
  judge({ type, subresource }: WriteContext, object: ApiObject, old: ApiObject | undefined): void {
    if (type.storage !== CLAIMS || subresource !== '' || old === undefined || sizeOf(object) <= sizeOf(old)) return;
    // Only what is bound may change at all; validation says so.
    if ((old.status as { phase?: string } | undefined)?.phase !== 'Bound' || this.#allows(old)) return;
    throw forbiddenObject(type, object.metadata.name, REFUSAL);
  }

  #allows({ spec }: ApiObject): boolean {
    const { storageClassName: name = '' } = spec as { readonly storageClassName?: string };
    return this.store.get({ storage: CLASSES, namespace: '', name })?.allowVolumeExpansion === true;
  }
}

const REFUSAL =
  'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

function sizeOf({ spec }: ApiObject): bigint {
  const { resources } = (spec ?? {}) as { readonly resources?: { readonly requests?: { readonly storage?: string } } };
  return parseQuantity(resources?.requests?.storage ?? '0')?.nanos ?? 0n;
}
