// RBAC rules -> ClusterRole.
import type { Json } from '../../schema/structural-schema.js';
import type { RbacRule } from '../model/api-model.js';
import { VERSION_ANNOTATION } from './generated-by.js';
import { mergeRules } from './rbac-rules.js';

/** The role that an operator's service account is bound to. */
export function clusterRole(name: string, rules: readonly RbacRule[], generatorVersion: string): Json {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { annotations: { [VERSION_ANNOTATION]: generatorVersion }, name },
    rules: mergeRules(rules).map(rule => ({ ...rule })),
  };
}
