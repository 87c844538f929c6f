// The configurations of webhooks, as the server looks at them once they are valid and have their defaults.
import type { CompiledCondition } from '../../schema/cel/compile-condition.js';
import type { ApiObject } from '../object/api-object.js';
import type { JsonObject } from '../object/json.js';
import type { WebhookClientConfig } from '../registry/resource-type.js';

/** `admissionregistration.k8s.io/v1 MutatingWebhookConfiguration` or `ValidatingWebhookConfiguration`. */
export interface WebhookConfiguration extends ApiObject {
  readonly webhooks?: readonly WebhookSpec[] | null;
}

/** An entry of one. */
export interface WebhookSpec {
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  readonly rules?: readonly WebhookRule[] | null;
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly matchPolicy: 'Exact' | 'Equivalent';
  readonly namespaceSelector: JsonObject;
  readonly objectSelector: JsonObject;
  /** Others are not valid any more: each webhook may be asked about a dry run. */
  readonly sideEffects: 'None' | 'NoneOnDryRun';
  readonly timeoutSeconds: number;
  readonly admissionReviewVersions: readonly string[];
  /** Of mutating ones. */
  readonly reinvocationPolicy?: 'Never' | 'IfNeeded';
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
}

export interface WebhookRule {
  readonly operations: readonly string[];
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly scope?: string;
}

/** One webhook that is configured. */
export interface AdmissionWebhook {
  /** Another one for each entry of each configuration. */
  readonly id: string;
  readonly spec: WebhookSpec;
  readonly conditions: readonly { readonly expression: string; readonly compiled: CompiledCondition }[];
}
