// What is wrong with the spec of a Pod, in a Pod or in a template: the part of Kubernetes' validation that people meet.

import { qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { labelProblems } from './label-selector.js';
import { affinityProblems } from './pod-affinity.js';
import { containersProblems } from './pod-containers.js';
import { hostNetworkProblems } from './pod-host-ports.js';
import { aliasProblems, dnsProblems, hostnameOverrideProblems, hostnameProblems } from './pod-network.js';
import { overheadProblems, resourceProblems } from './pod-resources.js';
import { gateProblems, spreadProblems, tolerationProblems } from './pod-scheduling.js';
import { ownUsersProblems, podSecurityProblems } from './pod-security.js';
import { fileVariableProblems } from './pod-variables.js';
import { readVolumes } from './pod-volumes.js';
import { negative, subdomainNameProblems, supported } from './problems.js';

/**
 * Source: `ValidatePodSpec` in pkg/apis/core/validation. Of what it knows beyond this nothing is checked:
 * devcluster/endpoints/not-modelled.ts lists it.
 */
export function podSpecProblems(spec: Draft, path: string): readonly FieldError[] {
  const volumes = readVolumes(items(spec, 'volumes'), `${path}.volumes`);
  const each = (list: string, problems: (item: Draft, path: string) => readonly FieldError[]) =>
    items(spec, list).flatMap((item, index) => problems(item, `${path}.${list}[${index}]`));
  return [
    ...volumes.problems,
    ...containersProblems(spec, path, volumes.sound),
    ...resourceProblems(child(spec, 'resources') ?? {}, `${path}.resources`, true),
    ...hostNetworkProblems(spec, path),
    ...supported(spec, path, 'restartPolicy', ['Always', 'OnFailure', 'Never']),
    ...supported(spec, path, 'dnsPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...labelProblems(child(spec, 'nodeSelector') ?? {}, `${path}.nodeSelector`),
    ...podSecurityProblems(spec, path),
    ...affinityProblems(child(spec, 'affinity') ?? {}, `${path}.affinity`),
    ...dnsProblems(spec, `${path}.dnsConfig`),
    ...each('readinessGates', readinessProblems),
    ...gateProblems(items(spec, 'schedulingGates'), `${path}.schedulingGates`),
    ...spreadProblems(items(spec, 'topologySpreadConstraints'), `${path}.topologySpreadConstraints`),
    ...ownUsersProblems(spec, path),
    ...hostnameOverrideProblems(spec, path),
    ...['serviceAccountName', 'nodeName'].flatMap(name => subdomainNameProblems(spec, path, name)),
    ...deadlineProblems(spec, path),
    ...hostnameProblems(spec, path),
    ...each('tolerations', tolerationProblems),
    ...each('hostAliases', aliasProblems),
    ...['priorityClassName', 'runtimeClassName'].flatMap(name => subdomainNameProblems(spec, path, name)),
    ...supported(spec, path, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']),
    ...overheadProblems(child(spec, 'overhead') ?? {}, `${path}.overhead`),
    ...systemProblems(spec, path),
    ...fileVariableProblems(spec, path),
    ...negative(spec, path, 'terminationGracePeriodSeconds'),
  ];
}

function readinessProblems(gate: Draft, path: string): readonly FieldError[] {
  const type = text(gate, 'conditionType');
  return qualifiedNameProblems(type).map(problem => invalid(`${path}.conditionType`, type, problem));
}

const LATEST = 2 ** 31 - 1;

function deadlineProblems({ activeDeadlineSeconds: seconds }: Draft, path: string): readonly FieldError[] {
  if (typeof seconds !== 'number' || (seconds >= 1 && seconds <= LATEST)) return [];
  return [invalid(`${path}.activeDeadlineSeconds`, seconds, `must be between 1 and ${LATEST}, inclusive`)];
}

const OF_LINUX = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
];

/** What one operating system has does not go with the other. */
function systemProblems(spec: Draft, path: string): readonly FieldError[] {
  const system = child(spec, 'os');
  const os = text(system, 'name');
  if (system === undefined) return [];
  if (os === '') return [required(`${path}.os.name`)];
  if (os !== 'linux' && os !== 'windows') return [notSupported(`${path}.os`, os, ['linux', 'windows'])];
  const contexts = [
    { context: child(spec, 'securityContext') ?? {}, at: path },
    ...['containers', 'initContainers'].flatMap(list =>
      items(spec, list).map((each, index) => ({
        context: child(each, 'securityContext') ?? {},
        at: `${path}.${list}[${index}]`,
      })),
    ),
  ];
  const [unfit, why] =
    os === 'linux'
      ? [['windowsOptions'], 'windows options cannot be set for a linux pod']
      : [OF_LINUX, 'cannot be set for a windows pod'];
  return contexts.flatMap(({ context, at }) =>
    unfit.filter(name => name in context).map(name => forbidden(`${at}.securityContext.${name}`, why)),
  );
}
