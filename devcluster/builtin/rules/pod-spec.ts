// What is wrong with the spec of a Pod, in a Pod or in a template: the part of Kubernetes' validation that people meet.

import { parseQuantity } from '../../../schema/quantity.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, count, type Draft, items, text } from '../draft.js';
import { duplicate, nameProblems, negative, repeated, unknownName } from './problems.js';

/** Source: `ValidatePodSpec` in pkg/apis/core/validation. What it knows beyond this is not checked. */
export function podSpecProblems(spec: Draft, path: string): readonly FieldError[] {
  const volumes = items(spec, 'volumes');
  const containers = items(spec, 'containers');
  const names = new Set(volumes.map(volume => text(volume, 'name')));
  return [
    ...volumes.flatMap((volume, index) => {
      const seen = volumes.slice(0, index).some(other => other.name === volume.name);
      const at = `${path}.volumes[${index}].name`;
      return seen ? [duplicate(at, volume.name)] : nameProblems(volume, at);
    }),
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((each, index) => containerProblems(each, `${path}.containers[${index}]`, names)),
    ...repeated(
      containers,
      each => text(each, 'name'),
      index => `${path}.containers[${index}].name`,
    ),
    ...items(spec, 'initContainers').flatMap((each, index) =>
      containerProblems(each, `${path}.initContainers[${index}]`, names),
    ),
    ...supported(spec, path, 'restartPolicy', RESTART_POLICIES),
    ...supported(spec, path, 'dnsPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...negative(spec, path, 'terminationGracePeriodSeconds'),
    ...(typeof spec.activeDeadlineSeconds === 'number' && spec.activeDeadlineSeconds < 1
      ? [
          invalid(
            `${path}.activeDeadlineSeconds`,
            spec.activeDeadlineSeconds,
            'must be between 1 and 2147483647, inclusive',
          ),
        ]
      : []),
  ];
}

/** What is wrong with a port's number; `value` may be one, or a name. */
export function portProblems(value: unknown, path: string): readonly FieldError[] {
  if (typeof value !== 'number' || (value >= 1 && value <= 65535)) return [];
  return [invalid(path, value, 'must be between 1 and 65535, inclusive')];
}

/** Of a value that is not among those that there are. */
export function supported(draft: Draft, path: string, name: string, values: readonly string[]): readonly FieldError[] {
  const value = text(draft, name);
  return value === '' || values.includes(value) ? [] : [notSupported(`${path}.${name}`, value, values)];
}

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function containerProblems(container: Draft, path: string, volumes: ReadonlySet<string>): readonly FieldError[] {
  return [
    ...nameProblems(container, `${path}.name`),
    ...(text(container, 'image') === '' ? [required(`${path}.image`)] : []),
    ...supported(container, path, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']),
    ...containerPortProblems(items(container, 'ports'), `${path}.ports`),
    ...items(container, 'env').flatMap((each, index) => envProblems(each, `${path}.env[${index}]`)),
    ...mountProblems(items(container, 'volumeMounts'), `${path}.volumeMounts`, volumes),
    ...PROBES.flatMap(name => handlerProblems(child(container, name), `${path}.${name}`)),
    ...supported(container, path, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']),
    ...resourceProblems(child(container, 'resources') ?? {}, `${path}.resources`),
  ];
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

/** A probe asks in exactly one way. */
function handlerProblems(probe: Draft | undefined, path: string): readonly FieldError[] {
  if (probe === undefined) return [];
  const [first, ...others] = HANDLERS.filter(name => child(probe, name) !== undefined);
  if (first === undefined) return [required(path, 'must specify a handler type')];
  return others.map(name => forbidden(`${path}.${name}`, 'may not specify more than 1 handler type'));
}

function containerPortProblems(ports: readonly Draft[], path: string): readonly FieldError[] {
  return ports.flatMap((port, index) => {
    const at = `${path}[${index}]`;
    const name = text(port, 'name');
    const twice = name !== '' && ports.slice(0, index).some(other => other.name === name);
    return [
      ...(twice ? [duplicate(`${at}.name`, name)] : portNameProblems(name, `${at}.name`)),
      ...(count(port, 'containerPort') === 0
        ? [required(`${at}.containerPort`)]
        : portProblems(port.containerPort, `${at}.containerPort`)),
      ...(port.hostPort === undefined ? [] : portProblems(port.hostPort, `${at}.hostPort`)),
      ...supported(port, at, 'protocol', PROTOCOLS),
    ];
  });
}

/** IANA service names. */
function portNameProblems(name: string, path: string): readonly FieldError[] {
  if (name === '') return [];
  const problems = [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name)
      ? /[a-z]/.test(name)
        ? []
        : ['must contain at least one letter (a-z)']
      : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ];
  return problems.map(problem => invalid(path, name, problem));
}

function envProblems(env: Draft, path: string): readonly FieldError[] {
  const name = text(env, 'name');
  if (name === '') return [required(`${path}.name`)];
  if (/^[ -<>-~]+$/.test(name)) return [];
  const detail = "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return [invalid(`${path}.name`, name, detail)];
}

function mountProblems(mounts: readonly Draft[], path: string, volumes: ReadonlySet<string>): readonly FieldError[] {
  return mounts.flatMap((mount, index) => {
    const at = `${path}[${index}]`;
    const name = text(mount, 'name');
    const where = text(mount, 'mountPath');
    return [
      ...(name === '' ? [required(`${at}.name`)] : volumes.has(name) ? [] : [unknownName(`${at}.name`, name)]),
      ...(where === '' ? [required(`${at}.mountPath`)] : []),
      ...(mounts.slice(0, index).some(other => other.mountPath === where)
        ? [invalid(`${at}.mountPath`, where, 'must be unique')]
        : []),
    ];
  });
}

function resourceProblems(resources: Draft, path: string): readonly FieldError[] {
  const limits = child(resources, 'limits') ?? {};
  const requests = child(resources, 'requests') ?? {};
  const below = (list: Draft, name: string) =>
    Object.entries(list).flatMap(([resource, value]) =>
      nanos(value) < 0n ? [invalid(`${path}.${name}[${resource}]`, value, 'must be greater than or equal to 0')] : [],
    );
  const above = Object.entries(requests).flatMap(([resource, value]) => {
    const limit = limits[resource];
    if (limit === undefined || nanos(value) <= nanos(limit)) return [];
    return [invalid(`${path}.requests`, value, `must be less than or equal to ${resource} limit of ${limit}`)];
  });
  return [...below(limits, 'limits'), ...above, ...below(requests, 'requests')];
}

function nanos(value: unknown): bigint {
  return parseQuantity(String(value))?.nanos ?? 0n;
}
