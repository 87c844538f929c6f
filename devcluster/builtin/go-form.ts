// What decoding an object into its Go type and encoding it again makes of it: how the server sees built-in kinds.

import { canonicalQuantity } from '../../scalars/quantity.js';
import { isPlainTime, parseGoTime, ZERO_TIME } from '../../schema/formats-time.js';
import type { Json } from '../../schema/structural-schema.js';
import { isJsonObject } from '../object/json.js';
import { isScalar, type MessageField, messageNamed, messageNameOf } from '../protobuf/message-table.js';
import type { DecodedParts } from './decoded-parts.js';
import type { Draft, DraftValue } from './draft.js';

/** An object that Go cannot decode into its kind. The message is that of Go's decoder; the server puts the kind in front. */
export class GoDecodeError extends Error {
  override readonly name = 'GoDecodeError';
}

/**
 * A copy of the object in Go's form: unknown fields are gone, so are nulls, and empty values of fields that JSON leaves
 * out then; fields that are always there are there (`status: {}`). Quantities and times are in their canonical forms.
 * @param known parts that are in that form already, which are taken as they are
 * @throws GoDecodeError for a value of the wrong type
 * @throws Error for a kind that is not built in
 */
export function goForm(object: { readonly [field: string]: Json }, known?: DecodedParts): Draft {
  const { apiVersion, kind } = object;
  const name = messageNameOf(String(apiVersion), String(kind));
  if (name === undefined) throw new Error(`${kind} of ${apiVersion} is not built in`);
  return { kind: String(kind), apiVersion: String(apiVersion), ...objectForm(object, name, undefined, known) };
}

/** The JSON of a message that is zero, such as `{"loadBalancer":{}}`. */
export function zeroForm(type: string): DraftValue {
  if (!isScalar(type)) return type in SPECIAL ? (SPECIAL_ZERO[type] ?? null) : objectForm({}, type, undefined);
  return type === 'string' ? '' : type === 'bool' ? false : type === 'bytes' ? null : 0;
}

/** The steps down to a value, the last one first: they are only told when something is wrong. */
type Path = { readonly above: Path; readonly name: string } | undefined;

function objectForm(value: { readonly [field: string]: Json }, name: string, path: Path, known?: DecodedParts): Draft {
  const draft: Draft = {};
  for (const field of messageNamed(name).fields.values()) {
    if (field.name === '') {
      Object.assign(draft, objectForm(value, field.type, path));
      continue;
    }
    const given = Object.hasOwn(value, field.name) ? (value[field.name] ?? null) : null;
    const form =
      known?.get(field.name) ??
      (given === null ? null : fieldForm(given, field, name, { above: path, name: field.name }));
    const kept = presentForm(form, field);
    if (kept !== undefined) draft[field.name] = kept;
  }
  return draft;
}

function presentForm(form: DraftValue, field: MessageField): DraftValue | undefined {
  switch (field.presence) {
    case 'null':
      return form;
    case 'always':
      return form ?? (field.shape === 'single' ? zeroForm(field.type) : null);
    case 'set':
      return form ?? undefined;
    case 'nonzero':
      return isZero(form) ? undefined : form;
  }
}

function isZero(value: DraftValue): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function fieldForm(value: Json, field: MessageField, struct: string, path: Path): DraftValue {
  if (field.shape === 'list') {
    if (!Array.isArray(value)) throw wrongType(value, struct, path, `[]${goType(field.type)}`);
    return value.map(item => valueForm(item as Json, field.type, struct, path));
  }
  if (field.shape === 'map') {
    if (!isJsonObject(value)) throw wrongType(value, struct, path, `map[string]${goType(field.type)}`);
    const entries = Object.entries(value).map(
      ([key, item]) => [key, valueForm(item, field.type, struct, path)] as const,
    );
    return Object.fromEntries(entries);
  }
  return valueForm(value, field.type, struct, path);
}

function valueForm(value: Json, type: string, struct: string, path: Path): DraftValue {
  const special = SPECIAL[type];
  if (special !== undefined) return special(value, struct, path);
  if (isScalar(type)) return value === null ? zeroForm(type) : scalarForm(value, type, struct, path);
  const message = messageNamed(type);
  if (message.list) {
    const [item] = message.fields.values();
    if (value === null || item === undefined) return null;
    return fieldForm(value, item, struct, path);
  }
  if (value === null) return zeroForm(type);
  if (!isJsonObject(value)) throw wrongType(value, struct, path, goType(type));
  return objectForm(value, type, path);
}

function scalarForm(value: Json, type: string, struct: string, path: Path): DraftValue {
  if (type === 'string') {
    if (typeof value === 'string') return value;
  } else if (type === 'bool') {
    if (typeof value === 'boolean') return value;
  } else if (type === 'bytes') {
    if (typeof value === 'string') return base64(value);
  } else if (typeof value === 'number') {
    if (type === 'double') return value;
    if (Number.isInteger(value) && (type !== 'int32' || value === (value | 0))) return value;
    throw new GoDecodeError(`json: cannot unmarshal number ${value} into ${whereOf(struct, path)} of type ${type}`);
  }
  throw wrongType(value, struct, path, type === 'bytes' ? '[]uint8' : goType(type));
}

/** Values whose Go types read their JSON themselves. */
const SPECIAL: Readonly<Record<string, (value: Json, struct: string, path: Path) => DraftValue>> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': value => (value === null ? null : timeForm(value)),
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': value => (value === null ? null : microTimeForm(value)),
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': anyForm,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': anyForm,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': anyForm,
  'io.k8s.apimachinery.pkg.api.resource.Quantity': value => {
    const text = typeof value === 'number' ? String(value) : value;
    const form = text === null ? '0' : typeof text === 'string' ? canonicalQuantity(text) : undefined;
    if (form !== undefined) return form;
    throw new GoDecodeError(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': (value, struct, path) => {
    return typeof value === 'string' ? value : scalarForm(value, 'int32', struct, path);
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': (value, struct, path) =>
    Array.isArray(value)
      ? value.map(item => valueForm(item as Json, SCHEMA_PROPS, struct, path))
      : valueForm(value, SCHEMA_PROPS, struct, path),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': (value, struct, path) =>
    typeof value === 'boolean' ? value : valueForm(value, SCHEMA_PROPS, struct, path),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': anyForm,
};

const SCHEMA_PROPS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';

const SPECIAL_ZERO: Readonly<Record<string, DraftValue>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': '0',
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 0,
};

/** Nothing looks into it, so nothing changes it either. */
function anyForm(value: Json): DraftValue {
  return value as DraftValue;
}

const MICROS = /[.,](\d{6})[^\d]/;
/** Go's zero time, which it writes as null. */
const ZERO = '0001-01-01T00:00:00Z';

const FIRST_TIME = Date.parse('0000-01-01T00:00:00Z');
const END_OF_TIME = Date.UTC(10_000, 0);

/** The milliseconds of a time, if what is written of it can be read again: Go writes years of five digits, too. */
function writableTime(text: string): number | undefined {
  const time = parseGoTime(text);
  return time === undefined || time < FIRST_TIME || time >= END_OF_TIME ? undefined : time;
}

function secondsText(time: number): string {
  return new Date(time).toISOString().slice(0, -'.000Z'.length);
}

function timeForm(value: Json): DraftValue {
  if (typeof value === 'string' && value !== ZERO && isPlainTime(value)) return value;
  const time = typeof value === 'string' ? writableTime(value) : undefined;
  if (time !== undefined) return time === ZERO_TIME ? null : `${secondsText(time)}Z`;
  throw timeError(value, '2006-01-02T15:04:05Z07:00');
}

function microTimeForm(value: Json): DraftValue {
  const layout = '2006-01-02T15:04:05.000000Z07:00';
  const micros = typeof value === 'string' ? MICROS.exec(value)?.[1] : undefined;
  const time = micros === undefined ? undefined : writableTime(value as string);
  if (time !== undefined) return time === ZERO_TIME && micros === '000000' ? null : `${secondsText(time)}.${micros}Z`;
  throw timeError(value, layout);
}

/** Go names the first part of the layout that does not fit. */
function timeError(value: Json, layout: string): GoDecodeError {
  if (typeof value !== 'string')
    return new GoDecodeError(`json: cannot unmarshal ${jsonType(value)} into Go value of type string`);
  const plain = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?!\.)(.*)$/.exec(value);
  const [left, want] = plain !== null && layout.includes('.') ? [plain[1], '.000000'] : [value, layout.slice(0, 4)];
  const quoted = JSON.stringify(value);
  return new GoDecodeError(`parsing time ${quoted} as ${JSON.stringify(layout)}: cannot parse "${left}" as "${want}"`);
}

function base64(value: string): string {
  const clean = value.replaceAll(/[\r\n]/g, '');
  const wrong = /[^A-Za-z0-9+/=]/.exec(clean);
  if (wrong !== null) throw new GoDecodeError(`illegal base64 data at input byte ${wrong.index}`);
  if (clean.length % 4 !== 0)
    throw new GoDecodeError(`illegal base64 data at input byte ${clean.length - (clean.length % 4)}`);
  return clean;
}

function wrongType(value: Json, struct: string, path: Path, type: string): GoDecodeError {
  return new GoDecodeError(`json: cannot unmarshal ${jsonType(value)} into ${whereOf(struct, path)} of type ${type}`);
}

/** Go names the innermost struct, and the path from the outermost. */
function whereOf(struct: string, path: Path): string {
  return `Go struct field ${struct.slice(struct.lastIndexOf('.') + 1)}${pathText(path)}`;
}

function pathText(path: Path): string {
  return path === undefined ? '' : `${pathText(path.above)}.${path.name}`;
}

function jsonType(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function goType(type: string): string {
  if (type === 'double') return 'float64';
  return isScalar(type) ? type : type.split('.').slice(-2).join('.');
}
