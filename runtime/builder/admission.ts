// What admission methods are given and what they answer. The server that calls them is not there yet: so far these are
// the types that classes with webhooks are held to.

/** What the API server is about to do. */
export type AdmissionOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** Who asks, and for what: `AdmissionReview` of admission.k8s.io/v1. */
export interface AdmissionContext {
  /** Of the request; the answer bears it too. */
  readonly uid: string;
  readonly operation: AdmissionOperation;
  /** Whether nothing will be stored: then nothing else may be changed either. */
  readonly dryRun: boolean;
  /** Empty for kinds without namespaces. */
  readonly namespace: string;
  /** Empty while the API server is still to generate it. */
  readonly name: string;
  /** Such as `status`; absent for the object itself. */
  readonly subresource?: string;
  readonly user: {
    readonly username: string;
    readonly groups: readonly string[];
  };
  /** Aborts when the API server no longer waits for the answer. */
  readonly signal: AbortSignal;
}

/** The answer of a validating method. */
export type Verdict =
  | { readonly allowed: true; readonly warnings: readonly string[] }
  | { readonly allowed: false; readonly message: string; readonly warnings: readonly string[] };

/** The write may go on. Each warning is shown to the user, as `kubectl` does behind `Warning:`. */
export function allow(...warnings: readonly string[]): Verdict {
  return { allowed: true, warnings };
}

/** The write is refused. The message is shown to the user: say what to write instead. */
export function deny(message: string, ...warnings: readonly string[]): Verdict {
  return { allowed: false, message, warnings };
}
