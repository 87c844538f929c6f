// What a container is asked, and told, while it runs: probes and hooks.
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, items } from '../draft.js';
import { portNameProblems, portProblems } from './port-problems.js';
import { negative } from './problems.js';

/** Of a container's probes and hooks. */
export function probeProblems(container: Draft, path: string): readonly FieldError[] {
  return [
    ...PROBES.flatMap(name => {
      const probe = child(container, name);
      return probe === undefined ? [] : oneProbeProblems(probe, `${path}.${name}`, name);
    }),
    ...HOOKS.flatMap(name => {
      const hook = child(container, 'lifecycle', name);
      return hook === undefined ? [] : handlerProblems(hook, `${path}.lifecycle.${name}`, HOOK_HANDLERS);
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
    ...(typeof successes === 'number' && successes !== 1 && !ready
      ? [invalid(`${path}.successThreshold`, successes, 'must be 1')]
      : []),
    ...(typeof grace === 'number' && ready ? [invalid(at, grace, 'must not be set for readinessProbes')] : []),
    ...(typeof grace === 'number' && !ready && grace <= 0 ? [invalid(at, grace, 'must be greater than 0')] : []),
  ];
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

function portOrNameProblems(port: unknown, path: string): readonly FieldError[] {
  return typeof port === 'string' ? portNameProblems(port, path) : portProblems(port, path);
}
