// Volumes whose files come from several places, and those of what a Pod knows of itself.
import { type FieldError, forbidden, invalid, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { FILE_FIELDS, fieldProblems, resourceFieldProblems } from './pod-fields.js';
import { fileProblems, modeProblems, relativePathProblems } from './pod-files.js';

const SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'];

export function projectedProblems(volume: Draft, path: string): readonly FieldError[] {
  const paths = new Set<string>();
  return [
    ...modeProblems(volume.defaultMode, `${path}.defaultMode`),
    ...items(volume, 'sources').flatMap((source, index) => {
      const at = `${path}.sources[${index}]`;
      const named = SOURCES.filter(name => child(source, name) !== undefined);
      return [
        ...named.flatMap(name => {
          const each = child(source, name) ?? {};
          return [...sourceProblems(name, each, at, path), ...conflictProblems(each, path, paths)];
        }),
        ...(named.length > 1 ? [forbidden(at, 'may not specify more than 1 volume type per source')] : []),
      ];
    }),
  ];
}

function sourceProblems(name: string, source: Draft, path: string, volume: string): readonly FieldError[] {
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
        // The real server leaves out which source it is.
        ...(text(source, 'path') === ''
          ? [required(`${volume}.path`)]
          : relativePathProblems(text(source, 'path'), `${volume}.path`, true)),
      ];
    default:
      return [];
  }
}

/** Of a Pod, not of a template: without a service account it may not have its tokens. */
export function tokenOwnerProblems(spec: Draft, path: string): readonly FieldError[] {
  if (text(spec, 'serviceAccountName') !== '') return [];
  return items(spec, 'volumes').flatMap((volume, at) =>
    items(child(volume, 'projected'), 'sources').flatMap((source, index) => {
      if (child(source, 'serviceAccountToken') === undefined) return [];
      const place = `${path}.volumes[${at}].projected.sources[${index}].serviceAccountToken`;
      return [forbidden(place, 'must not be specified when serviceAccountName is not set')];
    }),
  );
}

function tokenProblems({ expirationSeconds: seconds }: Draft, path: string): readonly FieldError[] {
  if (typeof seconds !== 'number') return [];
  const at = `${path}.expirationSeconds`;
  if (seconds < 600) return [invalid(at, seconds, 'may not specify a duration less than 10 minutes')];
  return seconds > 2 ** 32 ? [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
}

/** Two sources of a volume may not write the same file. */
function conflictProblems(source: Draft, path: string, paths: Set<string>): readonly FieldError[] {
  return items(source, 'items').flatMap(each => {
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
