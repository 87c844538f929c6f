// What the patch of a webhook has made of an object.
import { applyDefaults } from '../../schema/apply-defaults.js';
import { readObjectMeta } from '../../schema/coerce-metadata.js';
import { dropNulls } from '../../schema/drop-nulls.js';
import { goJson } from '../../schema/go-text.js';
import { prune } from '../../schema/prune.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import { validate } from '../../schema/validate.js';
import type { ApiObject } from '../object/api-object.js';
import { cannotUnmarshal, NO_TYPE, TYPE_META } from '../object/go-text.js';
import { isJsonObject, sameJson } from '../object/json.js';
import { invalidObject } from '../object/refusals.js';
import { AdmissionRefusal, StatusError } from '../object/status-error.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { ResourceType } from '../registry/resource-type.js';
import { conformed } from '../strategy/schema-rules.js';
import { internalRefusal } from './webhook-failure.js';

/**
 * The object, and the version of its kind that it is in now: a patch may change that.
 * @param type what it was
 * @throws StatusError 422 or 500 for what is not of the kind any more
 */
export function patchedObject(
  type: ResourceType,
  patched: Json,
  registry: ResourceRegistry,
): { readonly object: ApiObject; readonly version: ResourceType } {
  if (!isJsonObject(patched))
    throw internalRefusal(`${NO_TYPE}${cannotUnmarshal(patched, `value of type ${TYPE_META}`)}`);
  const { apiVersion = '', kind = '', metadata = {} } = patched;
  const object = { ...patched, metadata } as unknown as ApiObject;
  const named = { apiVersion: String(apiVersion), kind: String(kind), text: goJson(patched) };
  if (type.custom) return custom(type, object, named, registry);
  return { object: builtin(type, object, named, registry), version: type };
}

/** With its defaults. @throws StatusError 422 and 500 for what cannot be decoded */
export function decoded(type: ResourceType, object: ApiObject): ApiObject {
  if (type.custom) refuseNulls(type, object);
  try {
    return conformed(type, object);
  } catch (error) {
    if (error instanceof StatusError || !(error instanceof Error)) throw error;
    if (!['DecodeError', 'GoDecodeError'].includes(error.name)) throw error;
    throw internalRefusal(error.message);
  }
}

/** Those that a client sends are left out; those of a patch stay, and are not valid where the schema takes none. */
function refuseNulls(type: ResourceType, object: ApiObject): void {
  const whole = applyDefaults(prune(object as unknown as JsonObject, type.schema).value, type.schema);
  if (sameJson(dropNulls(whole, type.schema), whole)) return;
  const errors = validate(whole, type.schema);
  if (errors.length > 0) throw invalidObject(type, object.metadata.name ?? '', errors);
}

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  /** All of the object. */
  readonly text: string;
}

function custom(type: ResourceType, object: ApiObject, { apiVersion, kind, text }: Named, registry: ResourceRegistry) {
  if (kind === '') throw internalRefusal(`Object 'Kind' is missing in '${text}'`);
  const slash = apiVersion.indexOf('/');
  if (apiVersion.slice(0, Math.max(slash, 0)) !== type.group) {
    const found = `${slash < 0 ? '/' : ''}${apiVersion}, Kind=${kind}`;
    const why = `is unstructured and is not suitable for converting to ${JSON.stringify(apiVersionOf(type))}`;
    throw new AdmissionRefusal(500, '', `${found} ${why}`);
  }
  if (kind !== type.kind) {
    const problem = {
      reason: 'FieldValueInvalid',
      field: 'kind',
      message: `Invalid value: ${JSON.stringify(kind)}: must be ${type.kind}`,
    } as const;
    throw invalidObject({ group: type.group, kind }, object.metadata.name ?? '', [problem]);
  }
  const version = registry.knownVersionsOf(type.storage).find(each => apiVersionOf(each) === apiVersion);
  if (version === undefined)
    throw new AdmissionRefusal(500, '', `request to convert CR from an invalid group/version: ${apiVersion}`);
  return { object: { ...object, metadata: withoutMalformed(object.metadata) }, version };
}

/** What cannot be read of the metadata of a custom resource is dropped without a word, field by field. */
function withoutMalformed(metadata: ApiObject['metadata']): ApiObject['metadata'] {
  const fields = Object.entries(metadata);
  const kept = fields.filter(([name, value]) => !('problem' in readObjectMeta({ [name]: value as Json })));
  return kept.length === fields.length ? metadata : (Object.fromEntries(kept) as unknown as ApiObject['metadata']);
}

/** What a patch leaves out of the kind is as it was. */
function builtin(type: ResourceType, object: ApiObject, sent: Named, registry: ResourceRegistry): ApiObject {
  const own = apiVersionOf(type);
  const [kind, apiVersion] = [sent.kind || type.kind, sent.apiVersion || own];
  if (kind === type.kind && apiVersion === own) return { ...object, kind, apiVersion };
  const isKnown = registry.all().some(each => !each.custom && each.kind === kind && apiVersionOf(each) === apiVersion);
  if (!isKnown) {
    const named = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`;
    throw internalRefusal(`${named} in scheme "pkg/runtime/scheme.go:111"`);
  }
  const target = `${type.group === '' ? 'core' : type.group.split('.')[0]}.${type.kind}`;
  const why = `converting (${apiVersion.split('/').at(-1)}.${kind}) to (${target}): unknown conversion`;
  throw new AdmissionRefusal(500, '', why);
}

function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}
