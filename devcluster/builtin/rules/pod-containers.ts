// The containers of a Pod, each for itself and all by their names.
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, count, type Draft, items, text } from '../draft.js';
import { hostPortConflicts } from './pod-host-ports.js';
import { mountProblems } from './pod-mounts.js';
import { probeProblems } from './pod-probes.js';
import { resourceProblems } from './pod-resources.js';
import { resizeProblems, restartedProblems, restartProblems } from './pod-restarts.js';
import { containerSecurityProblems } from './pod-security.js';
import { variableProblems } from './pod-variables.js';
import { PROTOCOLS, portNameProblems, portProblems } from './port-problems.js';
import { duplicate, nameProblems, supported } from './problems.js';

/** What of a Pod its containers depend on. */
interface PodFacts {
  /** By name. */
  readonly volumes: ReadonlyMap<string, Draft>;
  /** Whether its users are none of the host. */
  readonly ownUsers: boolean;
  /** Whether containers that have ended stay so. */
  readonly mayEnd: boolean;
  /** How long it may take to end, in seconds. */
  readonly grace: number;
}

/** @param volumes those that can be mounted, by their names */
export function containersProblems(
  spec: Draft,
  path: string,
  volumes: ReadonlyMap<string, Draft>,
): readonly FieldError[] {
  const containers = items(spec, 'containers');
  const pod: PodFacts = {
    volumes,
    ownUsers: spec.hostUsers === false,
    mayEnd: spec.restartPolicy === 'Never',
    grace: count(spec, 'terminationGracePeriodSeconds'),
  };
  return [
    ...mainProblems(containers, `${path}.containers`, pod),
    ...initProblems(items(spec, 'initContainers'), containers, `${path}.initContainers`, pod),
  ];
}

function mainProblems(containers: readonly Draft[], path: string, pod: PodFacts): readonly FieldError[] {
  if (containers.length === 0) return [required(path)];
  const seen = new Set<string>();
  return [
    ...containers.flatMap((container, index) => {
      const at = `${path}[${index}]`;
      const name = text(container, 'name');
      const twice = seen.has(name);
      seen.add(name);
      return [
        ...containerProblems(container, at, pod),
        ...(twice ? [duplicate(`${at}.name`, name)] : []),
        ...probeProblems(container, at, pod.grace),
        ...restartProblems(container, at),
      ];
    }),
    ...hostPortConflicts(containers, path),
  ];
}

function containerProblems(container: Draft, path: string, pod: PodFacts): readonly FieldError[] {
  const security = child(container, 'securityContext');
  return [
    ...nameProblems(container, `${path}.name`),
    ...(text(container, 'image') === '' ? [required(`${path}.image`)] : []),
    ...supported(container, path, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']),
    ...containerPortProblems(items(container, 'ports'), `${path}.ports`),
    ...variableProblems(container, path),
    ...mountProblems(container, path, pod.volumes),
    ...supported(container, path, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']),
    ...resourceProblems(child(container, 'resources') ?? {}, `${path}.resources`),
    ...resizeProblems(items(container, 'resizePolicy'), `${path}.resizePolicy`, pod.mayEnd),
    ...(security === undefined ? [] : containerSecurityProblems(security, `${path}.securityContext`, pod.ownUsers)),
  ];
}

/** They share their names with the containers, and only those that stay are asked how they are. */
function initProblems(
  containers: readonly Draft[],
  others: readonly Draft[],
  path: string,
  pod: PodFacts,
): readonly FieldError[] {
  const seen = new Set(others.map(each => text(each, 'name')));
  return containers.flatMap((container, index) => {
    const at = `${path}[${index}]`;
    const name = text(container, 'name');
    const twice = name !== '' && seen.has(name);
    seen.add(name);
    const stays = container.restartPolicy === 'Always';
    const lasting = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];
    return [
      ...containerProblems(container, at, pod),
      ...restartProblems(container, at, true),
      ...(twice ? [duplicate(`${at}.name`, name)] : []),
      // Each is looked at as if it were the only one.
      ...hostPortConflicts([container], path),
      ...(stays ? probeProblems(container, at, pod.grace) : []),
      ...(stays ? [] : lasting).flatMap(each =>
        child(container, each) === undefined
          ? []
          : [forbidden(`${at}.${each}`, 'may not be set for init containers without restartPolicy=Always')],
      ),
      ...(stays ? [] : restartedProblems(items(container, 'resizePolicy'), `${at}.resizePolicy`)),
    ];
  });
}

/** Of a Pod: templates may have such images, which some mean as a sign. */
export function paddedImageProblems(spec: Draft, path: string): readonly FieldError[] {
  return ['containers', 'initContainers'].flatMap(list =>
    items(spec, list).flatMap((container, index) => {
      const image = text(container, 'image');
      const at = `${path}.${list}[${index}].image`;
      return image === image.trim() ? [] : [invalid(at, image, 'must not have leading or trailing whitespace')];
    }),
  );
}

function containerPortProblems(ports: readonly Draft[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `${path}[${index}]`;
    const name = text(port, 'name');
    const wrong = name === '' ? [] : portNameProblems(name, `${at}.name`);
    const twice = seen.has(name);
    if (name !== '' && wrong.length === 0) seen.add(name);
    return [
      ...wrong,
      ...(twice ? [duplicate(`${at}.name`, name)] : []),
      ...(count(port, 'containerPort') === 0
        ? [required(`${at}.containerPort`)]
        : portProblems(port.containerPort, `${at}.containerPort`)),
      ...(port.hostPort === undefined ? [] : portProblems(port.hostPort, `${at}.hostPort`)),
      ...supported(port, at, 'protocol', PROTOCOLS),
    ];
  });
}
