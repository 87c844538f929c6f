// The files in a volume: which keys they come from, where they are, and who may read them.
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { type Draft, items, text } from '../draft.js';

/** The keys that become files, and the modes of those. */
export function fileProblems(source: Draft, path: string): readonly FieldError[] {
  return [
    ...modeProblems(source.defaultMode, `${path}.defaultMode`),
    ...items(source, 'items').flatMap((item, index) => {
      const at = `${path}.items[${index}]`;
      const file = text(item, 'path');
      return [
        ...(text(item, 'key') === '' ? [required(`${at}.key`)] : []),
        ...(file === '' ? [required(`${at}.path`)] : relativePathProblems(file, `${at}.path`, true)),
        ...modeProblems(item.mode, `${at}.mode`),
      ];
    }),
  ];
}

/**
 * Of a path that may not leave the folder that it begins in.
 * @param whole whether it is that of a file in a volume, where names with two dots in front are for the kubelet
 */
export function relativePathProblems(value: string, path: string, whole = false): readonly FieldError[] {
  const reserved = whole && value.startsWith('..') && !value.startsWith('../');
  return [
    ...(value.startsWith('/') ? [invalid(path, value, 'must be a relative path')] : []),
    ...(value.split('/').includes('..') ? [invalid(path, value, "must not contain '..'")] : []),
    ...(reserved ? [invalid(path, value, "must not start with '..'")] : []),
  ];
}

export function modeProblems(mode: unknown, path: string): readonly FieldError[] {
  if (typeof mode !== 'number' || (mode >= 0 && mode <= 0o777)) return [];
  return [invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')];
}
