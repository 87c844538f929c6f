// A CustomResourceDefinition, as the server looks at it.
import type {
  DefinitionNames,
  DefinitionSpec as JudgedSpec,
  DefinitionVersion as JudgedVersion,
} from '../../schema/definition/definition.js';
import type { ApiObject } from '../object/api-object.js';
import type { CustomColumn } from '../table/custom-columns.js';

export type { DefinitionNames };

/** `apiextensions.k8s.io/v1 CustomResourceDefinition`, after its defaults. */
export interface Definition extends ApiObject {
  readonly spec: DefinitionSpec;
  readonly status?: DefinitionStatus;
}

export interface DefinitionSpec extends Omit<JudgedSpec, 'versions'> {
  readonly versions: readonly DefinitionVersion[];
}

/** Once it has been judged. */
export interface DefinitionVersion extends Omit<JudgedVersion, 'additionalPrinterColumns' | 'selectableFields'> {
  readonly additionalPrinterColumns?: readonly CustomColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface DefinitionStatus {
  readonly conditions?: readonly DefinitionCondition[] | null;
  readonly acceptedNames?: DefinitionNames;
  readonly storedVersions?: readonly string[] | null;
}

export interface DefinitionCondition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly lastTransitionTime?: string;
  readonly reason: string;
  readonly message: string;
}

export function definitionOf(object: ApiObject): Definition {
  return object as unknown as Definition;
}

export function conditionOf({ status }: Definition, type: string): DefinitionCondition | undefined {
  return status?.conditions?.find(each => each.type === type);
}

/** The conditions with one of a type put in; its time is kept while its status is. */
export function withCondition(
  conditions: readonly DefinitionCondition[],
  condition: DefinitionCondition,
  now: string,
): readonly DefinitionCondition[] {
  const old = conditions.find(each => each.type === condition.type);
  const since = old?.status === condition.status ? old.lastTransitionTime : undefined;
  const { type, status, reason, message } = condition;
  const next = { type, status, lastTransitionTime: since ?? now, reason, message };
  return old === undefined ? [...conditions, next] : conditions.map(each => (each.type === type ? next : each));
}
