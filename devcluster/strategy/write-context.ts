// What every write needs to know beside the object.
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import type { ResourceType } from '../registry/resource-type.js';

/** Which part of an object a request is about; the empty text for the object itself. */
export type Subresource = string;

/** One write. */
export interface WriteContext {
  readonly type: ResourceType;
  /** Empty for cluster-scoped resources. */
  readonly namespace: string;
  readonly subresource: Subresource;
  /** Validates and answers as ever, and stores nothing. */
  readonly dryRun: boolean;
  /** Who asks for it, and how; without it no webhook is asked about the write. */
  readonly request?: WriteRequest;
  /** Tells the client something that does not keep the write from happening. */
  warn(text: string): void;
}

/** What webhooks are told of a write beside its objects. */
export interface WriteRequest {
  /** `authentication.k8s.io/v1 UserInfo`. */
  readonly user: {
    readonly username: string;
    readonly uid?: string;
    readonly groups: readonly string[];
    readonly extra?: Readonly<Record<string, readonly string[]>>;
  };
  /** The fields of `CreateOptions`, `UpdateOptions` or `DeleteOptions`, as they were sent. */
  readonly options: JsonObject;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** What the objects of the request are, if not of the kind that is written: `Scale`. */
  readonly kind?: KindName;
  /** How objects that are written are shown to webhooks. Default: as they are. */
  readonly view?: AdmissionView;
}

export interface KindName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The objects of a subresource that is a part of another object. */
export interface AdmissionView {
  of(object: ApiObject): ApiObject;
  /** The object with what was changed of what was shown. */
  back(object: ApiObject, shown: ApiObject): ApiObject;
}

/** A plugin of admission: what it does at each of the steps of a write, if anything. Deletes are not asked about. */
export interface Admission {
  /** Changes what was sent, or refuses it, before the server completes it. */
  admit?(context: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject;
  /** Gives a completed object what only one can have, before it is validated. */
  allocate?(context: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject;
  /** Refuses what is valid. */
  judge?(context: WriteContext, object: ApiObject, old: ApiObject | undefined): void;
}

/** A write, as webhooks are asked about it. */
export interface AdmittedWrite {
  readonly context: WriteContext;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  /** That of the request: empty where the server makes one up, and where a collection is deleted. */
  readonly name: string;
  /** Undefined for a delete. */
  readonly object?: ApiObject | undefined;
  /** Undefined for a create. */
  readonly old?: ApiObject | undefined;
}

/** The webhooks that configurations ask for. */
export interface AdmissionWebhooks {
  /** Whether no webhook is configured at all, so that nothing needs to be asked. */
  readonly isIdle: boolean;
  /**
   * The object as mutating webhooks leave it.
   * @param again what plugins make of it, once webhooks have changed it
   * @throws StatusError as a webhook refuses, or fails
   */
  mutate(
    write: AdmittedWrite & { readonly object: ApiObject },
    again: (object: ApiObject) => ApiObject,
  ): Promise<ApiObject>;
  /** Asks validating webhooks; of a delete mutating ones before them. @throws StatusError as a webhook refuses, or fails */
  validate(write: AdmittedWrite): Promise<void>;
}

/** Where there are none. */
export const NO_WEBHOOKS: AdmissionWebhooks = {
  isIdle: true,
  mutate: async ({ object }) => object,
  validate: async () => {},
};

/** How a refusal names an object that may have no name yet. */
export function nameToTell({ name = '', generateName = '' }: { name?: string; generateName?: string }): string {
  return name || generateName || 'Unknown';
}
