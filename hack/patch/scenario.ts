// What a scenario is: one object, written to step by step.
import type { Json } from '../../schema/structural-schema.js';

export type JsonObject = { readonly [key: string]: Json };

/** A request. Bodies leave out what the player fills in: the name of the object, and for applies its kind. */
export interface Step {
  readonly verb: 'create' | 'apply' | 'update' | 'merge' | 'json' | 'strategic';
  readonly manager: string;
  /** The object, the patch, or for an update the merge patch that changes what was read before. */
  readonly body: Json;
  readonly subresource?: string;
  readonly force?: boolean;
  /** Through which version of the kind; its first one otherwise. */
  readonly version?: string;
}

export interface Scenario {
  /** Read as a rule: what the steps show. */
  readonly name: string;
  /** A key of `KINDS`. */
  readonly kind: string;
  readonly steps: readonly Step[];
}

/** The kinds of the scenarios: their versions and plurals. */
export const KINDS: Readonly<Record<string, { readonly apiVersion: string; readonly plural: string }>> = {
  ConfigMap: { apiVersion: 'v1', plural: 'configmaps' },
  Service: { apiVersion: 'v1', plural: 'services' },
  PodTemplate: { apiVersion: 'v1', plural: 'podtemplates' },
  Deployment: { apiVersion: 'apps/v1', plural: 'deployments' },
  Sample: { apiVersion: 'patch.example/v1', plural: 'samples' },
  Bare: { apiVersion: 'patch.example/v1', plural: 'bares' },
};

export function scenario(name: string, kind: string, ...steps: readonly Step[]): Scenario {
  return { name, kind, steps };
}

type Options = Pick<Step, 'subresource' | 'force' | 'version'>;

export const create = (manager: string, body: JsonObject, options: Options = {}): Step => ({
  verb: 'create',
  manager,
  body,
  ...options,
});

export const apply = (manager: string, body: JsonObject, options: Options = {}): Step => ({
  verb: 'apply',
  manager,
  body,
  ...options,
});

/** Reads the object, changes it by a merge patch, and writes it back. */
export const update = (manager: string, body: JsonObject, options: Options = {}): Step => ({
  verb: 'update',
  manager,
  body,
  ...options,
});

export const merge = (manager: string, body: Json, options: Options = {}): Step => ({
  verb: 'merge',
  manager,
  body,
  ...options,
});

export const json = (manager: string, body: Json, options: Options = {}): Step => ({
  verb: 'json',
  manager,
  body,
  ...options,
});

export const strategic = (manager: string, body: Json, options: Options = {}): Step => ({
  verb: 'strategic',
  manager,
  body,
  ...options,
});
