// The scale subresource: the replicas of an object as an `autoscaling/v1` Scale.
import type { Json } from '../../schema/structural-schema.js';
import { checkedObject, type ExpectedType, requestObject } from '../decoding/request-object.js';
import { namedPath } from '../fields/adjust-fields.js';
import type { FieldSchema } from '../fields/field-type.js';
import { recordUpdate } from '../fields/record-update.js';
import { managedFieldsAfterScale, scaleManagedFields } from '../fields/scale-fields.js';
import type { ApiObject } from '../object/api-object.js';
import { invalid } from '../object/field-error.js';
import { isJsonObject, type JsonObject } from '../object/json.js';
import { invalidObject, modified, notFound, notModelled } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import { timestamp } from '../object/timestamp.js';
import { jsonPatch } from '../patch/json-patch.js';
import { mergePatch } from '../patch/merge-patch.js';
import { checkPatchOptions } from '../patch/patch-options.js';
import type { ScalePaths } from '../registry/resource-type.js';
import { refuseOtherPlace } from '../strategy/other-place.js';
import type { ResourceStorage } from '../strategy/resource-storage.js';
import type { WriteContext } from '../strategy/write-context.js';
import { scalePrinter } from '../table/scale-printer.js';
import { selectorText } from '../table/selector-text.js';
import type { ApiAnswer, ApiRequest } from './api-request.js';
import { apiVersionOf, withManagedFields } from './managed-fields.js';
import { APPLY_PATCH, decodedPatch, JSON_PATCH, patchType } from './patch.js';
import { Presentation } from './presentation.js';
import { conformedOrRefused } from './write.js';
import { type WriteOptions, writeContext, writeOptions } from './write-options.js';

/** Reads and writes replicas. */
export class ScaleEndpoint {
  constructor(
    private readonly storage: ResourceStorage,
    private readonly now: () => number,
  ) {}

  async get(request: ApiRequest): Promise<ApiAnswer> {
    const { type, namespace, name } = request;
    return this.#answer(request, scaleOf(await this.storage.get(type, namespace, name), pathsOf(type)));
  }

  async update(request: ApiRequest): Promise<ApiAnswer> {
    const options = writeOptions(request, 'UpdateOptions');
    const { fieldValidation } = options;
    const contentType = request.headers['content-type'];
    const warn = (text: string) => request.warn(text);
    const sent = requestObject(await request.body(), SCALE_TYPE, { contentType, fieldValidation, warn });
    refuseOtherPlace(request, sent, request.name);
    return this.#write(request, options, () => sent);
  }

  async patch(request: ApiRequest): Promise<ApiAnswer> {
    const options = writeOptions(request, 'PatchOptions');
    const mediaType = patchType(request.headers['content-type'], request.type.custom);
    if (mediaType === APPLY_PATCH) throw notModelled('server-side apply of a Scale');
    checkPatchOptions({ fieldManager: request.query.get('fieldManager') ?? undefined }, false);
    const { value, duplicates } = decodedPatch(await request.body(), mediaType, SCALE_TYPE);
    const warn = (text: string) => request.warn(text);
    return this.#write(request, options, scale => {
      const patched = (mediaType === JSON_PATCH ? jsonPatch : mergePatch)(scale as unknown as Json, value);
      return checkedObject(patched, duplicates, SCALE_TYPE, { fieldValidation: options.fieldValidation, warn });
    });
  }

  async #write(request: ApiRequest, options: WriteOptions, next: (scale: Scale) => ApiObject): Promise<ApiAnswer> {
    const { type, name } = request;
    const paths = pathsOf(type);
    const change = (present: ApiObject | undefined): ApiObject => {
      if (present === undefined) throw notFound(type, name);
      const sent = next(scaleOf(present, paths, true));
      const { resourceVersion = '' } = sent.metadata;
      if (resourceVersion !== '' && resourceVersion !== present.metadata.resourceVersion) throw modified(type, name);
      const replicas = replicasIn(sent.spec);
      const scaled = withReplicas(present, paths, replicas);
      this.#refuseNegative(request, scaled, replicas);
      return conformedOrRefused(request, this.#managed(request, options, present, scaled));
    };
    const { object } = await this.storage.update(this.#context(request, options), name, { change });
    return this.#answer(request, scaleOf(object, paths));
  }

  /** Webhooks see Scales, of which the replicas are all that can be changed. */
  #context(request: ApiRequest, options: WriteOptions): WriteContext {
    const context = writeContext(request, options);
    const paths = pathsOf(request.type);
    const view = {
      of: (object: ApiObject) => scaleOf(object, paths, true),
      back: (object: ApiObject, { spec }: ApiObject) => withReplicas(object, paths, replicasIn(spec)),
    };
    return context.request === undefined
      ? context
      : { ...context, request: { ...context.request, kind: SCALE_KIND, view } };
  }

  #answer(request: ApiRequest, scale: Scale): ApiAnswer {
    const { custom } = request.type;
    const type = { ...request.type, ...SCALE_KIND, printer: scalePrinter(custom) };
    return { code: 200, body: new Presentation(type, request, this.now).object(scale) };
  }

  #refuseNegative({ type, name }: ApiRequest, object: ApiObject, replicas: number): void {
    if (replicas >= 0) return;
    if (type.custom) throw invalidObject(type, name, this.storage.problems(type, object));
    const problem = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidObject(SCALE_KIND, name, [problem]);
  }

  #managed({ type }: ApiRequest, { manager }: WriteOptions, present: ApiObject, scaled: ApiObject): ApiObject {
    const paths = pathsOf(type);
    const path = namedPath(...stepsOf(paths.specReplicasPath));
    const before = (present.metadata.managedFields ?? []) as readonly JsonObject[];
    const after = recordUpdate({
      manager,
      apiVersion: 'autoscaling/v1',
      subresource: 'scale',
      time: timestamp(this.now()),
      schema: SCALE_TYPE.schema as FieldSchema,
      custom: false,
      old: asJson(
        withManagedFields(
          scaleOf(present, paths, true),
          scaleManagedFields(before, () => path),
        ),
      ),
      now: asJson(scaleOf(scaled, paths, true)),
    });
    return withManagedFields(
      scaled,
      managedFieldsAfterScale(before, after, apiVersionOf(type), () => path),
    );
  }
}

type Scale = ApiObject;

const SCALE_KIND = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

const SCALE_TYPE: ExpectedType = {
  ...SCALE_KIND,
  custom: false,
  schema: {
    type: 'object',
    properties: {
      spec: { type: 'object', properties: { replicas: { type: 'integer', format: 'int32' } } },
      status: {
        type: 'object',
        properties: { replicas: { type: 'integer', format: 'int32' }, selector: { type: 'string' } },
      },
    },
  },
};

function pathsOf(type: ApiRequest['type']): ScalePaths {
  if (type.scale === undefined) throw notModelled(`the scale of ${type.resource}`);
  return type.scale;
}

/** @param lenient whether replicas that are not there count as none, as they do for a write */
function scaleOf(object: ApiObject, paths: ScalePaths, lenient = false): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = at(object, paths.specReplicasPath);
  if (typeof replicas !== 'number' && !lenient) {
    const why = `the spec replicas field ${JSON.stringify(paths.specReplicasPath)} does not exist`;
    throw new StatusError(500, 'InternalError', `Internal error occurred: ${why}`, {
      causes: [{ message: why }],
    });
  }
  const current = at(object, paths.statusReplicasPath);
  const selector = selectorOf(at(object, paths.labelSelectorPath ?? ''));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace !== undefined && { namespace }), uid, resourceVersion, creationTimestamp },
    spec: typeof replicas === 'number' && replicas !== 0 ? { replicas } : {},
    status: { replicas: typeof current === 'number' ? current : 0, ...(selector !== '' && { selector }) },
  };
}

/** A text in custom resources; a LabelSelector, or a map of labels, in built-in kinds. */
function selectorOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isJsonObject(value)) return '';
  const isSelector = Object.hasOwn(value, 'matchLabels') || Object.hasOwn(value, 'matchExpressions');
  return selectorText((isSelector ? value : { matchLabels: value }) as Parameters<typeof selectorText>[0]);
}

function replicasIn(spec: unknown): number {
  return isJsonObject(spec) && typeof spec.replicas === 'number' ? spec.replicas : 0;
}

function at(object: unknown, path: string): unknown {
  if (path === '') return undefined;
  let here = object;
  for (const step of stepsOf(path)) here = isJsonObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  return here;
}

function withReplicas(object: ApiObject, { specReplicasPath }: ScalePaths, replicas: number): ApiObject {
  const set = (here: unknown, [step = '', ...rest]: readonly string[]): unknown => {
    const fields = isJsonObject(here) ? here : {};
    return { ...fields, [step]: rest.length === 0 ? replicas : set(fields[step], rest) };
  };
  return set(object, stepsOf(specReplicasPath)) as ApiObject;
}

/** Paths of scale subresources are names with dots between. */
function stepsOf(path: string): readonly string[] {
  return path.split('.').filter(step => step !== '');
}

function asJson(object: ApiObject): JsonObject {
  return object as unknown as JsonObject;
}
