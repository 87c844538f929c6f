// Volumes whose files come from several places, and those of what a Pod knows of itself.
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { FILE_FIELDS, fieldProblems, resourceFieldProblems } from './pod-fields.js';
import { fileProblems, modeProblems, relativePathProblems } from './pod-files.js';

const SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'];

/** @param account whether the Pod has a service account, whose tokens it may have */
export function projectedProblems(volume: Draft, path: string, account: boolean): readonly FieldError[] {
  const paths = new Set<string>();
  return [
    ...modeProblems(volume.defaultMode, `${path}.defaultMode`),
    ...items(volume, 'sources').flatMap((source, index) => {
      const at = `${path}.sources[${index}]`;
      const named = SOURCES.filter(name => child(source, name) !== undefined);
      return [
        ...(named.length > 1 ? [forbidden(at, 'may not specify more than 1 volume type per source')] : []),
        ...named.slice(0, 1).flatMap(name => sourceProblems(name, child(source, name) ?? {}, at, path, account)),
        ...named.slice(0, 1).flatMap(name => conflictProblems(child(source, name) ?? {}, path, paths)),
      ];
    }),
  ];
}

function sourceProblems(
  name: string,
  source: Draft,
  path: string,
  volume: string,
  account: boolean,
): readonly FieldError[] {
  switch (name) {
    case 'secret':
    case 'configMap':
      return [
        ...(text(source, 'name') === '' ? [required(`${path}.${name}.name`)] : []),
        ...fileProblems(source, `${path}.${name}`),
      ];
    case 'downwardAPI':
      return downwardProblems(source, `${path}.downwardAPI`);
    case 'serviceAccountToken':
      return [
        ...tokenProblems(source, `${path}.serviceAccountToken`),
        ...(account
          ? []
          : [forbidden(`${path}.serviceAccountToken`, 'must not be specified when serviceAccountName is not set')]),
        // The real server leaves out which source it is.
        ...(text(source, 'path') === ''
          ? [required(`${volume}.path`)]
          : relativePathProblems(text(source, 'path'), `${volume}.path`, true)),
      ];
    default:
      return [];
  }
}

function tokenProblems({ expirationSeconds: seconds }: Draft, path: string): readonly FieldError[] {
  if (typeof seconds !== 'number') return [];
  const at = `${path}.expirationSeconds`;
  if (seconds < 600) return [invalid(at, seconds, 'may not specify a duration less than 10 minutes')];
  return seconds > 2 ** 32 ? [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
}

/** Two sources of a volume may not write the same file. */
function conflictProblems(source: Draft, path: string, paths: Set<string>): readonly FieldError[] {
  const named = items(source, 'items').length > 0 ? items(source, 'items') : [source];
  return named.flatMap(each => {
    const file = text(each, 'path');
    if (file === '') return [];
    const twice = paths.has(file);
    paths.add(file);
    const what = text(source, 'name') === '' ? file : text(source, 'name');
    return twice ? [invalid(path, what, 'conflicting duplicate paths')] : [];
  });
}

export function downwardProblems(volume: Draft, path: string): readonly FieldError[] {
  return [
    ...modeProblems(volume.defaultMode, `${path}.defaultMode`),
    // The real server does not say of which file these are.
    ...items(volume, 'items').flatMap(item => downwardFileProblems(item, path)),
  ];
}

function downwardFileProblems(item: Draft, path: string): readonly FieldError[] {
  const file = text(item, 'path');
  const [field, resource] = [child(item, 'fieldRef'), child(item, 'resourceFieldRef')];
  const both = 'fieldRef and resourceFieldRef can not be specified simultaneously';
  return [
    ...(file === '' ? [required(`${path}.path`)] : relativePathProblems(file, `${path}.path`, true)),
    ...(field === undefined ? [] : fieldProblems(field, `${path}.fieldRef`, FILE_FIELDS)),
    ...(field !== undefined && resource !== undefined ? [invalid(path, 'resource', both)] : []),
    ...(field === undefined && resource !== undefined
      ? resourceFieldProblems(resource, `${path}.resourceFieldRef`, 'file')
      : []),
    ...(field === undefined && resource === undefined
      ? [required(path, 'one of fieldRef and resourceFieldRef is required')]
      : []),
    ...modeProblems(item.mode, `${path}.mode`),
  ];
}
