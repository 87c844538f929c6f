// The resources that rules can be checked against: those that every cluster serves, and those of the project itself.
import type { ResourceModel } from '../model/api-model.js';
import { SERVED_RESOURCES } from './served-resources.js';

/** A resource in a group. */
export interface KnownResource {
  /** Undefined where it depends. */
  readonly namespaced: boolean | undefined;
  readonly subresources: ReadonlySet<string>;
}

/** A group by its plurals. */
export interface KnownGroup {
  readonly resources: ReadonlyMap<string, KnownResource>;
  /** Whether the cluster can have no others in it; false for groups of the project, which other definitions may share. */
  readonly whole: boolean;
}

/**
 * What only some clusters serve, and what is checked by authorizers and admission plugins without being served: users that
 * are impersonated, signers, parts of the kubelet's API, devices.
 */
const FURTHER: { readonly [group: string]: { readonly [plural: string]: readonly string[] } } = {
  '': {
    endpoints: ['restricted'],
    groups: [],
    nodes: ['checkpoint', 'configz', 'healthz', 'log', 'metrics', 'pods', 'spec', 'stats'],
    users: [],
  },
  'admissionregistration.k8s.io': { mutatingadmissionpolicies: ['status'] },
  apps: { deployments: ['rollback'] },
  'authentication.k8s.io': { uids: [], userextras: ['*'] },
  'certificates.k8s.io': {
    certificatesigningrequests: ['nodeclient', 'selfnodeclient'],
    clustertrustbundles: [],
    podcertificaterequests: ['status'],
    signers: [],
  },
  'coordination.k8s.io': { leasecandidates: [] },
  policy: { podsecuritypolicies: [] },
  'resource.k8s.io': {
    devicetaintrules: ['status'],
    resourceclaims: ['binding', 'driver'],
    resourcepoolstatusrequests: ['status'],
  },
  'scheduling.k8s.io': { podgroups: ['status'], workloads: ['status'] },
};

/** The groups by name. A group that is not here may hold anything. */
export function knownResources(own: readonly ResourceModel[]): ReadonlyMap<string, KnownGroup> {
  const groups = new Map<string, Map<string, KnownResource>>();
  const add = (group: string, plural: string, namespaced: boolean | undefined, subresources: readonly string[]) => {
    const resources = groups.get(group) ?? new Map<string, KnownResource>();
    groups.set(group, resources);
    const before = resources.get(plural);
    resources.set(plural, {
      namespaced: before === undefined ? namespaced : before.namespaced,
      subresources: new Set([...(before?.subresources ?? ['finalizers']), ...subresources]),
    });
  };
  for (const [group, resources] of Object.entries(SERVED_RESOURCES)) {
    for (const [said, namespaced] of resources) {
      const [plural = '', ...subresources] = said.split(' ');
      add(
        group,
        plural,
        namespaced,
        subresources.map(name => name.slice(1)),
      );
    }
  }
  for (const [group, resources] of Object.entries(FURTHER)) {
    for (const [plural, subresources] of Object.entries(resources)) add(group, plural, undefined, subresources);
  }
  const served = new Set(groups.keys());
  for (const { group, plural, scope, status, scale } of own) {
    const subresources = [...(status ? ['status'] : []), ...(scale === undefined ? [] : ['scale'])];
    add(group, plural, scope === 'Namespaced', subresources);
  }
  return new Map([...groups].map(([group, resources]) => [group, { resources, whole: served.has(group) }]));
}
