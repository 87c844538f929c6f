// What a container is asked, and told, while it runs: probes and hooks.
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, count, type Draft, items, text } from '../draft.js';
import { portNameProblems, portProblems } from './port-problems.js';
import { negative } from './problems.js';

/**
 * Of a container's probes and hooks.
 * @param grace how long the Pod may take to end, in seconds
 */
export function probeProblems(container: Draft, path: string, grace: number): readonly FieldError[] {
  return [
    ...HOOKS.flatMap(name => {
      const hook = child(container, 'lifecycle', name);
      return hook === undefined
        ? []
        : [
            ...handlerProblems(hook, `${path}.lifecycle.${name}`, HOOK_HANDLERS),
            ...sleepProblems(hook, `${path}.lifecycle.${name}.sleep`, grace),
          ];
    }),
    ...PROBES.flatMap(name => {
      const probe = child(container, name);
      return probe === undefined ? [] : oneProbeProblems(probe, `${path}.${name}`, name);
    }),
  ];
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HOOKS = ['postStart', 'preStop'];
const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const HOOK_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];
const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

function oneProbeProblems(probe: Draft, path: string, name: string): readonly FieldError[] {
  const { successThreshold: successes, terminationGracePeriodSeconds: grace } = probe;
  const ready = name === 'readinessProbe';
  const at = `${path}.terminationGracePeriodSeconds`;
  return [
    ...handlerProblems(probe, path, PROBE_HANDLERS),
    ...negative(probe, path, ...COUNTS),
    ...(typeof grace === 'number' && grace <= 0 ? [invalid(at, grace, 'must be greater than 0')] : []),
    ...(typeof successes === 'number' && successes !== 1 && !ready
      ? [invalid(`${path}.successThreshold`, successes, 'must be 1')]
      : []),
    ...(typeof grace === 'number' && ready ? [invalid(at, grace, 'must not be set for readinessProbes')] : []),
  ];
}

function sleepProblems(hook: Draft, path: string, grace: number): readonly FieldError[] {
  const others = HOOK_HANDLERS.some(name => name !== 'sleep' && child(hook, name) !== undefined);
  const sleep = child(hook, 'sleep');
  if (sleep === undefined || others) return [];
  const seconds = count(sleep, 'seconds');
  const why = `must be non-negative and less than terminationGracePeriodSeconds (${grace})`;
  return seconds >= 0 && seconds <= grace ? [] : [invalid(path, seconds, why)];
}

/** It is done in exactly one way. */
function handlerProblems(handler: Draft, path: string, known: readonly string[]): readonly FieldError[] {
  const [first, ...others] = known.filter(name => child(handler, name) !== undefined);
  if (first === undefined) return [required(path, 'must specify a handler type')];
  return [
    ...actionProblems(child(handler, first) ?? {}, `${path}.${first}`, first),
    ...others.map(name => forbidden(`${path}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

function actionProblems(action: Draft, path: string, name: string): readonly FieldError[] {
  switch (name) {
    case 'exec':
      return items(action, 'command').length === 0 ? [required(`${path}.command`)] : [];
    case 'httpGet': {
      const schemes = ['HTTP', 'HTTPS'];
      return [
        ...portOrNameProblems(action.port, `${path}.port`),
        ...(schemes.includes(String(action.scheme)) ? [] : [notSupported(`${path}.scheme`, action.scheme, schemes)]),
        ...items(action, 'httpHeaders').flatMap(header => {
          const name = text(header, 'name');
          return HEADER.test(name) ? [] : [invalid(`${path}.httpHeaders`, name, HEADER_TEXT)];
        }),
      ];
    }
    case 'tcpSocket':
      return portOrNameProblems(action.port, `${path}.port`);
    case 'grpc':
      return portProblems(action.port, `${path}.port`);
    default:
      return [];
  }
}

const HEADER = /^[-A-Za-z0-9]+$/;
const HEADER_TEXT =
  "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

function portOrNameProblems(port: unknown, path: string): readonly FieldError[] {
  return typeof port === 'string' ? portNameProblems(port, path) : portProblems(port, path);
}
