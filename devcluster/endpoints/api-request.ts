// A request for a resource, as the endpoints see it.
import type { IncomingHttpHeaders } from 'node:http';
import type { UserInfo } from '../authentication/user.js';
import type { FieldValidation } from '../decoding/field-validation.js';
import type { ResourceType } from '../registry/resource-type.js';

export interface ApiRequest {
  readonly method: string;
  readonly type: ResourceType;
  /** Empty for cluster-scoped resources, and across namespaces. */
  readonly namespace: string;
  /** Empty for the collection. */
  readonly name: string;
  readonly subresource: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly user: UserInfo;
  /** Aborts when the client has gone, or the server stops. */
  readonly signal: AbortSignal;
  body(): Promise<Buffer>;
  /** Adds a `Warning` header; each text once. */
  warn(text: string): void;
}

/** What an endpoint answers. */
export interface ApiAnswer {
  readonly code: number;
  readonly body: unknown;
}

/** How fields of a write are treated. */
export interface FieldOptions {
  readonly fieldValidation: FieldValidation;
  readonly fieldManager: string;
  readonly dryRun: boolean;
}
