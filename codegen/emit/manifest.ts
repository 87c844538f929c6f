// A file that codegen makes.
import type { Json } from '../../schema/structural-schema.js';
import type { DefinitionSize } from '../model/definition-size.js';
import type { NamedObject } from '../model/named-object.js';
import { printYaml } from './yaml.js';

/** A file as it should be. */
export interface Manifest {
  /** Below the output folder, with `/`. */
  readonly path: string;
  readonly content: string;
  /** The objects in it that a cluster gets. */
  readonly objects?: readonly NamedObject[];
  /** Of a CustomResourceDefinition: how large it is. */
  readonly definition?: DefinitionSize;
  /** Whether a file of this name that codegen has not written is left as it is; default false. */
  readonly yields?: boolean;
}

/** An object to print, and where its name can be changed, if that is anywhere. */
export interface Printed {
  readonly object: Json;
  readonly namedBy?: NamedObject['namedBy'];
}

/** The file with these objects. */
export function manifestOf(path: string, printed: readonly Printed[]): Manifest {
  const content = printed.map(({ object }) => printYaml(object)).join('');
  const objects = printed.flatMap(({ object, namedBy }): readonly NamedObject[] => {
    const { apiVersion, kind, metadata } = object as unknown as ApiObject;
    const { name, namespace } = metadata;
    // What is for kustomize has none.
    if (name === undefined) return [];
    return [
      { apiVersion, kind, name, path, ...(namespace !== undefined && { namespace }), ...(namedBy && { namedBy }) },
    ];
  });
  return { path, content, objects };
}

interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

/** A kustomization.yaml over files beside it. @param configurations files that tell kustomize where names stand */
export function kustomization(
  resources: readonly string[],
  annotations: { [name: string]: string },
  configurations: readonly string[] = [],
): Json {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { annotations },
    ...(configurations.length > 0 && { configurations }),
    resources,
  };
}
