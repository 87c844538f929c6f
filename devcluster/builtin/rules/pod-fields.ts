// What containers learn of their own Pod: its fields and their resources.

import { parseQuantity } from '../../../scalars/quantity.js';
import { qualifiedNameProblems } from '../../../schema/names.js';
import { type FieldError, invalid, notSupported, required } from '../../object/field-error.js';
import { type Draft, text } from '../draft.js';

export const VARIABLE_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
export const FILE_FIELDS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
/** All that a path may name; which of them fit depends on what asks. */
const FIELDS = new Set([
  ...VARIABLE_FIELDS,
  ...FILE_FIELDS,
  'spec.hostNetwork',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'status.nominatedNodeName',
]);

/** @param fits the fields that may be named here */
export function fieldProblems(selector: Draft, path: string, fits: readonly string[]): readonly FieldError[] {
  const version = text(selector, 'apiVersion');
  const field = text(selector, 'fieldPath');
  const at = `${path}.fieldPath`;
  if (version === '') return [required(`${path}.apiVersion`)];
  if (field === '') return [required(at)];
  const unknown = (why: string) => [invalid(at, field, `error converting fieldPath: ${why}`)];
  if (version !== 'v1') return unknown(`unsupported pod version: ${version}`);
  const [, written = field, key] = /^([^[]*)\['(.*)'\]$/.exec(field) ?? [];
  const name = written === 'spec.host' ? 'spec.nodeName' : written;
  if (key === undefined) {
    if (!FIELDS.has(name)) return unknown(`field label not supported: ${field}`);
    return fits.includes(name) ? [] : [notSupported(at, name, fits)];
  }
  switch (name) {
    case 'metadata.labels':
      return qualifiedNameProblems(key).map(problem => invalid(path, key, problem));
    case 'metadata.annotations':
      return qualifiedNameProblems(key.toLowerCase()).map(problem => invalid(path, key, problem));
    default:
      return unknown(`field label does not support subscript: ${field}`);
  }
}

const RESOURCES = ['cpu', 'ephemeral-storage', 'memory'];
const RESOURCE_FIELDS = ['limits', 'requests'].flatMap(list => RESOURCES.map(name => `${list}.${name}`));
const BYTES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** @param kind a file is of no container, so it has to name one */
export function resourceFieldProblems(selector: Draft, path: string, kind: 'file' | 'variable'): readonly FieldError[] {
  const resource = text(selector, 'resource');
  const container = text(selector, 'containerName');
  if (kind === 'file' && container === '') return [required(`${path}.containerName`)];
  if (resource === '') return [required(`${path}.resource`)];
  const [, name = ''] = /^(?:limits|requests)\.(.*)$/.exec(resource) ?? [];
  const isLargePage = name.startsWith('hugepages-');
  if (!RESOURCES.includes(name) && !isLargePage) {
    return [notSupported(`${path}.resource`, resource, RESOURCE_FIELDS)];
  }
  return divisorProblems(text(selector, 'divisor'), resource, name, `${path}.divisor`);
}

/** None is the same as 1. */
function divisorProblems(divisor: string, resource: string, name: string, path: string): readonly FieldError[] {
  const nanos = parseQuantity(divisor)?.nanos ?? 0n;
  const known = name === 'cpu' ? ['1m', '1'] : BYTES;
  if (nanos === 0n || known.some(each => parseQuantity(each)?.nanos === nanos)) return [];
  const called =
    name === 'ephemeral-storage' ? 'local ephemeral storage' : name.startsWith('hugepages-') ? 'hugepages' : name;
  const list = `${known.slice(0, -1).join(', ')}${name === 'cpu' ? ' and' : ','} ${known.at(-1)}`;
  return [invalid(path, resource, `only divisor's values ${list} are supported with the ${called} resource`)];
}
