// Checks metadata that is well-typed: names, labels, annotations, owner references and finalizers.
import { type FieldError, invalid, invalidShown, tooLong } from './field-error.js';
import { child, index } from './field-path.js';
import { goJson } from './go-text.js';
import { isList, isObject, own } from './json.js';
import { labelProblems, labelValueProblems, pathSegmentProblems, qualifiedNameProblems } from './names.js';
import type { Json, JsonObject } from './structural-schema.js';

const ANNOTATIONS_MAX_BYTES = 256 * 1024;

/** What is wrong with the metadata of an embedded resource. Neither name nor namespace has to be there. */
export function embeddedMetadataErrors(metadata: Json, path: string): readonly FieldError[] {
  if (!isObject(metadata)) return [];
  const [name, generateName, namespace] = [
    text(metadata, 'name'),
    text(metadata, 'generateName'),
    text(metadata, 'namespace'),
  ];
  return [
    ...told(child(path, 'generateName'), generateName, pathSegmentProblems(generateName, true)),
    ...told(child(path, 'name'), name, pathSegmentProblems(name)),
    ...(namespace === '' ? [] : told(child(path, 'namespace'), namespace, labelProblems(namespace))),
    ...generationErrors(metadata, path),
    ...commonMetadataErrors(metadata, path),
  ];
}

/** What is wrong with labels, annotations, owner references, finalizers and managed fields, of objects of any kind. */
export function commonMetadataErrors(metadata: JsonObject, path: string): readonly FieldError[] {
  return [
    ...labelErrors(own(metadata, 'labels'), child(path, 'labels')),
    ...annotationErrors(own(metadata, 'annotations'), child(path, 'annotations')),
    ...ownerReferenceErrors(own(metadata, 'ownerReferences'), child(path, 'ownerReferences')),
    ...finalizerErrors(own(metadata, 'finalizers'), child(path, 'finalizers')),
    ...managedFieldsErrors(own(metadata, 'managedFields'), child(path, 'managedFields')),
  ];
}

function generationErrors(metadata: JsonObject, path: string): readonly FieldError[] {
  const generation = own<Json>(metadata, 'generation');
  if (typeof generation !== 'number' || generation >= 0) return [];
  return [invalid(child(path, 'generation'), generation, 'must be greater than or equal to 0')];
}

/** What is wrong with the keys and values of labels. */
export function labelErrors(labels: Json | undefined, path: string): readonly FieldError[] {
  if (!isObject(labels)) return [];
  return Object.entries(labels).flatMap(([name, value]) => [
    ...told(path, name, qualifiedNameProblems(name)),
    ...(typeof value === 'string' ? told(path, value, labelValueProblems(value)) : []),
  ]);
}

/** What is wrong with the keys of annotations, and with their size. */
export function annotationErrors(annotations: Json | undefined, path: string): readonly FieldError[] {
  if (!isObject(annotations)) return [];
  const bytes = (each: string) => new TextEncoder().encode(each).length;
  const size = Object.entries(annotations).reduce((sum, [name, value]) => sum + bytes(name) + bytes(String(value)), 0);
  return [
    ...Object.keys(annotations).flatMap(name => told(path, name, qualifiedNameProblems(name.toLowerCase()))),
    ...(size > ANNOTATIONS_MAX_BYTES ? [tooLong(path, ANNOTATIONS_MAX_BYTES)] : []),
  ];
}

function ownerReferenceErrors(references: Json | undefined, path: string): readonly FieldError[] {
  if (!isList(references)) return [];
  const owners = references.filter(isObject);
  const controllers = owners.filter(owner => own<Json>(owner, 'controller') === true);
  const [first] = controllers;
  const called = (owner: JsonObject) => `${text(owner, 'kind')}/${text(owner, 'name')}`;
  return [
    ...owners.flatMap(owner => ownerErrors(owner, path)),
    ...controllers.slice(1).map(other => {
      const both = `${called(first ?? {})} and ${called(other)}`;
      const what = `Only one reference can have Controller set to true. Found "true" in references for ${both}`;
      return invalidShown(path, `[${owners.map(ownerText).join(',')}]`, what);
    }),
  ];
}

function ownerErrors(owner: JsonObject, path: string): readonly FieldError[] {
  const apiVersion = text(owner, 'apiVersion');
  const empty = ['kind', 'name', 'uid'].filter(name => text(owner, name) === '');
  return [
    ...(versionIn(apiVersion) === ''
      ? [invalid(child(path, 'apiVersion'), apiVersion, 'version must not be empty')]
      : []),
    ...empty.map(name => invalid(child(path, name), '', 'must not be empty')),
    ...(['v1', '/v1'].includes(apiVersion) && text(owner, 'kind') === 'Event'
      ? [invalidShown(path, ownerText(owner), '/v1, Kind=Event is disallowed from being an owner')]
      : []),
  ];
}

/** What has more than a group and a version has none. */
function versionIn(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts.at(-1) ?? '');
}

const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion'];

/** A reference as Go writes the struct: fields in the order of their declaration. */
function ownerText(owner: JsonObject): string {
  const fields = OWNER_FIELDS.flatMap(name => {
    const value = own<Json>(owner, name);
    return value === undefined ? [] : [`"${name}":${goJson(value)}`];
  });
  return `{${fields.join(',')}}`;
}

function finalizerErrors(finalizers: Json | undefined, path: string): readonly FieldError[] {
  if (!isList(finalizers)) return [];
  const names = finalizers.filter(each => typeof each === 'string');
  const both = names.includes('orphan') && names.includes('foregroundDeletion');
  return [
    ...names.flatMap(name => told(path, name, qualifiedNameProblems(name))),
    ...(both ? [invalid(path, names, 'finalizer orphan and foregroundDeletion cannot be both set')] : []),
  ];
}

function managedFieldsErrors(entries: Json | undefined, path: string): readonly FieldError[] {
  if (!isList(entries)) return [];
  return entries.flatMap((entry, at) => {
    if (!isObject(entry)) return [];
    const [operation, fieldsType] = [text(entry, 'operation'), text(entry, 'fieldsType')];
    const operationPath = child(index(path, at), 'operation');
    const fieldsTypePath = child(index(path, at), 'fieldsType');
    return [
      ...(['Apply', 'Update'].includes(operation)
        ? []
        : [invalid(operationPath, operation, 'must be `Apply` or `Update`')]),
      ...(['', 'FieldsV1'].includes(fieldsType) ? [] : [invalid(fieldsTypePath, fieldsType, 'must be `FieldsV1`')]),
    ];
  });
}

function told(path: string, value: string, problems: readonly string[]): readonly FieldError[] {
  return problems.map(problem => invalid(path, value, problem));
}

function text(object: JsonObject, name: string): string {
  const value = own<Json>(object, name);
  return typeof value === 'string' ? value : '';
}
