// A CustomResourceDefinition, as far as it is judged.
import type { DeclaredSchema } from '../declared-schema.js';

/** `apiextensions.k8s.io/v1 CustomResourceDefinition`, with the defaults of `withDefaults`. */
export interface JudgedDefinition {
  readonly metadata: {
    readonly name?: string;
    readonly annotations?: { readonly [name: string]: string };
  };
  readonly spec: DefinitionSpec;
}

export interface DefinitionSpec {
  readonly group: string;
  readonly names: DefinitionNames;
  readonly scope: string;
  readonly versions: readonly DefinitionVersion[];
  readonly conversion?: DefinitionConversion;
  readonly preserveUnknownFields?: boolean;
}

export interface DefinitionNames {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface DefinitionVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: DeclaredSchema };
  readonly subresources?: DefinitionSubresources;
  readonly additionalPrinterColumns?: readonly DefinitionColumn[];
  readonly selectableFields?: readonly { readonly jsonPath?: string }[];
}

/** An entry of `additionalPrinterColumns`. */
export interface DefinitionColumn {
  readonly name?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath?: string;
}

export interface DefinitionSubresources {
  readonly status?: object;
  readonly scale?: {
    readonly specReplicasPath: string;
    readonly statusReplicasPath: string;
    readonly labelSelectorPath?: string;
  };
}

export interface DefinitionConversion {
  readonly strategy?: string;
  readonly webhook?: {
    readonly clientConfig?: WebhookClientConfig;
    readonly conversionReviewVersions?: readonly string[];
  };
}

export interface WebhookClientConfig {
  readonly url?: string;
  readonly service?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly path?: string;
    readonly port?: number;
  };
}

/** Says what the API server adds before it looks at a definition. */
export function withDefaults<T extends JudgedDefinition>(definition: T): T {
  const { names, conversion } = definition.spec;
  const { kind = '', singular = '', listKind = '' } = names;
  return {
    ...definition,
    spec: {
      ...definition.spec,
      names: {
        ...names,
        singular: singular === '' ? kind.toLowerCase() : singular,
        listKind: listKind === '' && kind !== '' ? `${kind}List` : listKind,
      },
      conversion: conversion === undefined ? { strategy: 'None' } : withPort(conversion),
    },
  };
}

const DEFAULT_PORT = 443;

function withPort(conversion: DefinitionConversion): DefinitionConversion {
  const { webhook } = conversion;
  const { clientConfig } = webhook ?? {};
  if (clientConfig?.service === undefined) return conversion;
  const service = { port: DEFAULT_PORT, ...clientConfig.service };
  return { ...conversion, webhook: { ...webhook, clientConfig: { ...clientConfig, service } } };
}
