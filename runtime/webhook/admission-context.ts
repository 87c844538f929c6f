// What the methods of admission are told beside the object: `AdmissionReview` of admission.k8s.io/v1.
import type { JsonObject } from '../../decorators/json-values.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { Client } from '../client/client.js';
import type { Logger } from '../log/logger.js';

/** What the API server is about to do. */
export type AdmissionOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** A kind as reviews name it. */
export interface AdmissionKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A resource as reviews name it. */
export interface AdmissionResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** The plural, such as `pods`. */
  readonly resource: string;
}

/** Who writes. */
export interface AdmissionUser {
  readonly username: string;
  /** Empty where whoever authenticated the user knows none. */
  readonly uid: string;
  readonly groups: readonly string[];
  /** What else is known of the user, such as `authentication.kubernetes.io/pod-name`. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Who asks, and for what. */
export interface AdmissionContext<T extends KubernetesObject = KubernetesObject> {
  /** Of the request; the answer bears it too. */
  readonly uid: string;
  readonly operation: AdmissionOperation;
  /** Whether nothing will be stored: then nothing else may be changed either. */
  readonly dryRun: boolean;
  /** Empty for kinds without namespaces. */
  readonly namespace: string;
  /** Empty while the API server is still to generate it. Where a collection is deleted, that of the object. */
  readonly name: string;
  /** Such as `status`; absent for the object itself. */
  readonly subresource?: string;
  readonly user: AdmissionUser;
  /** Of the object that the method is given. */
  readonly kind: AdmissionKind;
  readonly resource: AdmissionResource;
  /** What was asked for: another version or group than `kind` where the API server has converted the object. */
  readonly requestKind: AdmissionKind;
  readonly requestResource: AdmissionResource;
  readonly requestSubresource?: string;
  /** What is there now; for `UPDATE` and `DELETE`. */
  readonly oldObject?: Snapshot<T>;
  /** Those of the write, such as `fieldManager` and `propagationPolicy`, with their `kind`: `CreateOptions`, `PatchOptions`, ... */
  readonly options: JsonObject;
  /** Of the manager. What is read takes from the time that the API server waits. */
  readonly client: Client;
  /**
   * Notes something in the audit log of the API server, as the annotation `<name of the webhook>/<name>` of the write: for the
   * people who look after the cluster, where `log` is for those of the operator. It goes with whatever the answer is; said twice,
   * the later value counts.
   * @param name letters, digits, `-`, `_` and `.`; at most 63
   * @throws TypeError for a name that the API server would not take
   */
  audit(name: string, value: string): void;
  /** Lines of it name the webhook and the object. */
  readonly log: Logger;
  /** Aborts when the API server no longer waits for the answer. */
  readonly signal: AbortSignal;
}
