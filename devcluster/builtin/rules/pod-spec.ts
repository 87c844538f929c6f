// What is wrong with the spec of a Pod, in a Pod or in a template: the part of Kubernetes' validation that people meet.

import { qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, forbidden, invalid, notSupported } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { labelProblems } from './label-selector.js';
import { affinityProblems } from './pod-affinity.js';
import { containersProblems } from './pod-containers.js';
import { networkProblems } from './pod-network.js';
import { overheadProblems, resourceProblems } from './pod-resources.js';
import { schedulingProblems } from './pod-scheduling.js';
import { podSecurityProblems } from './pod-security.js';
import { volumeProblems } from './pod-volumes.js';
import { negative, subdomainNameProblems, supported } from './problems.js';

/**
 * Source: `ValidatePodSpec` in pkg/apis/core/validation. Of what it knows beyond this nothing is checked:
 * devcluster/endpoints/not-modelled.ts lists it.
 */
export function podSpecProblems(spec: Draft, path: string): readonly FieldError[] {
  const account = text(spec, 'serviceAccountName') !== '';
  return [
    ...volumeProblems(items(spec, 'volumes'), `${path}.volumes`, account),
    ...containersProblems(spec, path),
    ...labelProblems(child(spec, 'nodeSelector') ?? {}, `${path}.nodeSelector`),
    ...supported(spec, path, 'restartPolicy', ['Always', 'OnFailure', 'Never']),
    ...supported(spec, path, 'preemptionPolicy', ['Never', 'PreemptLowerPriority']),
    ...negative(spec, path, 'terminationGracePeriodSeconds'),
    ...deadlineProblems(spec, path),
    ...NAMES.flatMap(name => subdomainNameProblems(spec, path, name)),
    ...podSecurityProblems(spec, path),
    ...affinityProblems(child(spec, 'affinity') ?? {}, `${path}.affinity`),
    ...schedulingProblems(spec, path),
    ...networkProblems(spec, path),
    ...systemProblems(spec, path),
    ...items(spec, 'readinessGates').flatMap((gate, index) => {
      const type = text(gate, 'conditionType');
      const at = `${path}.readinessGates[${index}].conditionType`;
      return qualifiedNameProblems(type).map(problem => invalid(at, type, problem));
    }),
    ...resourceProblems(child(spec, 'resources') ?? {}, `${path}.resources`, true),
    ...overheadProblems(child(spec, 'overhead') ?? {}, `${path}.overhead`),
  ];
}

/** Of other objects. */
const NAMES = ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'];

function deadlineProblems({ activeDeadlineSeconds: seconds }: Draft, path: string): readonly FieldError[] {
  if (typeof seconds !== 'number' || seconds >= 1) return [];
  return [invalid(`${path}.activeDeadlineSeconds`, seconds, 'must be between 1 and 2147483647, inclusive')];
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
  const os = text(child(spec, 'os'), 'name');
  if (os === '') return [];
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
