// A file that codegen makes.
import type { Json } from '../../schema/structural-schema.js';
import type { DefinitionSize } from '../model/definition-size.js';

/** A file as it should be. */
export interface Manifest {
  /** Below the output folder, with `/`. */
  readonly path: string;
  readonly content: string;
  /** Of a CustomResourceDefinition: how large it is. */
  readonly definition?: DefinitionSize;
  /** Whether a file of this name that codegen has not written is left as it is; default false. */
  readonly yields?: boolean;
}

/** A kustomization.yaml over files beside it. */
export function kustomization(resources: readonly string[], annotations: { [name: string]: string }): Json {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { annotations },
    resources,
  };
}
