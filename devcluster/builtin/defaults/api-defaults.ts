// The defaults of the other built-in kinds.
import { child, type Draft, fill, items, madeChild, text } from '../draft.js';
import type { Defaults } from './defaults.js';

/** By message. Source: the `defaults.go` of each group in Kubernetes. */
export const API_DEFAULTS: Defaults = {
  'io.k8s.api.core.v1.Service': service => {
    const spec = madeChild(service, 'spec');
    fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
    if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
    if (spec.sessionAffinity === 'ClientIP') {
      fill(madeChild(madeChild(spec, 'sessionAffinityConfig'), 'clientIP'), { timeoutSeconds: 10800 });
    }
    if (isReachedFromOutside(spec)) fill(spec, { externalTrafficPolicy: 'Cluster' });
    if (spec.type !== 'ExternalName') fill(spec, { internalTrafficPolicy: 'Cluster' });
    if (spec.type === 'LoadBalancer') {
      fill(spec, { allocateLoadBalancerNodePorts: true });
      for (const ingress of items(child(service, 'status', 'loadBalancer'), 'ingress')) {
        if (text(ingress, 'ip') !== '') fill(ingress, { ipMode: 'VIP' });
      }
    }
  },
  'io.k8s.api.core.v1.ServicePort': port => {
    fill(port, { protocol: 'TCP' });
    if (port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port ?? 0;
  },
  'io.k8s.api.core.v1.EndpointPort': port => fill(port, { protocol: 'TCP' }),
  'io.k8s.api.core.v1.Secret': secret => {
    fill(secret, { type: 'Opaque' });
    // Written only: the server keeps it as data.
    const { stringData } = secret;
    if (stringData === undefined) return;
    const data = madeChild(secret, 'data');
    for (const [key, value] of Object.entries(stringData as Draft)) {
      data[key] = Buffer.from(String(value)).toString('base64');
    }
    delete secret.stringData;
  },
  'io.k8s.api.core.v1.Namespace': namespace => {
    const metadata = madeChild(namespace, 'metadata');
    const name = text(metadata, 'name');
    if (name !== '') madeChild(metadata, 'labels')['kubernetes.io/metadata.name'] = name;
    fill(madeChild(namespace, 'status'), { phase: 'Active' });
  },
  'io.k8s.api.core.v1.NodeStatus': status => {
    if (status.capacity !== undefined) fill(status, { allocatable: status.capacity });
  },
  'io.k8s.api.core.v1.PersistentVolume': volume => {
    fill(madeChild(volume, 'spec'), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
    fill(madeChild(volume, 'status'), { phase: 'Pending' });
  },
  'io.k8s.api.core.v1.PersistentVolumeClaim': claim => fill(madeChild(claim, 'status'), { phase: 'Pending' }),
  'io.k8s.api.core.v1.PersistentVolumeClaimSpec': spec => fill(spec, { volumeMode: 'Filesystem' }),
  'io.k8s.api.core.v1.LimitRangeItem': item => {
    if (item.type !== 'Container') return;
    const limits = madeChild(item, 'default');
    fill(limits, child(item, 'max') ?? {});
    const requests = madeChild(item, 'defaultRequest');
    fill(requests, limits);
    fill(requests, child(item, 'min') ?? {});
  },
  'io.k8s.api.discovery.v1.EndpointPort': port => {
    port.name ??= '';
    port.protocol ??= 'TCP';
  },
  'io.k8s.api.networking.v1.NetworkPolicySpec': spec => {
    if (items(spec, 'policyTypes').length > 0) return;
    spec.policyTypes = items(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  'io.k8s.api.networking.v1.NetworkPolicyPort': port => fill(port, { protocol: 'TCP' }),
  'io.k8s.api.networking.v1.IngressClassParametersReference': reference => fill(reference, { scope: 'Cluster' }),
  'io.k8s.api.rbac.v1.RoleRef': reference => fill(reference, { apiGroup: RBAC }),
  'io.k8s.api.rbac.v1.Subject': subject => {
    if (subject.kind === 'User' || subject.kind === 'Group') fill(subject, { apiGroup: RBAC });
  },
  'io.k8s.api.admissionregistration.v1.ValidatingWebhook': webhook => fillAbsent(webhook, WEBHOOK),
  'io.k8s.api.admissionregistration.v1.MutatingWebhook': webhook =>
    fillAbsent(webhook, { ...WEBHOOK, reinvocationPolicy: 'Never' }),
  'io.k8s.api.admissionregistration.v1.RuleWithOperations': rule => fillAbsent(rule, { scope: '*' }),
  'io.k8s.api.admissionregistration.v1.ServiceReference': reference => fill(reference, { port: 443 }),
  'io.k8s.api.storage.v1.StorageClass': storage =>
    fill(storage, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  'io.k8s.api.scheduling.v1.PriorityClass': priority => fill(priority, { preemptionPolicy: 'PreemptLowerPriority' }),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition': definition => {
    const spec = madeChild(definition, 'spec');
    const names = madeChild(spec, 'names');
    const kind = text(names, 'kind');
    if (kind !== '') fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
    if (child(spec, 'conversion') === undefined) spec.conversion = { strategy: 'None' };
    const status = madeChild(definition, 'status');
    const stored = items(spec, 'versions').find(version => version.storage === true);
    if (items(status, 'storedVersions').length === 0 && stored !== undefined) {
      status.storedVersions = [text(stored, 'name')];
    }
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference': reference =>
    fill(reference, { port: 443 }),
};

const RBAC = 'rbac.authorization.k8s.io';

const WEBHOOK: Draft = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

/** Of fields in which an empty text is something else than none. */
function fillAbsent(draft: Draft, defaults: Draft): void {
  const absent = Object.entries(defaults).filter(([name]) => (draft[name] ?? null) === null);
  fill(draft, Object.fromEntries(absent));
}

function isReachedFromOutside(spec: Draft): boolean {
  if (spec.type === 'LoadBalancer' || spec.type === 'NodePort') return true;
  return spec.type === 'ClusterIP' && items(spec, 'externalIPs').length > 0;
}
