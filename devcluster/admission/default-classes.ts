// Gives claims and Ingresses that name no class the one that is marked as the default.
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import type { Store } from '../store/store.js';
import type { Admission, WriteContext } from '../strategy/write-context.js';

/** The admission plugins `DefaultStorageClass` and `DefaultIngressClass`. */
export class DefaultClasses implements Admission {
  constructor(private readonly store: Store) {}

  admit({ type, subresource }: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject {
    const classes = CLASSES[type.storage];
    if (classes === undefined || subresource !== '' || old !== undefined) return object;
    const spec = (object.spec ?? {}) as JsonObject;
    const { annotations = {} } = object.metadata;
    // A class that is the empty text is a choice as well.
    if ((spec[classes.field] ?? null) !== null || Object.hasOwn(annotations, classes.olderAnnotation)) return object;
    const name = this.#defaultOf(classes);
    return name === undefined ? object : { ...object, spec: { ...spec, [classes.field]: name } };
  }

  /** Of several the one that was made last, and of those the first by name. */
  #defaultOf({ storage, marks }: Classes): string | undefined {
    const [first] = this.store
      .list(storage)
      .objects.map(({ metadata }) => metadata)
      .filter(({ annotations = {} }) => marks.some(mark => annotations[mark] === 'true'))
      .sort((a, b) => compare(b.creationTimestamp, a.creationTimestamp) || compare(a.name, b.name));
    return first?.name;
  }
}

interface Classes {
  /** Where the classes are. */
  readonly storage: string;
  /** The field of the spec that names one. */
  readonly field: string;
  /** What named one before there was the field. */
  readonly olderAnnotation: string;
  /** The annotations that mark a default. */
  readonly marks: readonly string[];
}

const CLASSES: Readonly<Record<string, Classes>> = {
  '/persistentvolumeclaims': {
    storage: 'storage.k8s.io/storageclasses',
    field: 'storageClassName',
    olderAnnotation: 'volume.beta.kubernetes.io/storage-class',
    marks: ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'],
  },
  'networking.k8s.io/ingresses': {
    storage: 'networking.k8s.io/ingressclasses',
    field: 'ingressClassName',
    olderAnnotation: 'kubernetes.io/ingress.class',
    marks: ['ingressclass.kubernetes.io/is-default-class'],
  },
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
