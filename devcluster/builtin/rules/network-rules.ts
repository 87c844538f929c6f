// Ingresses, NetworkPolicies, endpoints, budgets and autoscalers.
import { isIP, isIPv4 } from 'node:net';
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
  'networking.k8s.io/networkpolicies': {
    generation: true,
    validate: object => {
      const spec = child(draftOf(object), 'spec') ?? {};
      return [...blockProblems(spec, 'ingress', 'from'), ...blockProblems(spec, 'egress', 'to')];
    },
  },
  'discovery.k8s.io/endpointslices': {
    generation: true,
    validate: (object, old) => {
      const slice = draftOf(object);
      if (text(slice, 'addressType') === '') return [required('addressType')];
      return old === undefined ? [] : changed(slice.addressType, draftOf(old).addressType, 'addressType');
    },
  },
  '/endpoints': {
    createOnUpdate: true,
    validate: object => items(draftOf(object), 'subsets').flatMap((subset, index) => addressProblems(subset, index)),
  },
  'policy/poddisruptionbudgets': {
    generation: true,
    unconditionalUpdate: false,
    validate: object => budgetProblems(child(draftOf(object), 'spec') ?? {}),
  },
  'autoscaling/horizontalpodautoscalers': {
    validate: object => autoscalerProblems(child(draftOf(object), 'spec') ?? {}),
  },
};

/** The blocks of addresses that a policy lets in or out. */
function blockProblems(spec: Draft, direction: string, peers: string): readonly FieldError[] {
  return items(spec, direction).flatMap((rule, index) =>
    items(rule, peers).flatMap((peer, at) => {
      const block = child(peer, 'ipBlock');
      const path = `spec.${direction}[${index}].${peers}[${at}].ipBlock.cidr`;
      if (block === undefined) return [];
      const cidr = text(block, 'cidr');
      if (cidr === '') return [required(path)];
      return isBlock(cidr)
        ? []
        : [invalid(path, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
    }),
  );
}

function isBlock(cidr: string): boolean {
  const [address = '', length = '', ...rest] = cidr.split('/');
  const bits = isIPv4(address) ? 32 : 128;
  return rest.length === 0 && isIP(address) !== 0 && /^\d+$/.test(length) && Number(length) <= bits;
}

function addressProblems(subset: Draft, index: number): readonly FieldError[] {
  return ['addresses', 'notReadyAddresses'].flatMap(list =>
    items(subset, list).flatMap((address, at) => {
      const path = `subsets[${index}].${list}[${at}].ip`;
      const ip = text(address, 'ip');
      if (isIP(ip) !== 0) return [];
      // Two checks look at it, and each says so.
      return [
        invalid(path, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'),
        invalid(path, ip, 'must be a valid IP address'),
      ];
    }),
  );
}

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
