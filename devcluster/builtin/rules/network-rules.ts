// Ingresses, NetworkPolicies, endpoints, budgets and autoscalers.
import { type FieldError, invalid, required } from '../../object/field-error.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, count, type Draft, draftOf, items, text } from '../draft.js';
import { changed, negative } from './problems.js';

/** By `group/resource`. */
export const NETWORK_RULES: Readonly<Record<string, KindRules>> = {
  'networking.k8s.io/ingresses': {
    generation: true,
    validate: object => {
      const spec = child(draftOf(object), 'spec') ?? {};
      const rules = items(spec, 'rules');
      if (rules.length === 0 && child(spec, 'defaultBackend') === undefined) {
        return [invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')];
      }
      return rules.flatMap((rule, index) =>
        items(child(rule, 'http'), 'paths').flatMap((path, at) =>
          pathProblems(path, `spec.rules[${index}].http.paths[${at}]`),
        ),
      );
    },
  },
  'networking.k8s.io/ingressclasses': { generation: true },
  'networking.k8s.io/networkpolicies': { generation: true },
  'discovery.k8s.io/endpointslices': {
    generation: true,
    validate: (object, old) => {
      const slice = draftOf(object);
      if (text(slice, 'addressType') === '') return [required('addressType')];
      return old === undefined ? [] : changed(slice.addressType, draftOf(old).addressType, 'addressType');
    },
  },
  '/endpoints': { createOnUpdate: true },
  'policy/poddisruptionbudgets': {
    generation: true,
    unconditionalUpdate: false,
    validate: object => budgetProblems(child(draftOf(object), 'spec') ?? {}),
  },
  'autoscaling/horizontalpodautoscalers': {
    validate: object => autoscalerProblems(child(draftOf(object), 'spec') ?? {}),
  },
};

function pathProblems(path: Draft, at: string): readonly FieldError[] {
  if (text(path, 'pathType') === '') return [required(`${at}.pathType`, 'pathType must be specified')];
  const value = text(path, 'path');
  const needsPath = path.pathType === 'Exact' || path.pathType === 'Prefix';
  return needsPath && !value.startsWith('/') ? [invalid(`${at}.path`, value, 'must be an absolute path')] : [];
}

function budgetProblems(spec: Draft): readonly FieldError[] {
  const { minAvailable = null, maxUnavailable = null, selector = null, unhealthyPodEvictionPolicy = null } = spec;
  const both = minAvailable !== null && maxUnavailable !== null;
  // The internal type of the real server, in the order of its fields.
  const shown = JSON.stringify({
    MinAvailable: minAvailable,
    Selector: selector,
    MaxUnavailable: maxUnavailable,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy,
  });
  const detail = 'minAvailable and maxUnavailable cannot be both set';
  return [
    ...(both
      ? [{ reason: 'FieldValueInvalid' as const, field: 'spec', message: `Invalid value: ${shown}: ${detail}` }]
      : []),
    ...negative(spec, 'spec', 'minAvailable', 'maxUnavailable'),
  ];
}

function autoscalerProblems(spec: Draft): readonly FieldError[] {
  const target = child(spec, 'scaleTargetRef') ?? {};
  const path = 'spec.scaleTargetRef';
  const most = count(spec, 'maxReplicas');
  const least = count(spec, 'minReplicas');
  return [
    ...(least < 1 ? [invalid('spec.minReplicas', least, 'must be greater than or equal to 1')] : []),
    ...(most < 1 ? [required('spec.maxReplicas', 'must be set and greater than 0')] : []),
    ...(most < least ? [invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : []),
    ...(text(target, 'kind') === '' ? [required(`${path}.kind`)] : []),
    ...(text(target, 'name') === '' ? [required(`${path}.name`)] : []),
    ...(text(target, 'apiVersion') === ''
      ? [invalid(`${path}.apiVersion`, '', 'apiVersion must specify API group')]
      : []),
  ];
}
