// What the reader found in a project: plain data, on which checks and emitters work.
import type { Diagnostic, Origin } from './diagnostic.js';
import type { SchemaNode } from './schema-node.js';

/** A column of `kubectl get`. */
export interface PrintColumnModel {
  readonly name: string;
  /** As written, such as `.spec.replicas`. */
  readonly jsonPath: string;
  readonly type: 'integer' | 'number' | 'string' | 'boolean' | 'date';
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

/** A class with `@Resource`: one version of one kind. */
export interface ResourceModel {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly status: boolean;
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

/** Some verbs on some resources, as a Role's rule says it. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  /** Plural names, with `/status` and the like. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
  /** The decorator's argument that it follows from. */
  readonly origin: Origin;
  /** Where each part of it was said; absent for rules that are implied. */
  readonly said?: { readonly [option: string]: Origin };
}

/** Everything that was found. */
export interface ApiModel {
  readonly resources: readonly ResourceModel[];
  /** Unmerged: one for each decorator that asks for something. */
  readonly rbacRules: readonly RbacRule[];
  /** What the reader itself could not accept. */
  readonly diagnostics: readonly Diagnostic[];
}
