// The rules for single keywords of a definition's schema, in the words of the API server.
import { type DeclaredSchema, furtherOf, hasDefault, itemsOf } from './declared-schema.js';
import { type FieldError, forbidden, invalid, notSupported } from './field-error.js';
import { child, index, key } from './field-path.js';
import { listTypeKeywordErrors } from './list-type-keywords.js';
import { ruleErrors } from './rule-errors.js';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const META_FIELDS = ['metadata', 'kind', 'apiVersion'];

/** What depends on where a schema stands. */
interface Place {
  readonly path: string;
  /** Why there must be no defaults; undefined where there may be. */
  readonly noDefaults?: string;
  /** Whether it is within the type or metadata of a resource. */
  readonly inMeta: boolean;
  readonly sound: (schema: DeclaredSchema) => void;
}

/**
 * What is wrong with the keywords of a whole object's schema, and of all schemas below it.
 * @param sound for each schema that may have rules and has no errors, nor any below it, those below first
 */
export function keywordErrors(
  schema: DeclaredSchema,
  path: string,
  sound: (schema: DeclaredSchema) => void = () => {},
): readonly FieldError[] {
  return errorsIn(schema, { path, inMeta: false, sound }, true);
}

function errorsIn(schema: DeclaredSchema, place: Place, isRoot: boolean): readonly FieldError[] {
  const { path } = place;
  const at = (name: string): Place => ({ ...place, path: child(path, name) });
  const each = (choices: readonly DeclaredSchema[] | undefined, name: string) =>
    (choices ?? []).flatMap((choice, nth) =>
      errorsIn(choice, { ...place, path: index(child(path, name), nth) }, false),
    );
  const items = itemsOf(schema);
  const preserve = 'x-kubernetes-preserve-unknown-fields';
  const errors = [
    ...unsupportedErrors(schema, place),
    ...(schema.uniqueItems ? [forbidden(child(path, 'uniqueItems'), UNIQUE_ITEMS)] : []),
    ...additionalErrors(schema, place),
    ...propertyErrors(schema, place, isRoot),
    ...(schema.not === undefined ? [] : errorsIn(schema.not, at('not'), false)),
    ...each(schema.allOf, 'allOf'),
    ...each(schema.oneOf, 'oneOf'),
    ...each(schema.anyOf, 'anyOf'),
    ...Object.entries(schema.definitions ?? {}).flatMap(([name, definition]) =>
      errorsIn(definition, { ...place, path: key(child(path, 'definitions'), name) }, false),
    ),
    ...(items === undefined
      ? each(schema.items as readonly DeclaredSchema[] | undefined, 'items')
      : errorsIn(items, at('items'), false)),
    ...Object.entries(schema.dependencies ?? {}).flatMap(([name, dependency]) =>
      typeof dependency !== 'object' || dependency === null || Array.isArray(dependency)
        ? []
        : errorsIn(dependency as DeclaredSchema, { ...place, path: key(child(path, 'dependencies'), name) }, false),
    ),
    ...(schema[preserve] === false ? [invalid(child(path, preserve), false, 'must be true or undefined')] : []),
    ...listTypeKeywordErrors(schema, path),
    ...ruleErrors(schema, path),
  ];
  if (errors.length === 0) place.sound(schema);
  return errors;
}

const UNIQUE_ITEMS = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';

function unsupportedErrors(schema: DeclaredSchema, { path, noDefaults, inMeta }: Place): readonly FieldError[] {
  const { type = '' } = schema;
  const unsupported: readonly [name: string, said: boolean][] = [
    ['id', (schema.id ?? '') !== ''],
    ['additionalItems', schema.additionalItems !== undefined],
    ['patternProperties', Object.keys(schema.patternProperties ?? {}).length > 0],
    ['definitions', Object.keys(schema.definitions ?? {}).length > 0],
    ['dependencies', schema.dependencies !== undefined],
    ['$ref', schema.$ref !== undefined],
  ];
  return [
    ...(type !== '' && !TYPES.includes(type) ? [notSupported(child(path, 'type'), type, TYPES)] : []),
    ...(hasDefault(schema) && noDefaults !== undefined
      ? [forbidden(child(path, 'default'), `must not be set ${noDefaults}`)]
      : []),
    ...unsupported.filter(([, said]) => said).map(([name]) => forbidden(child(path, name), `${name} is not supported`)),
    ...(type === 'null'
      ? [forbidden(child(path, 'type'), 'type cannot be set to null, use nullable as an alternative')]
      : []),
    ...(Array.isArray(schema.items) && schema.items.length > 0
      ? [forbidden(child(path, 'items'), 'items must be a schema object and not an array')]
      : []),
    ...(inMeta && schema['x-kubernetes-embedded-resource']
      ? [forbidden(child(path, 'x-kubernetes-embedded-resource'), 'must not be used inside of resource meta')]
      : []),
  ];
}

function additionalErrors(schema: DeclaredSchema, place: Place): readonly FieldError[] {
  const { additionalProperties, properties = {} } = schema;
  if (additionalProperties === undefined) return [];
  const path = child(place.path, 'additionalProperties');
  const both = Object.keys(properties).length > 0 && additionalProperties !== true;
  const further = furtherOf(schema);
  // What a default in a map would be pruned to depends on the names that are there.
  const noDefaults = place.inMeta ? { noDefaults: 'inside additionalProperties applying to object metadata' } : {};
  return [
    ...(both ? [forbidden(path, 'additionalProperties and properties are mutual exclusive')] : []),
    ...(further === undefined ? [] : errorsIn(further, { ...place, ...noDefaults, path }, false)),
  ];
}

function propertyErrors(schema: DeclaredSchema, place: Place, isRoot: boolean): readonly FieldError[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const meta = (isRoot || schema['x-kubernetes-embedded-resource'] === true) && META_FIELDS.includes(name);
    const noDefaults = meta && isRoot ? { noDefaults: `in top-level ${name}` } : {};
    const path = key(child(place.path, 'properties'), name);
    return errorsIn(property, { ...place, ...noDefaults, inMeta: place.inMeta || meta, path }, false);
  });
}
