// One object, from any version of its kind to any other, by way of the hub.
import type { JsonObject } from '../../decorators/json-values.js';
import { ConversionError } from './conversion-error.js';
import { convertedMetadata } from './converted-metadata.js';
import { lastRead } from './last-read.js';
import { plainJson } from './plain-json.js';
import { type VersionsOfKind, versionNames } from './versions-of-kinds.js';

/** An object of the API, of which no more is known. */
export interface ConvertibleObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The object in another version; the object itself if it is of that version. `apiVersion` and `kind` are right, and the
 * metadata is as it was but for labels and annotations, whatever the functions answer.
 * @throws ConversionError that names what is wrong, and the field where one is known; the object is for the caller to name
 */
export function convertObject(object: ConvertibleObject, version: string, versions: VersionsOfKind): ConvertibleObject {
  const from = versionOf(object.apiVersion);
  for (const each of [from, version]) {
    if (versionNames(versions).includes(each)) continue;
    const known = versionNames(versions).join(', ');
    throw new ConversionError(
      `this operator converts ${known}, and not ${each}: its class is not named in conversion(...)`,
    );
  }
  if (from === version) return object;
  const hub = from === versions.hub ? object : step(object, from, versions.hub, 'to', versions);
  return version === versions.hub ? hub : step(hub, versions.hub, version, 'from', versions);
}

/** `v1` of `apps/v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

function step(
  object: ConvertibleObject,
  from: string,
  to: string,
  direction: 'to' | 'from',
  versions: VersionsOfKind,
): ConvertibleObject {
  const spoke = direction === 'to' ? from : to;
  const convert = versions.spokes.get(spoke)?.[direction] as (object: JsonObject) => unknown;
  const name = `"${direction}" of @ConvertsTo at ${spoke}`;
  const given = whole(object);
  freezeMetadata(given.metadata);
  const { apiVersion: _, kind: __, metadata, ...answer } = answerOf(convert, given, name);
  const { spec, ...body } = plainJson(answer, '') as JsonObject;
  return {
    apiVersion: `${versions.group}/${to}`,
    kind: versions.kind,
    metadata: convertedMetadata(object.metadata, metadata),
    ...(spec !== undefined && !(object.spec === undefined && isEmpty(spec)) && { spec }),
    ...body,
  };
}

/** Parts of objects, as server-side apply has them, may lack what functions count on. */
function whole(object: ConvertibleObject): ConvertibleObject {
  return { ...object, metadata: object.metadata ?? {}, spec: object.spec === undefined ? {} : object.spec };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What a function writes into the metadata of its argument would come through with it. */
function freezeMetadata(metadata: unknown): void {
  if (typeof metadata !== 'object' || metadata === null) return;
  const { labels, annotations } = metadata as JsonObject;
  for (const each of [metadata, labels, annotations]) Object.freeze(each);
}

function answerOf(
  convert: (object: JsonObject) => unknown,
  object: JsonObject,
  name: string,
): Readonly<Record<string, unknown>> {
  let answer: unknown;
  try {
    answer = convert(object);
  } catch (error) {
    const field = lastRead(convert, object);
    const where = field === undefined ? '' : `, at ${field}`;
    throw new ConversionError(`${name} has thrown${where}: ${errorText(error)}`, field, { cause: error });
  }
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) {
    if (typeof (answer as { then?: unknown }).then !== 'function') return answer as Readonly<Record<string, unknown>>;
    // Nobody waits for it, so its failure is nobody's either.
    Promise.resolve(answer).catch(() => {});
    throw new ConversionError(`${name} has answered a promise: conversions answer at once`);
  }
  throw new ConversionError(`${name} has answered ${shown(answer)} and no object`);
}

function shown(answer: unknown): string {
  if (answer === null || answer === undefined) return String(answer);
  return Array.isArray(answer) ? 'a list' : `a ${typeof answer}`;
}

function errorText(error: unknown): string {
  try {
    return error instanceof Error ? error.message || error.name : String(error);
  } catch {
    return 'what it has thrown cannot be shown';
  }
}
