// `@ConvertsTo`: how objects of one version become objects of another, and back.
import type { AnyResource } from './custom-resource.js';
import type { Kind } from './kind.js';
import { declare, declared, refuseStandardDecorators } from './metadata.js';
import type { KubernetesObject } from './object-meta.js';
import type { OnResource, ResourceClass } from './resource-class.js';
import type { Snapshot, Write } from './snapshot.js';

/**
 * What a conversion answers: everything beside the head of the object. Of the metadata, only labels and annotations can
 * change; those of the object stay where `metadata` is left out. Whatever else stands in it (as after `...object`) counts
 * for nothing.
 */
export type Converted<T> = {
  readonly [K in keyof T as Exclude<K, 'apiVersion' | 'kind' | 'metadata'>]:
    | Write<Exclude<T[K], undefined>>
    | (undefined extends T[K] ? undefined : never);
} & {
  readonly metadata?: {
    readonly labels?: { readonly [key: string]: string } | undefined;
    readonly annotations?: { readonly [key: string]: string } | undefined;
  };
};

/** Both ways between a version `T` and the hub `H`. The functions look at their argument and at nothing else. */
export interface Conversion<T, H> {
  /**
   * From this version to the hub. Server-side apply converts objects that lack required fields, so it should not throw
   * where one is missing; `spec` and `metadata` are there in any case, empty where the object has none.
   */
  readonly to: (object: Snapshot<T>) => Converted<H>;
  /** From the hub to this version; defaults of the hub may be missing in what another version has just become. */
  readonly from: (object: Snapshot<H>) => Converted<T>;
  /**
   * Fields that get lost on the way on purpose, of either version, such as `.spec.tls`; codegen warns of all others, and
   * `checkRoundTrips` of `kubewright/testing` fails for them.
   */
  readonly loses?: readonly string[];
}

type Convertible<T> =
  OnResource<'ConvertsTo', T, T> extends infer Answer ? (Answer extends string ? Answer : unknown) : never;

/**
 * Says how objects of this version are converted to and from another version of the same kind, the hub. Every version but
 * the hub says so, and the definition then asks the operator's webhook for conversions, which `conversion(...)` answers.
 * Without it the API server only changes the `apiVersion`, and fields that a version does not have get lost.
 */
export function ConvertsTo<T = KubernetesObject, H extends AnyResource = AnyResource>(
  hub: Kind<H> & Convertible<T>,
  conversion: Conversion<NoInfer<T>, NoInfer<H>>,
): (target: ResourceClass<T>) => void {
  return (target: ResourceClass<T>, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    if (declared(target, CONVERSION) !== undefined) {
      throw new TypeError(`${target.name} has @ConvertsTo twice; all versions of a kind have one hub`);
    }
    declare(target, CONVERSION, {
      hub,
      conversion: conversion as unknown as Conversion<any, any>,
    } satisfies DeclaredConversion);
  };
}

const CONVERSION = 'conversion';

/** What `@ConvertsTo` says of a class. */
export interface DeclaredConversion {
  readonly hub: Kind<unknown>;
  readonly conversion: Conversion<any, any>;
}

/** Reads it back; undefined for a class without `@ConvertsTo`, such as a hub. */
export function conversionOf(kind: Kind<unknown>): DeclaredConversion | undefined {
  return declared<DeclaredConversion>(kind, CONVERSION);
}
