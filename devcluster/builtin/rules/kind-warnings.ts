// What the writers of built-in kinds are told though their objects are taken.

import { labelProblems } from '../../../schema/names.js';
import type { ApiObject } from '../../object/api-object.js';
import { child, count, type Draft, draftOf, items, text } from '../draft.js';
import { brokenBytes } from './pod-resources.js';
import { podWarnings } from './pod-warnings.js';

type Warnings = (object: ApiObject, old: ApiObject | undefined) => readonly string[];

const IN_POD_NAMES = 'Pod names and hostnames';

/** By `group/resource`. */
export const KIND_WARNINGS: Readonly<Record<string, Warnings>> = {
  // The real server saves itself the trouble for updates, which come often and seldom from people.
  '/pods': (object, old) => {
    if (old !== undefined) return [];
    const pod = draftOf(object);
    return [...nameWarnings(pod, "the Pod's hostname"), ...podWarnings(pod)];
  },
  '/podtemplates': object => podWarnings(child(draftOf(object), 'template') ?? {}, 'template.'),
  '/replicationcontrollers': ofTemplate(IN_POD_NAMES),
  'apps/deployments': ofTemplate(IN_POD_NAMES),
  'apps/replicasets': ofTemplate(IN_POD_NAMES),
  'apps/daemonsets': ofTemplate(),
  'apps/statefulsets': ofTemplate(undefined, setWarnings),
  'batch/jobs': ofTemplate(IN_POD_NAMES, jobWarnings),
  'batch/cronjobs': (object, old) => {
    const job = draftOf(object);
    const template = child(job, 'spec', 'jobTemplate', 'spec', 'template') ?? {};
    return [
      ...(old === undefined ? nameWarnings(job, IN_POD_NAMES) : []),
      ...(hasChanged(object, old) ? podWarnings(template, 'spec.jobTemplate.spec.template.') : []),
    ];
  },
  '/persistentvolumeclaims': object => {
    const claim = draftOf(object);
    return [
      ...oldClass(claim, 'metadata.annotations', 'use "storageClassName" attribute instead'),
      ...sizeWarnings(claim, 'spec.resources.requests'),
    ];
  },
  '/persistentvolumes': object => volumeWarnings(draftOf(object)),
  '/services': object => serviceWarnings(draftOf(object)),
  '/serviceaccounts': (object, old) => {
    const key = 'kubernetes.io/enforce-mountable-secrets';
    const why = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets';
    return old === undefined && annotation(draftOf(object), key) !== undefined
      ? [`metadata.annotations[${key}]: ${why}`]
      : [];
  },
  'networking.k8s.io/ingresses': (object, old) =>
    old === undefined && annotation(draftOf(object), 'kubernetes.io/ingress.class') !== undefined
      ? [`annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
  'storage.k8s.io/storageclasses': object => topologyWarnings(draftOf(object)),
};

/** Of a kind with a template, which is looked at when it is new. */
function ofTemplate(used?: string, more: (object: Draft) => readonly string[] = () => []): Warnings {
  return (object, old) => {
    const owner = draftOf(object);
    const template = child(owner, 'spec', 'template') ?? {};
    return [
      ...(old === undefined && used !== undefined ? nameWarnings(owner, used) : []),
      ...(hasChanged(object, old) ? podWarnings(template, 'spec.template.') : []),
      ...more(owner),
    ];
  };
}

function hasChanged(object: ApiObject, old: ApiObject | undefined): boolean {
  return old === undefined || object.metadata.generation !== old.metadata.generation;
}

function nameWarnings(object: Draft, used: string): readonly string[] {
  const wrong = labelProblems(text(child(object, 'metadata'), 'name')).map(each =>
    each.replace('63 bytes', '63 characters'),
  );
  if (wrong.length === 0) return [];
  const what = `this is used in ${used}, which can result in surprising behavior; a DNS label is recommended`;
  return [`metadata.name: ${what}: [${wrong.join(' ')}]`];
}

function annotation(object: Draft, key: string): unknown {
  return child(object, 'metadata', 'annotations')?.[key];
}

function setWarnings(set: Draft): readonly string[] {
  const spec = child(set, 'spec');
  const kept = 'a negative value retains all historical revisions; a value >= 0 is recommended';
  return [
    // The real server leaves out the spec of the claim.
    ...items(spec, 'volumeClaimTemplates').flatMap((claim, index) =>
      sizeWarnings(claim, `spec.volumeClaimTemplates[${index}].resources.requests`),
    ),
    ...(count(spec, 'revisionHistoryLimit') < 0 ? [`spec.revisionHistoryLimit: ${kept}`] : []),
  ];
}

function jobWarnings(job: Draft): readonly string[] {
  const spec = child(job, 'spec') ?? {};
  const many = count(spec, 'completions') > 100_000 && count(spec, 'parallelism') > 10_000;
  if (spec.completionMode !== 'Indexed' || !many) return [];
  return [
    'spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail',
  ];
}

const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';

function oldClass(object: Draft, path: string, instead: string): readonly string[] {
  return annotation(object, OLD_CLASS) === undefined
    ? []
    : [`${path}[${OLD_CLASS}]: deprecated since v1.8; ${instead}`];
}

function sizeWarnings(claim: Draft, path: string): readonly string[] {
  return brokenBytes(child(claim, 'spec', 'resources', 'requests')).map(([name, why]) => `${path}[${name}]: ${why}`);
}

function volumeWarnings(volume: Draft): readonly string[] {
  const spec = child(volume, 'spec') ?? {};
  const recycled =
    'The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';
  return [
    ...oldClass(volume, 'metadata.annotations', 'use "storageClassName" attribute instead'),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [`spec.persistentVolumeReclaimPolicy: ${recycled}`] : []),
  ];
}

function serviceWarnings(service: Draft): readonly string[] {
  const spec = child(service, 'spec') ?? {};
  const hints = 'service.kubernetes.io/topology-aware-hints';
  return [
    ...(annotation(service, hints) === undefined
      ? []
      : [`annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`]),
    ...(spec.clusterIP === 'None' && text(spec, 'loadBalancerIP') !== ''
      ? ['spec.loadBalancerIP is ignored for headless services']
      : []),
    ...(spec.clusterIP === 'None' && spec.sessionAffinity === 'ClientIP'
      ? ['spec.SessionAffinity is ignored for headless services']
      : []),
    ...(spec.trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}

function topologyWarnings(storage: Draft): readonly string[] {
  const old = /^failure-domain\.beta\.kubernetes\.io\/(zone|region)$/;
  return items(storage, 'allowedTopologies').flatMap((term, index) =>
    items(term, 'matchLabelExpressions').flatMap((each, at) => {
      const [, what] = old.exec(text(each, 'key')) ?? [];
      const place = `allowedTopologies[${index}].matchLabelExpressions[${at}].key`;
      return what === undefined
        ? []
        : [`${place}: deprecated since v1.17; use "topology.kubernetes.io/${what}" instead`];
    }),
  );
}
