// What is wrong with the spec of a Pod, in a Pod or in a template: the part of Kubernetes' validation that people meet.

import { parseQuantity } from '../../../schema/quantity.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, count, type Draft, items, text } from '../draft.js';
import { labelProblems } from './label-selector.js';
import { probeProblems } from './pod-probes.js';
import { relativePathProblems, volumeProblems } from './pod-volumes.js';
import { portNameProblems, portProblems } from './port-problems.js';
import { duplicate, nameProblems, negative, repeated, unknownName } from './problems.js';

/** Source: `ValidatePodSpec` in pkg/apis/core/validation. What it knows beyond this is not checked. */
export function podSpecProblems(spec: Draft, path: string): readonly FieldError[] {
  const volumes = items(spec, 'volumes');
  const containers = items(spec, 'containers');
  const names = new Set(volumes.map(volume => text(volume, 'name')));
  return [
    ...volumeProblems(volumes, `${path}.volumes`),
    ...(containers.length === 0 ? [required(`${path}.containers`)] : []),
    ...containers.flatMap((each, index) => containerProblems(each, `${path}.containers[${index}]`, names)),
    ...repeated(
      containers,
      each => text(each, 'name'),
      index => `${path}.containers[${index}].name`,
    ),
    ...initProblems(items(spec, 'initContainers'), containers, `${path}.initContainers`, names),
    ...labelProblems(child(spec, 'nodeSelector') ?? {}, `${path}.nodeSelector`),
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
    ...imageProblems(text(container, 'image'), `${path}.image`),
    ...supported(container, path, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']),
    ...containerPortProblems(items(container, 'ports'), `${path}.ports`),
    ...items(container, 'env').flatMap((each, index) => envProblems(each, `${path}.env[${index}]`)),
    ...mountProblems(items(container, 'volumeMounts'), `${path}.volumeMounts`, volumes),
    ...probeProblems(container, path),
    ...supported(container, path, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']),
    ...resourceProblems(child(container, 'resources') ?? {}, `${path}.resources`),
  ];
}

/** They share their names with the containers, and only those that stay are asked how they are. */
function initProblems(
  containers: readonly Draft[],
  others: readonly Draft[],
  path: string,
  volumes: ReadonlySet<string>,
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
      ...containerProblems(container, at, volumes),
      ...supported(container, at, 'restartPolicy', ['Always', 'Never', 'OnFailure']),
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

function envProblems(env: Draft, path: string): readonly FieldError[] {
  const name = text(env, 'name');
  const detail = "a valid environment variable name must consist only of printable ASCII characters other than '='";
  const named = /^[ -<>-~]+$/.test(name) ? [] : [invalid(`${path}.name`, name, detail)];
  const from = child(env, 'valueFrom');
  return [
    ...(name === '' ? [required(`${path}.name`)] : named),
    ...(from === undefined ? [] : valueFromProblems(from, `${path}.valueFrom`, text(env, 'value') !== '')),
  ];
}

const VALUE_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

/** A variable has one source, and then no value of its own. */
function valueFromProblems(from: Draft, path: string, hasValue: boolean): readonly FieldError[] {
  const sources = VALUE_SOURCES.filter(name => child(from, name) !== undefined);
  const names = VALUE_SOURCES.map(name => `\`${name}\``);
  const none = `must specify one of: ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return [
    ...['configMapKeyRef', 'secretKeyRef'].flatMap(name => {
      const source = child(from, name);
      return source === undefined || text(source, 'key') !== '' ? [] : [required(`${path}.${name}.key`)];
    }),
    ...(sources.length === 0 ? [invalid(path, '', none)] : []),
    ...(sources.length > 0 && hasValue
      ? [invalid(path, '', 'may not be specified when `value` is not empty')]
      : sources.length > 1
        ? [invalid(path, '', 'may not have more than one field specified at a time')]
        : []),
  ];
}

function mountProblems(mounts: readonly Draft[], path: string, volumes: ReadonlySet<string>): readonly FieldError[] {
  const seen = new Set<string>();
  return mounts.flatMap((mount, index) => {
    const at = `${path}[${index}]`;
    const name = text(mount, 'name');
    const where = text(mount, 'mountPath');
    const twice = seen.has(where);
    seen.add(where);
    return [
      ...(name === '' ? [required(`${at}.name`)] : volumes.has(name) ? [] : [unknownName(`${at}.name`, name)]),
      ...(where === '' ? [required(`${at}.mountPath`)] : []),
      ...(twice ? [invalid(`${at}.mountPath`, where, 'must be unique')] : []),
      // The real server does not say which.
      ...relativePathProblems(text(mount, 'subPath'), `${path}.subPath`),
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
