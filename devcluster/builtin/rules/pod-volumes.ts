// The volumes of a Pod: each has a name of its own, and one source.
import { type FieldError, forbidden, invalid, notSupported, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { duplicate, nameProblems } from './problems.js';

export function volumeProblems(volumes: readonly Draft[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const at = `${path}[${index}]`;
    const name = text(volume, 'name');
    const twice = name !== '' && seen.has(name);
    seen.add(name);
    return [
      ...(twice ? [duplicate(`${at}.name`, name)] : nameProblems(volume, `${at}.name`)),
      ...sourceProblems(volume, at),
    ];
  });
}

function sourceProblems(volume: Draft, path: string): readonly FieldError[] {
  const named = Object.keys(volume).filter(name => name !== 'name' && child(volume, name) !== undefined);
  // The real server looks at this one first.
  const sources = named.includes('emptyDir') ? ['emptyDir', ...named.filter(name => name !== 'emptyDir')] : named;
  return sources.flatMap((name, index) => {
    if (index > 0) return [forbidden(`${path}.${name}`, 'may not specify more than 1 volume type')];
    const source = child(volume, name) ?? {};
    return [
      ...(WANTED[name] ?? []).flatMap(field =>
        text(source, field) === '' ? [required(`${path}.${name}.${field}`)] : [],
      ),
      ...(name === 'hostPath' ? hostPathProblems(source, `${path}.${name}`) : []),
      ...(name === 'secret' || name === 'configMap' ? fileProblems(source, `${path}.${name}`) : []),
    ];
  });
}

/** What sources cannot do without. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  hostPath: ['path'],
  secret: ['secretName'],
  configMap: ['name'],
  persistentVolumeClaim: ['claimName'],
  nfs: ['server', 'path'],
  csi: ['driver'],
};

const HOST_PATHS = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function hostPathProblems(source: Draft, path: string): readonly FieldError[] {
  const where = text(source, 'path');
  const type = text(source, 'type');
  return [
    ...(where.split('/').includes('..') ? [invalid(`${path}.path`, where, "must not contain '..'")] : []),
    ...(HOST_PATHS.includes(type) ? [] : [notSupported(`${path}.type`, type, HOST_PATHS)]),
  ];
}

/** The keys that become files, and the modes of those. */
function fileProblems(source: Draft, path: string): readonly FieldError[] {
  return [
    ...modeProblems(source.defaultMode, `${path}.defaultMode`),
    ...items(source, 'items').flatMap((item, index) => {
      const at = `${path}.items[${index}]`;
      const file = text(item, 'path');
      return [
        ...(text(item, 'key') === '' ? [required(`${at}.key`)] : []),
        ...(file === '' ? [required(`${at}.path`)] : relativePathProblems(file, `${at}.path`)),
        ...modeProblems(item.mode, `${at}.mode`),
      ];
    }),
  ];
}

/** Of a path that may not leave the folder that it begins in. */
export function relativePathProblems(value: string, path: string): readonly FieldError[] {
  if (value.startsWith('/')) return [invalid(path, value, 'must be a relative path')];
  return value.split('/').includes('..') ? [invalid(path, value, "must not contain '..'")] : [];
}

function modeProblems(mode: unknown, path: string): readonly FieldError[] {
  if (typeof mode !== 'number' || (mode >= 0 && mode <= 0o777)) return [];
  return [invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}
