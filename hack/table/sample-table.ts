// Objects in the states that `kubectl get` tells apart.

/** An object to make: its name says which state it is in. A status is written after it, through the subresource. */
export interface Sample {
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** The samples of one kind. */
export interface SampleTable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly samples: readonly Sample[];
  /** The names of those that are deleted once they are made; something has to hold them. */
  readonly deleted?: readonly string[];
}

/** The namespace of the samples; some of them name it. */
export const NAMESPACE = 'tables';

/** What holds a deleted sample. */
export const HELD = { finalizers: ['kubewright.example/held'] };
