// What the reader found in a project: plain data, on which checks and emitters work.
import type { JsonObject } from '../../schema/structural-schema.js';
import type { Diagnostic, Origin } from './diagnostic.js';
import type { SchemaNode } from './schema-node.js';

/** A column of `kubectl get`. */
export interface PrintColumnModel {
  readonly name: string;
  /** As written, such as `.spec.replicas`. */
  readonly jsonPath: string;
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'date';
  /** How kubectl shows the value, such as `date-time`; the API server knows those of OpenAPI. */
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  /** The decorator's path argument. */
  readonly origin: Origin;
  /** Where the name and each option were said. */
  readonly said?: { readonly [option: string]: Origin };
}

/** The paths of the scale subresource. */
export interface ScaleModel {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
  /** The decorator's argument. */
  readonly origin: Origin;
  /** Where each path was said; paths that follow from the defaults are not here. */
  readonly said?: { readonly [option: string]: Origin };
}

/** A field that clients may select by: `kubectl get --field-selector`. */
export interface SelectableFieldModel {
  /** As written, such as `.spec.color`. */
  readonly jsonPath: string;
  /** The decorator's argument. */
  readonly origin: Origin;
}

/** How objects of this version become objects of the hub version and back. */
export interface ConversionModel {
  /** The version that all others convert to and from. */
  readonly hub: { readonly group: string; readonly version: string; readonly kind: string };
  /** The decorator's argument. */
  readonly origin: Origin;
}

/** A class with `@Resource`: one version of one kind. */
export interface ResourceModel {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Absent: the kind with `List` behind it. */
  readonly listKind?: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly status: boolean;
  /** Whether objects are stored in this version; absent: where a kind has one version only, it is that one. */
  readonly storage?: boolean;
  /** Absent: true. */
  readonly served?: boolean;
  /** Whether this version is left out of the definition; absent: false. */
  readonly skip?: boolean;
  /** `true`, or the warning that clients of this version get. */
  readonly deprecated?: true | string;
  /** Labels and annotations of the definition itself. */
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
  readonly conversion?: ConversionModel;
  readonly selectableFields?: readonly SelectableFieldModel[];
  readonly scale?: ScaleModel;
  /** In the order of the source. */
  readonly printColumns: readonly PrintColumnModel[];
  /** The schema of the whole object: apiVersion, kind, metadata, spec, status. */
  readonly schema: SchemaNode;
  /** The decorator's argument. */
  readonly origin: Origin;
  /** Where each option of `@Resource` was said. */
  readonly said: { readonly [option: string]: Origin };
}

/** Some verbs on some resources or URLs, as a Role's rule says it. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  /** Plural names, with `/status` and the like. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
  /** Paths such as `/metrics`, in place of groups and resources; in a ClusterRole only. */
  readonly urls?: readonly string[];
  /** A Role of this namespace rather than the ClusterRole. */
  readonly namespace?: string;
  /** Another role than the operator's own. */
  readonly roleName?: string;
  /** The decorator's argument that it follows from. */
  readonly origin: Origin;
  /** The class that it is for. */
  readonly declaredOn?: Origin;
  /** The decorator that implies it, such as `@Owns(Pod)`; absent for rules that are written. */
  readonly impliedBy?: string;
  /** Where each part of it was said; absent for rules that are implied. */
  readonly said?: { readonly [option: string]: Origin };
}

/** A method that the API server asks before it accepts a write. What its texts may be, the checks say. */
export interface WebhookModel {
  readonly type: 'mutating' | 'validating';
  /** A DNS name of three parts or more, such as `validate-v1.redis.myapp.tangx.in`. */
  readonly name: string;
  /** The name of the configuration object; absent: the usual one. */
  readonly configurationName?: string;
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
  readonly scope?: string;
  /** The path on the operator's Service, or on another one. */
  readonly path: string;
  /** What of the Service is other than the options of generation say. */
  readonly service?: { readonly name?: string; readonly namespace?: string; readonly port?: number };
  /** In place of a Service. */
  readonly url?: string;
  readonly failurePolicy: string;
  readonly sideEffects: string;
  readonly admissionReviewVersions: readonly string[];
  readonly matchPolicy?: string;
  readonly timeoutSeconds?: number;
  /** Of mutating webhooks only. */
  readonly reinvocationPolicy?: string;
  readonly namespaceSelector?: JsonObject;
  readonly objectSelector?: JsonObject;
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  /** The operations that the class has methods for. */
  readonly implemented: readonly string[];
  /** The decorator's argument. */
  readonly origin: Origin;
  /** Where each option was said. */
  readonly said: { readonly [option: string]: Origin };
}

/** Everything that was found. */
export interface ApiModel {
  readonly resources: readonly ResourceModel[];
  /** Unmerged: one for each decorator that asks for something. */
  readonly rbacRules: readonly RbacRule[];
  /** Absent: none. */
  readonly webhooks?: readonly WebhookModel[];
  /** What the reader itself could not accept. */
  readonly diagnostics: readonly Diagnostic[];
}
