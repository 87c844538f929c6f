// Has the webhooks of definitions convert custom resources from one version to another.
import { randomUUID } from 'node:crypto';
import { goJson } from '../../schema/go-text.js';
import { prune } from '../../schema/prune.js';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import type { ApiObject } from '../object/api-object.js';
import { cannotUnmarshal } from '../object/go-text.js';
import { isJsonObject } from '../object/json.js';
import { isJsonList } from '../object/json-value.js';
import { AdmissionRefusal } from '../object/status-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import { type Conversions, needsConversion } from '../strategy/conversions.js';
import { conformed } from '../strategy/schema-rules.js';
import { convertedMetadata } from './converted-metadata.js';
import { decodedReview } from './decoded-review.js';
import { CONVERSION } from './review-shapes.js';
import type { WebhookClient } from './webhook-client.js';
import { WebhookFailure } from './webhook-failure.js';

type Version = Pick<ResourceType, 'group' | 'version' | 'schema'>;

/** States of objects that are kept as they were converted. */
const MOST_KNOWN = 50_000;
const AT_ONCE = 500;
/** There is none in a definition. */
const TIMEOUT_SECONDS = 30;

export class ConversionWebhooks implements Conversions {
  readonly #client: Pick<WebhookClient, 'post'>;
  /** Aborts when the server stops. */
  readonly #stopped: AbortSignal;
  readonly #known = new Map<string, ApiObject>();
  readonly #origins = new WeakMap<object, number>();
  readonly #most: number;
  #count = 0;

  /** @param most states of objects that are remembered as they were converted; those of one list are in any case */
  constructor(client: Pick<WebhookClient, 'post'>, stopped: AbortSignal, most: number = MOST_KNOWN) {
    this.#client = client;
    this.#stopped = stopped;
    this.#most = most;
  }

  known(type: ResourceType, stored: ApiObject): ApiObject | undefined {
    return this.#known.get(this.#keyOf(type, stored));
  }

  async ready(type: ResourceType, stored: readonly ApiObject[]): Promise<void> {
    const missing = stored.filter(each => needsConversion(type, each) && !this.#isKept(this.#keyOf(type, each)));
    const most = Math.max(this.#most, stored.length);
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const some = missing.slice(at, at + AT_ONCE);
      const converted = await this.#ask(
        type,
        type,
        some.map(each => asKept(type, each)),
      );
      for (const [index, object] of converted.entries())
        this.#remember(this.#keyOf(type, some[index] as ApiObject), object, most);
    }
  }

  async converted(from: ResourceType, to: Version, object: ApiObject): Promise<ApiObject> {
    const apiVersion = apiVersionOf(to);
    if (from.convertedBy === undefined || object.apiVersion === apiVersion) return object;
    // Nobody is asked about an object in which nothing is set.
    if (Object.keys(object).every(field => field === 'apiVersion' || field === 'kind'))
      return { ...object, apiVersion };
    const [converted] = await this.#ask(from, to, [object]);
    return converted as ApiObject;
  }

  async #ask(type: ResourceType, to: Version, objects: readonly ApiObject[]): Promise<readonly ApiObject[]> {
    const { clientConfig, reviewVersions } = type.convertedBy ?? { clientConfig: {}, reviewVersions: [] };
    const desiredAPIVersion = apiVersionOf(to);
    const uid = randomUUID();
    const version = reviewVersions.find(each => each === 'v1' || each === 'v1beta1');
    if (version === undefined) throw refusal('no supported conversion review versions');
    const gvk = `${objects[0]?.apiVersion}, Kind=${type.kind}`;
    const review = {
      kind: 'ConversionReview',
      apiVersion: `${GROUP}/${version}`,
      request: { uid, desiredAPIVersion, objects: objects as unknown as readonly Json[] },
    };
    try {
      const options = { timeoutSeconds: TIMEOUT_SECONDS, isTold: false, signal: this.#stopped };
      const text = await this.#client.post(clientConfig, review as unknown as JsonObject, options);
      const answered = convertedObjects(decodedReview(text, CONVERSION, version), uid, version);
      if (answered.length !== objects.length) {
        const counts = `returned ${answered.length} objects, expected ${objects.length}`;
        throw refusal(`conversion webhook for ${gvk} ${counts}`);
      }
      return answered.map((each, at) => accepted(each, objects[at] as ApiObject, to, gvk));
    } catch (error) {
      if (!(error instanceof WebhookFailure)) throw error;
      const why = error.message.replace(/^failed to call webhook: /, '');
      throw refusal(`conversion webhook for ${gvk} failed: ${why}`);
    }
  }

  /** A state of an object, in a version, by what its definition said then. */
  #keyOf(type: ResourceType, { metadata }: ApiObject): string {
    const { origin = type } = type;
    let number = this.#origins.get(origin);
    if (number === undefined) {
      number = ++this.#count;
      this.#origins.set(origin, number);
    }
    return [number, type.version, metadata.uid, metadata.resourceVersion].join('/');
  }

  /** Whether it is known. If so, it is among the last to be forgotten: somebody asks for it together with others. */
  #isKept(key: string): boolean {
    const object = this.#known.get(key);
    if (object === undefined) return false;
    this.#known.delete(key);
    this.#known.set(key, object);
    return true;
  }

  #remember(key: string, object: ApiObject, most: number): void {
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < most) break;
      this.#known.delete(oldest);
    }
    this.#known.set(key, object);
  }
}

const GROUP = 'apiextensions.k8s.io';

function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return `${group}/${version}`;
}

/** With the fields and defaults that the version has in which it is kept. */
function asKept({ keptAs, ...type }: ResourceType, stored: ApiObject): ApiObject {
  if (keptAs === undefined || stored.apiVersion !== apiVersionOf(keptAs)) return stored;
  return conformed({ ...type, schema: keptAs.schema }, stored);
}

function convertedObjects(review: JsonObject, uid: string, version: string): readonly Json[] {
  const { kind = '', apiVersion = '', response } = review;
  const expected = `${GROUP}/${version}, Kind=ConversionReview`;
  const got = `${apiVersion === '' ? '/' : apiVersion}, Kind=${kind}`;
  if (version === 'v1' && got !== expected) throw failed(`expected webhook response of ${expected}, got ${got}`);
  if (!isJsonObject(response)) throw failed('no response provided');
  const answered = typeof response.uid === 'string' ? response.uid : '';
  if (version === 'v1' && answered !== uid)
    throw failed(`expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(answered)}`);
  const { status = '', message = '' } = isJsonObject(response.result) ? response.result : {};
  if (status !== 'Success')
    throw failed(message === '' ? `response.result.status was '${status}', not 'Success'` : String(message));
  return isJsonList(response.convertedObjects) ? response.convertedObjects : [];
}

/** As the real server answers an error that nothing classifies. */
function refusal(message: string): AdmissionRefusal {
  return new AdmissionRefusal(500, '', message);
}

function failed(why: string): WebhookFailure {
  return new WebhookFailure(why);
}

/** @throws StatusError 500 for what is not the same object in the other version */
function accepted(answered: Json, original: ApiObject, to: Version, gvk: string): ApiObject {
  const invalid = (why: string) => refusal(`conversion webhook for ${gvk} returned invalid ${why}`);
  if (answered === null) throw refusal('unexpected end of JSON input');
  if (!isJsonObject(answered)) throw refusal(cannotUnmarshal(answered, 'value of type map[string]interface {}'));
  const { apiVersion = '', kind = '' } = answered;
  if (kind === '') throw refusal(`Object 'Kind' is missing in '${goJson(answered)}'`);
  if (apiVersion !== apiVersionOf(to))
    throw invalid(`object at index 0: invalid groupVersion (expected ${apiVersionOf(to)}, received ${apiVersion})`);
  if (kind !== original.kind)
    throw invalid(`object at index 0: invalid kind (expected ${original.kind}, received ${kind})`);
  const metadata = convertedMetadata(answered.metadata, original.metadata);
  if ('otherObject' in metadata) throw invalid(`object: ${metadata.otherObject}`);
  if ('problem' in metadata) throw invalid(`metadata: ${metadata.problem}`);
  const whole = { ...answered, metadata: metadata.value as unknown as Json };
  return prune(whole, to.schema).value as unknown as ApiObject;
}
