// What the server knows of a resource that it serves: one version of one kind.
import type { JsonObject, StructuralSchema } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import type { KindRules } from './kind-rules.js';

/** A column of a Table. */
export interface TableColumn {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** 0 is always shown. */
  readonly priority?: number;
}

/** What a row says beside its cells: of Pods that they have completed. */
export interface TableRowCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** How objects become rows: the cells are in the order of the columns; null where there is no value. */
export interface TablePrinter {
  readonly columns: readonly TableColumn[];
  cells(object: ApiObject, now: Date): readonly unknown[];
  /** The row's `conditions`; without any the row has no such field. */
  conditions?(object: ApiObject): readonly TableRowCondition[];
}

/** The scale subresource's paths, such as `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

export type ResourceVerb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** Where a webhook is. */
export interface WebhookClientConfig {
  readonly url?: string;
  readonly service?: {
    readonly namespace: string;
    readonly name: string;
    readonly path?: string;
    readonly port?: number;
  };
  /** PEM in base64. */
  readonly caBundle?: string | null;
}

/** What a definition says of the webhook that converts its objects. */
export interface ConversionWebhook {
  readonly clientConfig: WebhookClientConfig;
  /** The versions of ConversionReview that it takes, the best first. */
  readonly reviewVersions: readonly string[];
}

/** One version of a resource. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  /** The plural in URLs: `pods`. */
  readonly resource: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** What all versions of the resource share in the store: `group/resource`, `/pods` for the core group. */
  readonly storage: string;
  readonly verbs: readonly ResourceVerb[];
  /** Whether requests may go to this version. Default: true. */
  readonly served?: boolean;
  /** Whether its definition is being deleted, so that no object may come any more. Default: false. */
  readonly terminating?: boolean;
  /** The webhook that converts objects to and from other versions. Default: they only change their `apiVersion`. */
  readonly convertedBy?: ConversionWebhook;
  /** What a custom resource was made of: another object once its definition asks for something else. */
  readonly origin?: object;
  /** For custom resources, and for built-in kinds from the published OpenAPI. */
  readonly schema: StructuralSchema;
  /** The version that objects are kept in, when that is another one: its fields and defaults are what there is. */
  readonly keptAs?: Pick<ResourceType, 'group' | 'version' | 'schema'>;
  /** Whether writes go by the rules of custom resources (pruning, no strategic merge patch). */
  readonly custom: boolean;
  /** Whether there is a status that only the status subresource writes. */
  readonly status: boolean;
  readonly scale?: ScalePaths;
  /** Field labels beside metadata.name and metadata.namespace, for field selectors: their values of an object. */
  readonly fieldLabels?: (object: ApiObject) => Readonly<Record<string, string>>;
  readonly printer: TablePrinter;
  /** An object of the kind in which nothing is set. Default: one without any fields. */
  readonly empty?: () => JsonObject;
  /**
   * The form that the server keeps an object in, with its defaults. Default: by the schema.
   * @throws Error for what cannot be decoded, with the text of Go's decoder
   */
  readonly decode?: (object: JsonObject) => ApiObject;
  /** Told to whoever uses this version. */
  readonly deprecationWarning?: string;
  /** What the kind does in its own way. */
  readonly rules?: KindRules;
}
