// The variables of a container: what they are called, and where they come from.

import { subdomainProblems } from '../../../schema/names.js';
import { type FieldError, invalid, required } from '../../object/field-error.js';
import { child, type Draft, items, text } from '../draft.js';
import { configKeyProblems } from './config-key.js';
import { fieldProblems, resourceFieldProblems, VARIABLE_FIELDS } from './pod-fields.js';
import { dnsLabelProblems, unknownName } from './problems.js';

export function variableProblems(container: Draft, path: string): readonly FieldError[] {
  return [
    ...items(container, 'env').flatMap((each, index) => envProblems(each, `${path}.env[${index}]`)),
    ...items(container, 'envFrom').flatMap((each, index) =>
      envFromProblems(each, `${path}.envFrom[${index}]`, `${path}.envFrom`),
    ),
  ];
}

function envProblems(env: Draft, path: string): readonly FieldError[] {
  const name = text(env, 'name');
  const from = child(env, 'valueFrom');
  return [
    ...(name === '' ? [required(`${path}.name`)] : variableNameProblems(name, `${path}.name`)),
    ...(from === undefined ? [] : valueFromProblems(from, `${path}.valueFrom`, text(env, 'value') !== '')),
  ];
}

function variableNameProblems(name: string, path: string): readonly FieldError[] {
  const detail = "a valid environment variable name must consist only of printable ASCII characters other than '='";
  return /^[ -<>-~]+$/.test(name) ? [] : [invalid(path, name, detail)];
}

const VALUE_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];

/** A variable has one source, and then no value of its own. */
function valueFromProblems(from: Draft, path: string, hasValue: boolean): readonly FieldError[] {
  const sources = VALUE_SOURCES.filter(name => child(from, name) !== undefined);
  const names = VALUE_SOURCES.map(name => `\`${name}\``);
  const none = `must specify one of: ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  const [field, resource] = [child(from, 'fieldRef'), child(from, 'resourceFieldRef')];
  const file = child(from, 'fileKeyRef');
  return [
    ...(field === undefined ? [] : fieldProblems(field, `${path}.fieldRef`, VARIABLE_FIELDS)),
    ...(resource === undefined ? [] : resourceFieldProblems(resource, `${path}.resourceFieldRef`, 'variable')),
    ...['configMapKeyRef', 'secretKeyRef'].flatMap(name => {
      const source = child(from, name);
      return source === undefined ? [] : keySourceProblems(source, `${path}.${name}`);
    }),
    ...(file === undefined ? [] : fileSourceProblems(file, `${path}.fileKeyRef`)),
    ...(sources.length === 0 ? [invalid(path, '', none)] : []),
    ...(sources.length > 0 && hasValue
      ? [invalid(path, '', 'may not be specified when `value` is not empty')]
      : sources.length > 1
        ? [invalid(path, '', 'may not have more than one field specified at a time')]
        : []),
  ];
}

function keySourceProblems(source: Draft, path: string): readonly FieldError[] {
  const name = text(source, 'name');
  const key = text(source, 'key');
  return [
    ...subdomainProblems(name).map(problem => invalid(`${path}.name`, name, problem)),
    ...(key === ''
      ? [required(`${path}.key`)]
      : configKeyProblems(key).map(problem => invalid(`${path}.key`, key, problem))),
  ];
}

/** A line of a file that another container writes. */
function fileSourceProblems(source: Draft, path: string): readonly FieldError[] {
  const [key, volume, file] = ['key', 'volumeName', 'path'].map(name => text(source, name)) as [string, string, string];
  return [
    ...(key === '' ? [required(`${path}.key`)] : variableNameProblems(key, `${path}.key`)),
    ...(volume === '' ? [required(`${path}.volumeName`)] : dnsLabelProblems(volume, `${path}.volumeName`)),
    ...(file === '' ? [required(`${path}.path`)] : []),
    ...(file.split('/').includes('..') ? [invalid(`${path}.path`, file, "must not contain '..'")] : []),
  ];
}

/** Such files are in volumes that begin empty. */
export function fileVariableProblems(spec: Draft, path: string): readonly FieldError[] {
  const volumes = new Map(items(spec, 'volumes').map(volume => [text(volume, 'name'), volume]));
  return ['initContainers', 'containers'].flatMap(list =>
    items(spec, list).flatMap((container, at) =>
      items(container, 'env').flatMap((env, index) => {
        const source = child(env, 'valueFrom', 'fileKeyRef');
        if (source === undefined) return [];
        const name = text(source, 'volumeName');
        const volume = volumes.get(name);
        const place = `${path}.${list}[${at}].env[${index}].valueFrom.fileKeyRef.volumeName`;
        if (volume === undefined) return [unknownName(place, name)];
        return child(volume, 'emptyDir') === undefined
          ? [invalid(place, name, 'referenced volume must be of type emptyDir')]
          : [];
      }),
    ),
  );
}

const MAPS = ['configMapRef', 'secretRef'];

/** @param list where the real server tells that there is no source or more than one */
function envFromProblems(from: Draft, path: string, list: string): readonly FieldError[] {
  const prefix = text(from, 'prefix');
  const sources = MAPS.filter(name => child(from, name) !== undefined);
  return [
    ...(prefix === '' ? [] : variableNameProblems(prefix, `${path}.prefix`)),
    ...sources.flatMap(source => {
      const name = text(child(from, source), 'name');
      const at = `${path}.${source}.name`;
      return name === '' ? [required(at)] : subdomainProblems(name).map(problem => invalid(at, name, problem));
    }),
    ...(sources.length === 0 ? [invalid(list, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
    ...(sources.length > 1 ? [invalid(list, '', 'may not have more than one field specified at a time')] : []),
  ];
}
