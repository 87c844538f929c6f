// Where containers find volumes: as files, and as devices.
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { relativePathProblems } from './pod-files.js';
import { supportedIfThere, unknownName } from './problems.js';

/** @param volumes by their names */
export function mountProblems(
  container: Draft,
  path: string,
  volumes: ReadonlyMap<string, Draft>,
): readonly FieldError[] {
  const mounts = items(container, 'volumeMounts');
  const devices = items(container, 'volumeDevices');
  return [
    ...fileProblems(container, mounts, devices, path, volumes),
    ...deviceProblems(devices, mounts, `${path}.volumeDevices`, volumes),
  ];
}

function fileProblems(
  container: Draft,
  mounts: readonly Draft[],
  devices: readonly Draft[],
  path: string,
  volumes: ReadonlyMap<string, Draft>,
): readonly FieldError[] {
  const list = `${path}.volumeMounts`;
  const seen = new Set<string>();
  const asDevice = { names: valuesOf(devices, 'name'), paths: valuesOf(devices, 'devicePath') };
  return mounts.flatMap((mount, index) => {
    const at = `${list}[${index}]`;
    const name = text(mount, 'name');
    const where = text(mount, 'mountPath');
    const both = text(mount, 'subPath') !== '' && text(mount, 'subPathExpr') !== '';
    const twice = seen.has(where);
    seen.add(where);
    return [
      ...nameProblems(name, `${at}.name`, volumes),
      ...(where === '' ? [required(`${at}.mountPath`)] : []),
      ...(twice ? [invalid(`${at}.mountPath`, where, 'must be unique')] : []),
      ...(asDevice.names.has(name) ? [invalid(`${at}.name`, name, 'must not already exist in volumeDevices')] : []),
      ...(asDevice.paths.has(where)
        ? [invalid(`${at}.mountPath`, where, 'must not already exist as a path in volumeDevices')]
        : []),
      ...(both
        ? [invalid(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive')]
        : []),
      // The real server does not say of which one these are.
      ...relativePathProblems(text(mount, 'subPath'), `${list}.subPath`),
      ...relativePathProblems(text(mount, 'subPathExpr'), `${list}.subPathExpr`),
      ...propagationProblems(mount, list, child(container, 'securityContext')?.privileged === true),
      ...readOnlyProblems(mount, list),
    ];
  });
}

function propagationProblems(mount: Draft, path: string, privileged: boolean): readonly FieldError[] {
  const known = ['Bidirectional', 'HostToContainer', 'None'];
  if (mount.mountPropagation === 'Bidirectional' && !privileged) {
    const why = 'Bidirectional mount propagation is available only to privileged containers';
    return [forbidden(`${path}.mountPropagation`, why)];
  }
  return supportedIfThere(mount, path, 'mountPropagation', known);
}

function readOnlyProblems(mount: Draft, path: string): readonly FieldError[] {
  const mode = mount.recursiveReadOnly;
  const at = `${path}.recursiveReadOnly`;
  if (typeof mode !== 'string' || mode === 'Disabled') return [];
  if (mode !== 'Enabled' && mode !== 'IfPossible')
    return [notSupported(at, mode, ['Disabled', 'Enabled', 'IfPossible'])];
  const propagation = mount.mountPropagation ?? 'None';
  return [
    ...(mount.readOnly === true ? [] : [forbidden(at, 'may only be specified when readOnly is true')]),
    ...(propagation === 'None'
      ? []
      : [forbidden(at, 'may only be specified when mountPropagation is None or not specified')]),
  ];
}

function deviceProblems(
  devices: readonly Draft[],
  mounts: readonly Draft[],
  path: string,
  volumes: ReadonlyMap<string, Draft>,
): readonly FieldError[] {
  const asFiles = { names: valuesOf(mounts, 'name'), paths: valuesOf(mounts, 'mountPath') };
  const seen = { names: new Set<string>(), paths: new Set<string>() };
  return devices.flatMap((device, index) => {
    const at = `${path}[${index}]`;
    const name = text(device, 'name');
    const where = text(device, 'devicePath');
    const volume = volumes.get(name);
    const isFiles = volume !== undefined && !('persistentVolumeClaim' in volume || 'ephemeral' in volume);
    const files = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
    const problems = [
      ...nameProblems(name, `${at}.name`, volumes),
      ...(seen.names.has(name) ? [invalid(`${at}.name`, name, 'must be unique')] : []),
      ...(isFiles ? [invalid(`${at}.name`, name, files)] : []),
      ...(where === '' ? [required(`${at}.devicePath`)] : []),
      ...(seen.paths.has(where) ? [invalid(`${at}.devicePath`, where, 'must be unique')] : []),
      ...(where.split('/').includes('..')
        ? [invalid(`${at}.devicePath`, where, "can not contain backsteps ('..')")]
        : []),
      ...(asFiles.names.has(name) ? [invalid(`${at}.name`, name, 'must not already exist in volumeMounts')] : []),
      ...(asFiles.paths.has(where)
        ? [invalid(`${at}.devicePath`, where, 'must not already exist as a path in volumeMounts')]
        : []),
    ];
    seen.names.add(name);
    seen.paths.add(where);
    return problems;
  });
}

function nameProblems(name: string, path: string, volumes: ReadonlyMap<string, Draft>): readonly FieldError[] {
  return [...(name === '' ? [required(path)] : []), ...(volumes.has(name) ? [] : [unknownName(path, name)])];
}

function valuesOf(list: readonly Draft[], field: string): ReadonlySet<string> {
  return new Set(list.map(each => text(each, field)));
}
