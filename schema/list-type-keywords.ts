// The rules for list types, map types and the keys of list maps.
import { type DeclaredSchema, itemsOf } from './declared-schema.js';
import { type FieldError, forbidden, invalid, notSupported, required } from './field-error.js';
import { child, key } from './field-path.js';
import { own } from './json.js';

/** What is wrong with the list type, the map type and the keys of one schema. */
export function listTypeKeywordErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  return [
    ...mapTypeErrors(schema, path),
    ...(listType === undefined ? [] : typeErrors(schema, 'array', 'x-kubernetes-list-type', path)),
    ...(listType === 'set' && schema.type === 'array' ? setErrors(schema, path) : []),
    ...(listType !== undefined && !['atomic', 'set', 'map'].includes(listType)
      ? [notSupported(child(path, 'x-kubernetes-list-type'), listType, ['atomic', 'set', 'map'])]
      : []),
    ...keysWithoutMapErrors(schema, path),
    ...(listType === 'map' ? listMapErrors(schema, path) : []),
    ...(listType === 'map' || listType === 'set' ? itemErrors(schema, listType, path) : []),
  ];
}

function mapTypeErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType === undefined) return [];
  const wrong = mapType !== 'atomic' && mapType !== 'granular';
  return [
    ...typeErrors(schema, 'object', 'x-kubernetes-map-type', path),
    ...(wrong ? [notSupported(child(path, 'x-kubernetes-map-type'), mapType, ['atomic', 'granular'])] : []),
  ];
}

function typeErrors(schema: DeclaredSchema, wanted: string, keyword: string, path: string): readonly FieldError[] {
  const { type = '' } = schema;
  if (type === wanted) return [];
  const rule = `must be ${wanted} if ${keyword} is specified`;
  return [type === '' ? required(child(path, 'type'), rule) : invalid(child(path, 'type'), type, rule)];
}

/** Items of a set are compared as a whole, so nothing may merge parts of them. */
function setErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const items = itemsOf(schema);
  const listType = items?.['x-kubernetes-list-type'];
  const at = child(path, 'items');
  const rule = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  if (items?.type === 'array' && listType !== undefined && listType !== 'atomic') {
    return [invalid(child(at, 'x-kubernetes-list-type'), listType, rule)];
  }
  if (items?.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    // The server shows the list type of the items here.
    return [invalid(child(at, 'x-kubernetes-map-type'), listType ?? null, rule)];
  }
  return [];
}

function keysWithoutMapErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if ((schema['x-kubernetes-list-map-keys'] ?? []).length === 0 || listType === 'map') return [];
  const at = child(path, 'x-kubernetes-list-type');
  const rule = 'must be map if x-kubernetes-list-map-keys is non-empty';
  return [listType === undefined ? required(at, rule) : invalid(at, listType, rule)];
}

function listMapErrors(schema: DeclaredSchema, path: string): readonly FieldError[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keysPath = child(path, 'x-kubernetes-list-map-keys');
  const itemsPath = child(path, 'items');
  const items = itemsOf(schema);
  const found: FieldError[] = [];
  if (keys.length === 0) found.push(required(keysPath, 'must not be empty if x-kubernetes-list-type is map'));
  if (schema.items === undefined) {
    found.push(required(itemsPath, 'must have a schema if x-kubernetes-list-type is map'));
  }
  if (items === undefined) return found;
  if (items.type !== 'object') {
    const rule = "must be object if parent array's x-kubernetes-list-type is map";
    return [...found, invalid(child(itemsPath, 'type'), items.type ?? '', rule)];
  }
  for (const [at, name] of keys.entries()) {
    const field = own(items.properties, name);
    if (field === undefined) found.push(invalid(keysPath, keys, 'entries must all be names of item properties'));
    if (field?.type === 'array' || field?.type === 'object') {
      const fieldPath = child(key(child(itemsPath, 'properties'), name), 'type');
      const rule = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      found.push(invalid(fieldPath, items.type, rule));
    }
    if (keys.indexOf(name) < at) found.push(invalid(keysPath, keys, 'must not contain duplicate entries'));
  }
  return found;
}

/** Items must be there to be told apart, and so must the keys of a list map. */
function itemErrors(schema: DeclaredSchema, listType: string, path: string): readonly FieldError[] {
  const items = itemsOf(schema);
  if (items === undefined) return [];
  const at = child(path, 'items');
  const found: FieldError[] = [];
  if (items.nullable) {
    found.push(forbidden(child(at, 'nullable'), `cannot be nullable when x-kubernetes-list-type is ${listType}`));
  }
  const keys = listType === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [];
  for (const name of keys) {
    const field = own(items.properties, name);
    if (field === undefined) continue;
    const fieldPath = key(child(at, 'properties'), name);
    const so = 'this property is in x-kubernetes-list-map-keys, so it';
    if (!items.required?.includes(name) && (field.default ?? null) === null) {
      found.push(required(child(fieldPath, 'default'), `${so} must have a default or be a required property`));
    }
    if (field.nullable) found.push(forbidden(child(fieldPath, 'nullable'), `${so} cannot be nullable`));
  }
  return found;
}
