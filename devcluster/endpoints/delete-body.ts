// The options of a delete, from its body or else its query.
import type { Json } from '../../schema/structural-schema.js';
import { JsonTextError, parseJson } from '../http/json-text.js';
import { parseYaml, YamlTextError } from '../http/yaml-text.js';
import { cannotUnmarshal, NO_TYPE, TYPE_META } from '../object/go-text.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
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
    gracePeriodSeconds: typed(gracePeriodSeconds, 'number', 'gracePeriodSeconds', 'int64'),
    orphanDependents: typed(orphanDependents, 'boolean', 'orphanDependents', 'bool'),
    propagationPolicy: typed(propagationPolicy, 'string', 'propagationPolicy', 'v1.DeletionPropagation'),
    ...(isJsonObject(preconditions) && { preconditions: textsOf(preconditions) }),
    ...(Array.isArray(dryRun) && { dryRun: dryRun.map(String) }),
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
  const number = typeof value === 'number' ? `number ${value}` : undefined;
  const text = cannotUnmarshal(value as Json, `struct field DeleteOptions.${field} of type ${goType}`);
  throw badRequest(number === undefined ? text : text.replace('number', number));
}

function textsOf({ uid, resourceVersion }: JsonObject): { uid?: string; resourceVersion?: string } {
  return {
    ...(typeof uid === 'string' && { uid }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
  };
}
