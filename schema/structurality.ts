// The rules that make a schema a structural one, in the words of the API server.
import { type DeclaredSchema, furtherOf, hasDefault, itemsOf } from './declared-schema.js';
import { type FieldError, fieldErrorText, forbidden, invalid, required } from './field-error.js';
import { child, index, key } from './field-path.js';
import { own } from './json.js';
import { checkPattern } from './pattern.js';

/** Where a schema stands: at the root, as items, or as a field. */
type Level = 'field' | 'item' | 'root';

/**
 * What keeps a schema from being structural: types that are missing, keywords in `allOf`, `anyOf`, `oneOf` and `not` that
 * are none of value validations, odd embedded resources, metadata that is restricted. Sorted by their texts.
 */
export function structuralityErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const errors = [...schemaErrors(schema, 'root', path), ...incompleteErrors(schema, schema, path, path)];
  return errors.toSorted((a, b) => (fieldErrorText(a) < fieldErrorText(b) ? -1 : 1));
}

function schemaErrors(schema: DeclaredSchema, level: Level, path: string): readonly FieldError[] {
  const items = itemsOf(schema);
  const further = furtherOf(schema);
  return [
    ...(schema.type === 'array' && items === undefined ? [required(child(path, 'items'), 'must be specified')] : []),
    ...(items === undefined ? [] : schemaErrors(items, 'item', child(path, 'items'))),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      schemaErrors(property, 'field', key(child(path, 'properties'), name)),
    ),
    ...additionalErrors(schema, level, path),
    ...(further === undefined ? [] : schemaErrors(further, 'field', child(path, 'additionalProperties'))),
    ...extensionErrors(schema, path),
    ...valueValidationErrors(schema, path, intOrStringForm(schema)),
    ...typeErrors(schema, level, path),
    ...metaFieldErrors(schema, level, path),
  ];
}

function additionalErrors(schema: DeclaredSchema, level: Level, path: string): readonly FieldError[] {
  if (schema.additionalProperties === undefined) return [];
  const at = child(path, 'additionalProperties');
  return [
    ...(level === 'root' ? [forbidden(at, 'must not be used at the root')] : []),
    ...(schema['x-kubernetes-embedded-resource']
      ? [forbidden(at, 'must not be used if x-kubernetes-embedded-resource is set')]
      : []),
  ];
}

function extensionErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  if (!schema['x-kubernetes-int-or-string']) return [];
  const others = ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const;
  return others
    .filter(name => schema[name] === true)
    .map(name => invalid(child(path, name), true, 'must be false if x-kubernetes-int-or-string is true'));
}

function typeErrors(schema: DeclaredSchema, level: Level, path: string): readonly FieldError[] {
  const { type = '' } = schema;
  const at = child(path, 'type');
  const ofRoot =
    level === 'root' && type !== '' && type !== 'object' ? [invalid(at, type, 'must be object at the root')] : [];
  if (schema['x-kubernetes-embedded-resource']) {
    const rule = 'must be object if x-kubernetes-embedded-resource is true';
    if (type === 'object') return ofRoot;
    return [type === '' ? required(at, rule) : invalid(at, type, rule), ...ofRoot];
  }
  const untyped = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields'];
  return type === '' && !untyped ? [required(at, UNTYPED[level])] : ofRoot;
}

const UNTYPED: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function metaFieldErrors(schema: DeclaredSchema, level: Level, path: string): readonly FieldError[] {
  const { properties = {}, 'x-kubernetes-embedded-resource': embedded = false } = schema;
  const isResource = level === 'root' || embedded;
  const at = (name: string) => key(child(path, 'properties'), name);
  const texts = ['kind', 'apiVersion'].flatMap(name => {
    const field = own(properties, name);
    if (!isResource || field === undefined || field.type === 'string') return [];
    return [invalid(child(at(name), 'type'), field.type ?? '', 'must be string')];
  });
  const metadata = own(properties, 'metadata');
  const empty = Object.keys(properties).length === 0;
  const rule =
    'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  return [
    ...texts,
    ...(metadata !== undefined && isResource && metadata.type !== 'object'
      ? [invalid(child(at('metadata'), 'type'), metadata.type ?? '', 'must be object')]
      : []),
    ...(metadata !== undefined && level === 'root' && restricts(metadata)
      ? [forbidden(at('metadata'), RESTRICTED)]
      : []),
    ...(embedded && !schema['x-kubernetes-preserve-unknown-fields'] && empty
      ? [required(child(path, 'properties'), rule)]
      : []),
  ];
}

const RESTRICTED = 'must not specify anything other than name and generateName, but metadata is implicitly specified';

/** Whether the schema of the root's metadata says more than what its names look like. */
function restricts(metadata: DeclaredSchema): boolean {
  const { type: _, default: __, properties = {}, ...others } = metadata;
  const more = Object.keys(properties).some(name => name !== 'name' && name !== 'generateName');
  return more || Object.values(others).some(isSaid);
}

function isSaid(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== false &&
    value !== '' &&
    !(Array.isArray(value) && value.length === 0)
  );
}

/** Which of the two forms an int-or-string is written in: types are allowed there alone. */
type IntOrStringForm = 'allOf' | 'anyOf' | undefined;

function intOrStringForm({ anyOf, allOf }: DeclaredSchema): IntOrStringForm {
  if (isIntOrString(anyOf)) return 'anyOf';
  return isIntOrString(allOf?.[0]?.anyOf) ? 'allOf' : undefined;
}

function isIntOrString(choices: readonly DeclaredSchema[] | undefined): boolean {
  const said = choices?.map(choice => Object.entries(choice).filter(([, value]) => isSaid(value)));
  return JSON.stringify(said) === '[[["type","integer"]],[["type","string"]]]';
}

function valueValidationErrors(schema: DeclaredSchema, path: string, form: IntOrStringForm): readonly FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = '' } = schema;
  const nested = (choices: readonly DeclaredSchema[], name: string, formOf: (at: number) => IntOrStringForm) =>
    choices.flatMap((choice, at) => nestedErrors(choice, index(child(path, name), at), formOf(at)));
  const check = pattern === '' ? { valid: true as const } : checkPattern(pattern);
  return [
    ...(form === 'anyOf' ? [] : nested(anyOf, 'anyOf', () => undefined)),
    ...nested(allOf, 'allOf', at => (form === 'allOf' && at === 0 ? 'anyOf' : undefined)),
    ...nested(oneOf, 'oneOf', () => undefined),
    ...(not === undefined ? [] : nestedErrors(not, child(path, 'not'), undefined)),
    ...(check.valid
      ? []
      : [invalid(child(path, 'pattern'), pattern, `must be a valid regular expression, but isn't: ${check.message}`)]),
  ];
}

/** The keywords that say what a value is, not how it has to be, and what they must be below a combination. */
const STRUCTURE: readonly [keyword: keyof DeclaredSchema, must: 'empty' | 'false' | 'undefined'][] = [
  ['type', 'empty'],
  ['additionalProperties', 'undefined'],
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  ['x-kubernetes-preserve-unknown-fields', 'false'],
  ['x-kubernetes-embedded-resource', 'false'],
  ['x-kubernetes-int-or-string', 'false'],
  ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'],
  ['x-kubernetes-map-type', 'undefined'],
  ['x-kubernetes-validations', 'empty'],
];

function nestedErrors(schema: DeclaredSchema, path: string, form: IntOrStringForm): readonly FieldError[] {
  const { properties = {} } = schema;
  const items = itemsOf(schema);
  return [
    ...valueValidationErrors(schema, path, form),
    ...(items === undefined ? [] : nestedErrors(items, child(path, 'items'), undefined)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      nestedErrors(property, key(child(path, 'properties'), name), undefined),
    ),
    ...STRUCTURE.filter(([keyword]) => isSaid(schema[keyword])).map(([keyword, must]) =>
      forbidden(child(path, keyword), `must be ${must} to be structural`),
    ),
    ...(hasDefault(schema) ? [forbidden(child(path, 'default'), 'must be undefined to be structural')] : []),
    ...(Object.hasOwn(properties, 'metadata')
      ? [forbidden(key(child(path, 'properties'), 'metadata'), 'must not be specified in a nested context')]
      : []),
  ];
}

/**
 * What combinations at the root speak of, and the structure does not have. The server looks at those of the root only;
 * what a field's combinations speak of is not compared with its structure.
 */
function incompleteErrors(
  validation: DeclaredSchema,
  structure: DeclaredSchema | undefined,
  structurePath: string,
  path: string,
): readonly FieldError[] {
  const { not, allOf = [], anyOf = [], oneOf = [] } = validation;
  const each = (choices: readonly DeclaredSchema[], name: string) =>
    choices.flatMap((choice, at) =>
      nestedIncompleteErrors(choice, structure, structurePath, index(child(path, name), at)),
    );
  return [
    ...(not === undefined ? [] : nestedIncompleteErrors(not, structure, structurePath, child(path, 'not'))),
    ...each(allOf, 'allOf'),
    ...each(anyOf, 'anyOf'),
    ...each(oneOf, 'oneOf'),
  ];
}

function nestedIncompleteErrors(
  validation: DeclaredSchema,
  structure: DeclaredSchema | undefined,
  structurePath: string,
  path: string,
): readonly FieldError[] {
  if (structure === undefined) return [required(structurePath, `because it is defined in ${path}`)];
  const items = itemsOf(validation);
  const field = (of: string, name: string) => key(child(of, 'properties'), name);
  return [
    ...incompleteErrors(validation, structure, structurePath, path),
    ...(items === undefined
      ? []
      : nestedIncompleteErrors(items, itemsOf(structure), child(structurePath, 'items'), child(path, 'items'))),
    ...Object.entries(validation.properties ?? {}).flatMap(([name, property]) =>
      nestedIncompleteErrors(property, own(structure.properties, name), field(structurePath, name), field(path, name)),
    ),
  ];
}
