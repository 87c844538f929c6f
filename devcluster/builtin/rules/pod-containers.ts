// The containers of a Pod, each for itself and all by their names.
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, count, type Draft, items, text } from '../draft.js';
import { mountProblems } from './pod-mounts.js';
import { probeProblems } from './pod-probes.js';
import { resourceProblems } from './pod-resources.js';
import { containerSecurityProblems } from './pod-security.js';
import { variableProblems } from './pod-variables.js';
import { PROTOCOLS, portNameProblems, portProblems } from './port-problems.js';
import { duplicate, nameProblems, repeated, supported } from './problems.js';

/** What of a Pod its containers depend on. */
interface PodFacts {
  /** By name. */
  readonly volumes: ReadonlyMap<string, Draft>;
  /** Whether its users are none of the host. */
  readonly ownUsers: boolean;
}

export function containersProblems(spec: Draft, path: string): readonly FieldError[] {
  const containers = items(spec, 'containers');
  const volumes = new Map(items(spec, 'volumes').map(volume => [text(volume, 'name'), volume]));
  const pod: PodFacts = { volumes, ownUsers: spec.hostUsers === false };
  return [
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((each, index) => containerProblems(each, `${path}.containers[${index}]`, pod)),
    ...repeated(
      containers,
      each => text(each, 'name'),
      index => `${path}.containers[${index}].name`,
    ),
    ...initProblems(items(spec, 'initContainers'), containers, `${path}.initContainers`, pod),
  ];
}

function containerProblems(container: Draft, path: string, pod: PodFacts): readonly FieldError[] {
  const security = child(container, 'securityContext');
  return [
    ...nameProblems(container, `${path}.name`),
    ...imageProblems(text(container, 'image'), `${path}.image`),
    ...supported(container, path, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']),
    ...containerPortProblems(items(container, 'ports'), `${path}.ports`),
    ...variableProblems(container, path),
    ...mountProblems(container, path, pod.volumes),
    ...probeProblems(container, path),
    ...supported(container, path, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']),
    ...resourceProblems(child(container, 'resources') ?? {}, `${path}.resources`),
    ...(security === undefined ? [] : containerSecurityProblems(security, `${path}.securityContext`, pod.ownUsers)),
    ...restartProblems(container, path),
  ];
}

/** A container may restart otherwise than its Pod; rules for that need a policy that they are exceptions to. */
function restartProblems(container: Draft, path: string): readonly FieldError[] {
  const rules = items(container, 'restartPolicyRules');
  return [
    ...supported(container, path, 'restartPolicy', ['Always', 'Never', 'OnFailure']),
    ...(rules.length > 0 && text(container, 'restartPolicy') === ''
      ? [required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used')]
      : []),
    ...rules.flatMap((rule, index) =>
      child(rule, 'exitCodes') === undefined
        ? [required(`${path}.restartPolicyRules[${index}].exitCodes`, 'must be specified')]
        : [],
    ),
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
    const unfit = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'].filter(
      each => !stays && child(container, each) !== undefined,
    );
    return [
      ...(twice ? [duplicate(`${at}.name`, name)] : []),
      ...containerProblems(container, at, pod),
      ...unfit.map(each =>
        forbidden(`${at}.${each}`, 'may not be set for init containers without restartPolicy=Always'),
      ),
    ];
  });
}

function imageProblems(image: string, path: string): readonly FieldError[] {
  if (image === '') return [required(path)];
  return image === image.trim() ? [] : [invalid(path, image, 'must not have leading or trailing whitespace')];
}

function containerPortProblems(ports: readonly Draft[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `${path}[${index}]`;
    const name = text(port, 'name');
    const twice = name !== '' && seen.has(name);
    seen.add(name);
    return [
      ...(twice ? [duplicate(`${at}.name`, name)] : name === '' ? [] : portNameProblems(name, `${at}.name`)),
      ...(count(port, 'containerPort') === 0
        ? [required(`${at}.containerPort`)]
        : portProblems(port.containerPort, `${at}.containerPort`)),
      ...(port.hostPort === undefined ? [] : portProblems(port.hostPort, `${at}.hostPort`)),
      ...supported(port, at, 'protocol', PROTOCOLS),
    ];
  });
}
