// The object in the body of a request: read, and checked against the kind that the URL is about.
import { readObjectMeta } from '../../schema/coerce-metadata.js';
import { prune } from '../../schema/prune.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import { JsonTextError, NumberRangeError, type ParsedJson, parseJson } from '../http/json-text.js';
import { parseYaml, YamlTextError } from '../http/yaml-text.js';
import type { ApiObject } from '../object/api-object.js';
import { cannotUnmarshal, NO_TYPE, TYPE_META } from '../object/go-text.js';
import { isJsonObject } from '../object/json.js';
import { badRequest, invalidObject, unsupportedMediaType } from '../object/refusals.js';
import { decodeProtobufRequest, PROTOBUF_MEDIA_TYPE } from '../protobuf/decode-request.js';
import { ProtobufError } from '../protobuf/protobuf-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import { refuseRounded } from './exact-numbers.js';
import { type FieldReport, reportFields } from './field-validation.js';

/** The kind that a body is expected to have. */
export type ExpectedType = Pick<ResourceType, 'group' | 'version' | 'kind' | 'custom' | 'schema' | 'decode'>;

/** How a body is to be read. */
export interface BodyOptions extends FieldReport {
  readonly contentType: string | undefined;
}

const MEDIA_TYPES = ['application/json', 'application/yaml', PROTOBUF_MEDIA_TYPE];

/**
 * The object of a create or an update. Built-in kinds may leave `apiVersion` and `kind` out. Unknown and duplicate fields
 * are told or refused, as the field validation says; unknown ones are still there.
 * @throws StatusError 400, 415, 422
 */
export function requestObject(body: Buffer, type: ExpectedType, options: BodyOptions): ApiObject {
  const mediaType =
    (options.contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() || 'application/json';
  if (!MEDIA_TYPES.includes(mediaType)) throw unsupportedMediaType(accepted(type));
  if (mediaType === PROTOBUF_MEDIA_TYPE) {
    if (type.custom) throw unsupportedMediaType(accepted(type));
    return checkedObject(fromProtobuf(body, type), [], type, options);
  }
  const sent = parsed(body, mediaType, type);
  refuseRounded(sent, type);
  return checkedObject(typedObject(sent.value, body, type), sent.duplicates, type, options);
}

/** What a patch made of an object, checked as if it had been sent. */
export function checkedObject(
  value: Json,
  duplicates: readonly string[],
  type: ExpectedType,
  options: FieldReport,
): ApiObject {
  const object = withKind(isJsonObject(value) ? value : {}, type);
  const metadata = metadataOf(object, type);
  const { unknownFields } = prune(object, type.schema);
  reportFields(type, { duplicates, unknown: unknownFields }, options);
  return { ...object, metadata: { name: '', ...metadata } } as unknown as ApiObject;
}

/** @throws StatusError 400 when it is not of the types that metadata has */
function metadataOf(object: JsonObject, type: ExpectedType): JsonObject {
  // Built-in kinds are decoded as a whole, which tells more of where something is.
  try {
    type.decode?.(object);
  } catch (error) {
    if (error instanceof Error && error.name === 'GoDecodeError') throw cannotBeHandled(type, error.message);
    throw error;
  }
  const metadata = readObjectMeta(object.metadata ?? {});
  if ('problem' in metadata) throw cannotBeHandled(type, metadata.problem);
  return metadata.value;
}

/** @throws StatusError 400 in the words of Go's decoder */
export function cannotBeHandled({ version, kind }: ExpectedType, why: string): Error {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}

function accepted({ custom }: ExpectedType): readonly string[] {
  return custom ? ['application/json', 'application/yaml'] : MEDIA_TYPES;
}

function parsed(body: Buffer, mediaType: string, type: ExpectedType): ParsedJson {
  const text = body.toString();
  try {
    return mediaType === 'application/yaml' ? parseYaml(text) : parseJson(text);
  } catch (error) {
    if (error instanceof NumberRangeError) throw cannotBeHandled(type, error.message);
    if (error instanceof YamlTextError) throw unrecognized(type, error.message, body);
    if (error instanceof JsonTextError) throw unrecognized(type, `${NO_TYPE}${error.message}`, body);
    throw error;
  }
}

/** The value as an object whose type can be read, as Go reads that before anything else. @throws StatusError 400 */
function typedObject(value: Json, body: Buffer, type: ExpectedType): JsonObject {
  if (value === null) return typedObject({}, body, type);
  if (!isJsonObject(value)) {
    throw unrecognized(type, `${NO_TYPE}${cannotUnmarshal(value, `value of type ${TYPE_META}`)}`, body);
  }
  const odd = (['apiVersion', 'kind'] as const).find(name => !['string', 'undefined'].includes(typeof value[name]));
  if (odd !== undefined && value[odd] !== null) {
    throw unrecognized(
      type,
      `${NO_TYPE}${cannotUnmarshal(value[odd] ?? null, `struct field .${odd} of type string`)}`,
      body,
    );
  }
  if (String(value.apiVersion ?? '').split('/').length > 2) {
    throw unrecognized(type, `unexpected GroupVersion string: ${String(value.apiVersion)}`, body);
  }
  if (type.custom && (value.kind ?? '') === '') {
    const text = body.toString().trim();
    throw unrecognized(type, `Object 'Kind' is missing in '${text}'`, body);
  }
  return value;
}

function fromProtobuf(body: Buffer, type: ExpectedType): Json {
  const { group, version, kind } = type;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  try {
    return decodeProtobufRequest(body, { apiVersion, kind });
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    if (error.type === undefined) throw unrecognized(type, error.message, body);
    const sent = `${error.type.kind} in version ${JSON.stringify(error.type.apiVersion.split('/').at(-1))}`;
    throw badRequest(`${sent} cannot be handled as a ${type.kind}: ${error.message}`);
  }
}

/** The start of the body, as the API server quotes it. */
function unrecognized({ kind }: ExpectedType, why: string, body: Buffer): Error {
  const start = body.subarray(0, QUOTED_BYTES);
  const shown = start[0] === OPEN_BRACE ? start.toString() : start.toString('hex');
  const cut = body.length > start.length ? ' ...' : '';
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): ${why} (${body.length === 0 ? '<empty>' : shown + cut})`,
  );
}

const QUOTED_BYTES = 30;
const OPEN_BRACE = 0x7b;

function withKind(value: JsonObject, type: ExpectedType): JsonObject {
  const { group, version, kind, custom } = type;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const [sentVersion, sentKind] = [value.apiVersion ?? '', value.kind ?? ''];
  if (custom) {
    if (sentKind === '') throw badRequest(`Object 'Kind' is missing in '${JSON.stringify(value)}'`);
    if (sentVersion !== apiVersion) {
      const why = `the API version in the data (${sentVersion}) does not match the expected API version (${apiVersion})`;
      throw badRequest(why);
    }
    if (sentKind !== kind) throw otherKind(type, String(sentKind), value);
    return value;
  }
  if (sentKind !== '' && sentKind !== kind) {
    const from = `${String(sentVersion).split('/').at(-1)}.${sentKind}`;
    const target = `${group === '' ? 'core' : group.split('.')[0]}.${kind}`;
    const why = `converting (${from}) to (${target}): unknown conversion`;
    const sent = `${sentKind} in version ${JSON.stringify(String(sentVersion).split('/').at(-1))}`;
    throw badRequest(`${sent} cannot be handled as a ${kind}: ${why}`);
  }
  if (sentVersion !== '' && sentVersion !== apiVersion) {
    const why = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(sentVersion)} in scheme "pkg/runtime/scheme.go:111"`;
    throw cannotBeHandled({ ...type, version: String(sentVersion).split('/').at(-1) ?? '' }, why);
  }
  return { apiVersion, kind, ...value, ...(sentVersion === '' && { apiVersion }), ...(sentKind === '' && { kind }) };
}

function otherKind({ group, kind }: ExpectedType, sent: string, value: JsonObject): Error {
  const name = isJsonObject(value.metadata) ? String(value.metadata.name ?? '') : '';
  const detail = `must be ${kind}`;
  const message = `Invalid value: ${JSON.stringify(sent)}: ${detail}`;
  return invalidObject({ group, kind: sent }, name, [{ reason: 'FieldValueInvalid', field: 'kind', message }]);
}
