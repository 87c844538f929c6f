// Answers patches: JSON patch, merge patch, strategic merge patch, server-side apply.
import type { Json } from '../../schema/structural-schema.js';
import { refuseRounded } from '../decoding/exact-numbers.js';
import { reportFields } from '../decoding/field-validation.js';
import { checkedObject } from '../decoding/request-object.js';
import { serverSideApply } from '../fields/server-side-apply.js';
import { JsonTextError, type ParsedJson, parseJson } from '../http/json-text.js';
import { parseYaml, YamlTextError } from '../http/yaml-text.js';
import type { ApiObject } from '../object/api-object.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject, type JsonObject, without } from '../object/json.js';
import { badRequest, conflict, notFound, unsupportedMediaType } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { jsonPatch } from '../patch/json-patch.js';
import { mergePatch } from '../patch/merge-patch.js';
import { checkPatchOptions } from '../patch/patch-options.js';
import { patchStrategyOf } from '../patch/patch-strategy.js';
import { strategicMergePatch } from '../patch/strategic-merge-patch.js';
import { refuseOtherPlace } from '../strategy/other-place.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { truth } from './list-options.js';
import { apiVersionOf, type ManagedFields, withManagedFields } from './managed-fields.js';
import { undecodable } from './patched-text.js';
import type { Presentation } from './presentation.js';
import { conformedOrRefused } from './write.js';
import { type WriteOptions, writeContext, writeOptions } from './write-options.js';

export const JSON_PATCH = 'application/json-patch+json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** Changes objects by patches. */
export class PatchEndpoint {
  constructor(
    private readonly storage: ResourceStorage,
    private readonly managedFields: ManagedFields,
  ) {}

  async patch(request: ApiRequest, presentation: Presentation): Promise<ApiAnswer> {
    const { type, name } = request;
    const mediaType = patchType(request.headers['content-type'], type.custom);
    const apply = mediaType === APPLY_PATCH;
    const fieldManager = request.query.get('fieldManager') ?? undefined;
    checkPatchOptions({ fieldManager, force: truth(request.query, 'force') }, apply);
    const options = writeOptions(request, 'PatchOptions');
    const context = writeContext(request, options);
    const patch = decodedPatch(await request.body(), mediaType, type);
    const change = apply ? this.#applied(request, patch, options) : this.#patched(request, patch, mediaType, options);
    const result = await this.storage.update(context, name, { change, create: apply && request.subresource === '' });
    return { code: result.created ? 201 : 200, body: presentation.object(result.object) };
  }

  #patched(request: ApiRequest, { value, duplicates }: ParsedJson, mediaType: string, options: WriteOptions) {
    const { type, name, subresource } = request;
    const warn = (text: string) => request.warn(text);
    return async (present: ApiObject | undefined): Promise<ApiObject> => {
      if (present === undefined) throw notFound(type, name);
      const patched = patchedBy(mediaType, present as unknown as Json, value, request);
      // A stale revision is only in the patch, if it is there at all.
      const refusal = (why: string) => undecodable(patched, value, mediaType === STRATEGIC_MERGE_PATCH, why);
      refuseUndecodable(patched, type, refusal);
      const { fieldValidation } = options;
      const object = checkedObject(patched, duplicates, type, {
        fieldValidation,
        warn,
        refusal,
        duplicatesFirst: true,
      });
      refuseOtherPlace(request, object, name);
      const conformed = conformedOrRefused(request, object);
      return this.managedFields.updated({ type, subresource, manager: options.manager }, present, conformed);
    };
  }

  #applied(request: ApiRequest, { value, duplicates }: ParsedJson, options: WriteOptions) {
    const { type, subresource, query } = request;
    const applied = value ?? {};
    if (!isJsonObject(applied)) {
      const why = cannotUnmarshal(applied, 'value of type map[string]interface {}');
      throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${why}`);
    }
    const warn = (text: string) => request.warn(text);
    const force = truth(query, 'force') === true;
    const writer = { type, manager: options.manager, subresource };
    return async (present: ApiObject | undefined): Promise<ApiObject> => {
      if (present === undefined && subresource !== '') throw notFound(type, request.name);
      const live = present as unknown as JsonObject | undefined;
      const { object, managedFields } = await this.managedFields.of(writer, write =>
        serverSideApply({ ...write, kind: type.kind, live, applied, force }),
      );
      // Fields that the schema does not have were refused by the merge, whatever was asked for.
      reportFields(type, { duplicates, unknown: [] }, { fieldValidation: options.fieldValidation, warn });
      refuseOtherName(applied, request);
      if (present === undefined) refuseKnownObject(applied, request);
      const typed = { apiVersion: apiVersionOf(type), kind: type.kind, ...object } as unknown as ApiObject;
      const sent = present === undefined ? withoutRevision(typed) : typed;
      return withManagedFields(conformedOrRefused(request, sent), managedFields);
    };
  }
}

/** What is applied to a certain object creates no other one. */
function refuseKnownObject({ metadata }: JsonObject, { type, name }: ApiRequest): void {
  const uid = isJsonObject(metadata) ? metadata.uid : undefined;
  if (uid === undefined || uid === '') return;
  const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  throw conflict(type, name, why);
}

/** A patch that makes no object of a built-in kind any more. */
function refuseUndecodable(
  patched: Json,
  { decode, kind, group, version }: ApiRequest['type'],
  refusal: (why: string) => Error,
): void {
  if (decode === undefined || !isJsonObject(patched)) return;
  const apiVersion = apiVersionOf({ group, version });
  const named = patched.kind === kind && patched.apiVersion === apiVersion;
  try {
    if (named) decode(patched);
    else throw new Error(noKind(patched));
  } catch (error) {
    if (named && !(error instanceof Error && error.name === 'GoDecodeError')) throw error;
    throw refusal((error as Error).message);
  }
}

function noKind({ kind, apiVersion }: JsonObject): string {
  const quoted = JSON.stringify(apiVersion ?? '');
  return `no kind ${JSON.stringify(kind ?? '')} is registered for version ${quoted} in scheme "pkg/runtime/scheme.go:111"`;
}

function patchedBy(mediaType: string, present: Json, patch: Json, { type }: ApiRequest): Json {
  switch (mediaType) {
    case JSON_PATCH:
      return jsonPatch(present, patch);
    case MERGE_PATCH:
      return mergePatch(present, patch);
    default:
      return strategicMergePatch(present, patch, patchStrategyOf(type.schema as Parameters<typeof patchStrategyOf>[0]));
  }
}

/** @throws StatusError 415 with the types that there are */
export function patchType(contentType: string | undefined, custom: boolean): string {
  const mediaType = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const accepted = custom
    ? [JSON_PATCH, MERGE_PATCH, APPLY_PATCH]
    : [JSON_PATCH, MERGE_PATCH, STRATEGIC_MERGE_PATCH, APPLY_PATCH];
  if (accepted.includes(mediaType)) return mediaType;
  throw custom
    ? unsupportedMediaType(accepted)
    : new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** @throws StatusError 400, and 501 for numbers that would not be kept */
export function decodedPatch(body: Buffer, mediaType: string, type: Pick<ApiRequest['type'], 'kind'>): ParsedJson {
  const text = body.toString();
  try {
    const patch = mediaType === APPLY_PATCH ? parseYaml(text) : parseJson(text);
    refuseRounded(patch, type);
    return patch;
  } catch (error) {
    if (error instanceof YamlTextError) {
      throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
    }
    if (error instanceof JsonTextError) throw badRequest(`${DECODING[mediaType] ?? ''}${error.message}`);
    throw error;
  }
}

/** What the API server says before what is wrong; nothing for strategic merge patches. */
const DECODING: Readonly<Record<string, string>> = {
  [APPLY_PATCH]: 'error decoding YAML: ',
  [JSON_PATCH]: 'error decoding patch: ',
  [MERGE_PATCH]: 'error decoding patch: ',
};

/** Refuses what says another place than the URL; what says none is about the object of the URL. */
function refuseOtherName({ metadata }: JsonObject, { name, namespace }: ApiRequest): void {
  const sent = isJsonObject(metadata) ? metadata : {};
  if ((sent.name ?? '') !== '' && sent.name !== name) {
    throw badRequest(`the name of the object (${String(sent.name)}) does not match the name on the URL (${name})`);
  }
  if ((sent.namespace ?? '') !== '' && sent.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

function withoutRevision(object: ApiObject): ApiObject {
  return { ...object, metadata: without(object.metadata, 'resourceVersion') };
}
