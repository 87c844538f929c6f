// The options of a delete, from its body or else its query.
import type { Json } from '../../schema/structural-schema.js';
import { JsonTextError, parseJson } from '../http/json-text.js';
import { parseYaml, YamlTextError } from '../http/yaml-text.js';
import { cannotUnmarshal, NO_TYPE, TYPE_META } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { badRequest, unsupportedMediaType } from '../object/refusals.js';
import { decodeProtobufRequest, PROTOBUF_MEDIA_TYPE } from '../protobuf/decode-request.js';
import { ProtobufError } from '../protobuf/protobuf-error.js';
import { checkDeleteOptions, type DeleteOptions } from '../strategy/delete-options.js';
import type { ApiRequest } from './api-request.js';
import { truth, whole } from './list-options.js';

/** @throws StatusError 400, 415, 422 */
export function deleteOptions(body: Buffer, { headers, query }: ApiRequest): DeleteOptions {
  const options = body.length === 0 ? fromQuery(query) : fromBody(body, headers['content-type'] ?? 'application/json');
  checkDeleteOptions(options);
  return options;
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const policy = query.get('propagationPolicy') ?? undefined;
  return {
    gracePeriodSeconds: whole(query, 'gracePeriodSeconds'),
    orphanDependents: truth(query, 'orphanDependents'),
    ...(policy !== undefined && { propagationPolicy: policy }),
    ...(query.has('dryRun') && { dryRun: query.getAll('dryRun') }),
  };
}

function fromBody(body: Buffer, contentType: string): DeleteOptions {
  const sent = decoded(body, contentType.split(';')[0]?.trim() ?? '');
  const { kind = '', apiVersion = '' } = sent;
  if (kind !== '' && kind !== 'DeleteOptions') {
    const version = JSON.stringify(apiVersion);
    throw badRequest(
      `no kind ${JSON.stringify(kind)} is registered for version ${version} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  return sentDeleteOptions(sent);
}

/** The options in a body. @throws StatusError 400 for what has another type */
export function sentDeleteOptions(sent: JsonObject): DeleteOptions {
  const { gracePeriodSeconds, preconditions, orphanDependents, propagationPolicy, dryRun } = sent;
  return {
    gracePeriodSeconds: typed(gracePeriodSeconds, 'number', 'DeleteOptions.gracePeriodSeconds', 'int64'),
    orphanDependents: typed(orphanDependents, 'boolean', 'DeleteOptions.orphanDependents', 'bool'),
    propagationPolicy: typed(propagationPolicy, 'string', 'DeleteOptions.propagationPolicy', 'v1.DeletionPropagation'),
    ...((preconditions ?? null) !== null && { preconditions: preconditionsOf(preconditions) }),
    ...((dryRun ?? null) !== null && { dryRun: textsOf(dryRun) }),
  };
}

function decoded(body: Buffer, mediaType: string): JsonObject {
  const value = read(body, mediaType) ?? {};
  if (!isJsonObject(value)) throw badRequest(`${NO_TYPE}${cannotUnmarshal(value, `value of type ${TYPE_META}`)}`);
  for (const name of ['apiVersion', 'kind']) {
    const type = value[name] ?? '';
    if (typeof type === 'string') continue;
    throw badRequest(`${NO_TYPE}${cannotUnmarshal(type, `struct field .${name} of type string`)}`);
  }
  return value;
}

function read(body: Buffer, mediaType: string): Json {
  try {
    return documentOf(body, mediaType);
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(error.message);
    if (error instanceof YamlTextError) throw badRequest(error.message);
    if (error instanceof JsonTextError) throw badRequest(`${NO_TYPE}${error.message}`);
    throw error;
  }
}

function documentOf(body: Buffer, mediaType: string): Json {
  const text = () => body.toString();
  switch (mediaType) {
    case 'application/json':
      return parseJson(text()).value;
    case 'application/yaml':
      return parseYaml(text()).value;
    case PROTOBUF_MEDIA_TYPE:
      return decodeProtobufRequest(body, { apiVersion: 'v1', kind: 'DeleteOptions' });
    default:
      throw unsupportedMediaType(['application/json', 'application/yaml', PROTOBUF_MEDIA_TYPE]);
  }
}

interface Types {
  number: number;
  boolean: boolean;
  string: string;
}

function typed<T extends keyof Types>(value: unknown, type: T, field: string, goType: string): Types[T] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === type && !(typeof value === 'number' && !Number.isSafeInteger(value))) return value as Types[T];
  const text = wrongType(value as Json, field, goType);
  // Of a number that is no whole one, Go shows what it was.
  throw badRequest(typeof value === 'number' && type === 'number' ? text.replace('number', `number ${value}`) : text);
}

function wrongType(value: Json, field: string, goType: string): string {
  return cannotUnmarshal(value, `struct field ${field} of type ${goType}`);
}

/** What is not understood must not become a delete without conditions. */
function preconditionsOf(value: Json | undefined): { readonly uid?: string; readonly resourceVersion?: string } {
  const sent = value ?? null;
  if (!isJsonObject(sent)) throw badRequest(wrongType(sent, 'DeleteOptions.preconditions', 'v1.Preconditions'));
  const field = (name: string) => `Preconditions.preconditions.${name}`;
  const uid = typed(sent.uid, 'string', field('uid'), 'types.UID');
  const resourceVersion = typed(sent.resourceVersion, 'string', field('resourceVersion'), 'string');
  return { ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) };
}

function textsOf(value: Json | undefined): readonly string[] {
  const sent = value ?? null;
  if (!isJsonList(sent)) throw badRequest(wrongType(sent, 'DeleteOptions.dryRun', '[]string'));
  return sent.map(each => typed(each, 'string', 'DeleteOptions.dryRun', 'string') ?? '');
}
