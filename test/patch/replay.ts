// Plays recorded scenarios again, on the functions of the embedded control plane.

import { goForm } from '../../devcluster/builtin/go-form.js';
import { namedPath } from '../../devcluster/fields/adjust-fields.js';
import { fieldManagerName } from '../../devcluster/fields/field-manager-name.js';
import type { FieldSchema } from '../../devcluster/fields/field-type.js';
import { recordUpdate } from '../../devcluster/fields/record-update.js';
import { managedFieldsAfterScale, scaleManagedFields } from '../../devcluster/fields/scale-fields.js';
import { serverSideApply } from '../../devcluster/fields/server-side-apply.js';
import { resetFields } from '../../devcluster/fields/unowned-fields.js';
import type { FieldWrite } from '../../devcluster/fields/write.js';
import type { JsonObject } from '../../devcluster/object/json.js';
import { StatusError } from '../../devcluster/object/status-error.js';
import { jsonPatch } from '../../devcluster/patch/json-patch.js';
import { mergePatch } from '../../devcluster/patch/merge-patch.js';
import { checkPatchOptions } from '../../devcluster/patch/patch-options.js';
import { patchStrategyOf } from '../../devcluster/patch/patch-strategy.js';
import { strategicMergePatch } from '../../devcluster/patch/strategic-merge-patch.js';
import type { Answer, PlayedScenario } from '../../hack/patch/play.js';
import { KINDS, type Step } from '../../hack/patch/scenario.js';
import type { Json } from '../../schema/structural-schema.js';
import { schemaOfKind } from './recorded.js';
import { completed, coveredBy, nullsIn, stored } from './stored.js';

/** What a step came to, or would come to: a refusal, or an object with its managed fields. */
export type Outcome =
  | { readonly code: number; readonly message: string; readonly causes: readonly string[] }
  | { readonly object: Json; readonly managedFields: Json };

/** The outcomes of the steps on the functions here, each from the object that the real server had before. */
export function replay({ kind, steps, answers }: PlayedScenario): readonly Outcome[] {
  let live: JsonObject | undefined;
  return steps.map((step, index) => {
    const answer = answers[index] ?? { code: 0 };
    const outcome = replayStep(kind, step, live, answer, index);
    live = answer.object ?? live;
    return outcome;
  });
}

/** The outcomes of the real server in the same terms. */
export function expectedOutcomes({ kind, answers }: PlayedScenario): readonly Outcome[] {
  return answers.map(({ object, status, code }) => {
    if (object === undefined) return refusal(code, String(status?.message), status?.details as JsonObject);
    const { managedFields = [] } = object.metadata as JsonObject;
    return { object: stored(object, schemaOfKind(kind), isCustom(kind)), managedFields: managedFields as Json };
  });
}

function isCustom(kind: string): boolean {
  return KINDS[kind]?.apiVersion.startsWith('patch.example') ?? false;
}

function replayStep(kind: string, step: Step, live: JsonObject | undefined, answer: Answer, index: number): Outcome {
  const schema = schemaOfKind(kind);
  const custom = isCustom(kind);
  try {
    if (step.verb === 'strategic' && custom) throw unsupported();
    if (step.verb !== 'create' && step.verb !== 'update') {
      checkPatchOptions({ fieldManager: step.manager, force: step.force }, step.verb === 'apply');
    }
    const write = writeOf(kind, step, schema, custom, index);
    if (step.subresource === 'scale') return scaled(write, step, live ?? {}, answer);
    if (step.verb === 'apply') {
      const body = step.body as JsonObject;
      const metadata = { name: 'it', ...(body.metadata as JsonObject | undefined) };
      const applied = { apiVersion: write.apiVersion, kind, ...body, metadata };
      const before = live && { ...live, apiVersion: write.apiVersion };
      const result = serverSideApply({ ...write, kind, live: before, applied, force: step.force ?? false });
      const object = kept(result.object, live, step);
      if (custom) refuseNulls(object, kind, schema, step.subresource === 'status' ? 'status' : '');
      const covered = custom ? object : coveredBy(object, answer.object ?? null);
      return outcome(covered as JsonObject, result.managedFields, schema, custom);
    }
    const patched = patchedObject(kind, step, live, answer, schema);
    const now = custom ? (completed(patched, schema) as JsonObject) : asDecoded(answer.object ?? {}, patched);
    return outcome(kept(patched, live, step), recordUpdate({ ...write, custom, old: live, now }), schema, custom);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return refusal(error.code, error.message, error.details as unknown as JsonObject);
  }
}

function writeOf(kind: string, step: Step, schema: FieldSchema, custom: boolean, index: number): FieldWrite {
  const apiVersion = step.version ?? KINDS[kind]?.apiVersion ?? '';
  return {
    manager: fieldManagerName(step.manager, 'recorder/1'),
    apiVersion,
    subresource: step.subresource,
    time: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString().replace('.000', ''),
    schema,
    resetFields: resetFields({
      custom,
      hasStatus: kind === 'Sample' || kind === 'Deployment' || kind === 'Service',
      subresource: step.subresource,
    }),
    ...(!custom && { empty: goForm({ apiVersion, kind }) as JsonObject }),
  };
}

/** The patch applied by the function of its type; of creates and updates of built-in kinds, what the server made of them. */
function patchedObject(
  kind: string,
  step: Step,
  live: JsonObject | undefined,
  answer: Answer,
  schema: FieldSchema,
): JsonObject {
  const body = step.body as JsonObject;
  switch (step.verb) {
    case 'merge':
      return mergePatch(live ?? {}, body) as JsonObject;
    case 'json':
      return jsonPatch(live ?? {}, body) as JsonObject;
    case 'strategic':
      return strategicMergePatch(live ?? {}, body, patchStrategyOf(schema)) as JsonObject;
    case 'update':
      if (isCustom(kind)) return mergePatch(live ?? {}, body) as JsonObject;
      return asDecoded(answer.object ?? {}, body);
    default:
      if (!isCustom(kind)) return asDecoded(answer.object ?? {}, body);
      return {
        apiVersion: step.version ?? KINDS[kind]?.apiVersion ?? '',
        kind,
        ...body,
        metadata: { name: 'it', ...(body.metadata as JsonObject | undefined) },
      };
  }
}

/** An object of a built-in kind as its managers see it: with defaults, before what the storage allocates. */
function asDecoded(answer: JsonObject, sent: JsonObject): JsonObject {
  const { managedFields: _, ...metadata } = (answer.metadata ?? {}) as JsonObject;
  const { managedFields } = (sent.metadata ?? {}) as JsonObject;
  const { ipFamilies, ipFamilyPolicy, ...spec } = (answer.spec ?? {}) as JsonObject;
  return {
    ...answer,
    ...(answer.spec !== undefined && { spec }),
    metadata: managedFields === undefined ? metadata : { ...metadata, managedFields },
  };
}

/** What the strategies put back: the status, or all but the status. */
function kept(object: JsonObject, live: JsonObject | undefined, step: Step): JsonObject {
  const { status, ...rest } = object;
  if (step.subresource === 'status') return { ...live, ...(status !== undefined && { status }) };
  if (object.kind === 'Bare') return object;
  return { ...rest, ...(live?.status !== undefined && { status: live.status }) };
}

function scaled(write: FieldWrite, step: Step, live: JsonObject, answer: Answer): Outcome {
  const path = () => namedPath('spec', 'replicas');
  const before = (live.metadata as JsonObject).managedFields as readonly JsonObject[];
  const scale = (object: JsonObject) => ({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: 'it', managedFields: scaleManagedFields(before, path) },
    spec: { replicas: (object.spec as JsonObject).replicas ?? 0 },
  });
  const old = scale(live);
  const now = mergePatch(old, step.body) as JsonObject;
  const fields = recordUpdate({
    ...write,
    apiVersion: 'autoscaling/v1',
    schema: SCALE_SCHEMA,
    custom: false,
    old,
    now,
  });
  const object = { ...live, spec: { ...(live.spec as JsonObject), ...(now.spec as JsonObject) } };
  const kind = String(answer.object?.kind);
  return outcome(
    object,
    managedFieldsAfterScale(before, fields, write.apiVersion, path),
    schemaOfKind(kind),
    isCustom(kind),
  );
}

const SCALE_SCHEMA: FieldSchema = {
  type: 'object',
  properties: { spec: { type: 'object', default: {}, properties: { replicas: { type: 'integer' } } } },
};

function outcome(
  object: JsonObject,
  managedFields: readonly JsonObject[],
  schema: FieldSchema,
  custom: boolean,
): Outcome {
  return { object: stored(object, schema, custom), managedFields };
}

function refusal(code: number, message: string, details: JsonObject | undefined): Outcome {
  const causes = ((details?.causes ?? []) as readonly JsonObject[]).map(each =>
    JSON.stringify([each.reason, each.field, each.message]),
  );
  // The real server has them in the order of a Go map.
  return { code, message: message.split('\n').sort().join('\n'), causes: causes.sort() };
}

/** What validation says to nulls where none are allowed. */
function refuseNulls(object: JsonObject, kind: string, schema: FieldSchema, inner: string): void {
  const [first] = nullsIn(object, schema);
  if (first === undefined) return;
  const at = first.path.slice(inner.length);
  const message = `Invalid value: "null": ${at} in body must be of type ${first.type}: "null"`;
  const causes = [{ reason: 'FieldValueTypeInvalid', field: first.path, message }];
  const text = `${kind}.patch.example "it" is invalid: ${first.path}: ${message}`;
  throw new StatusError(422, 'Invalid', text, { causes });
}

function unsupported(): StatusError {
  const types = [
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/apply-patch+yaml',
    'application/apply-patch+cbor',
  ];
  const message = `the body of the request was in an unknown format - accepted media types include: ${types.slice(0, 3).join(', ')}`;
  return new StatusError(415, 'UnsupportedMediaType', message);
}
