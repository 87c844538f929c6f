// What every write needs to know beside the object.
import type { ApiObject } from '../object/api-object.js';
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
  /** Tells the client something that does not keep the write from happening. */
  warn(text: string): void;
}

/**
 * May change an object that is about to be stored, or refuse it: quotas, webhooks, the life of namespaces.
 * It is called before validation.
 */
export interface Admission {
  admit(context: WriteContext, object: ApiObject, old: ApiObject | undefined): ApiObject | Promise<ApiObject>;
}
