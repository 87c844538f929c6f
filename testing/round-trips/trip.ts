// One object to another version and back, with all that the API server does on the way.
import { type ConvertibleObject, convertObject } from '../../runtime/conversion/convert-object.js';
import type { VersionsOfKind } from '../../runtime/conversion/versions-of-kinds.js';
import { celErrors } from '../../schema/cel/evaluate/rule-errors.js';
import { fieldErrorsText } from '../../schema/field-error.js';
import { equal } from '../../schema/json.js';
import { readResource } from '../../schema/read-resource.js';
import type { Json, JsonObject, StructuralSchema } from '../../schema/structural-schema.js';
import { validate } from '../../schema/validate.js';
import { type Difference, firstDifference } from './difference.js';
import { withoutLost } from './lost-fields.js';

/** From one version to another and back. */
export interface Trip {
  readonly versions: VersionsOfKind;
  readonly from: Version;
  readonly over: Version;
  /** Paths of what may get lost. */
  readonly loses: readonly string[];
}

/** A version and its schema. */
export interface Version {
  readonly name: string;
  readonly schema: StructuralSchema;
}

/** What went wrong. */
export interface TripProblem {
  /** The same for what may well be the same mistake. */
  readonly type: 'failed' | 'unknown field' | 'invalid' | 'unsteady' | 'different';
  readonly message: string;
  /** Such as `spec.tls.days`; undefined where no field is known. */
  readonly field?: string | undefined;
  /** The objects on the way, by what they are called. */
  readonly objects: { readonly [name: string]: unknown };
}

/** As the API server has read it: pruned, with its defaults; or undefined for what it would refuse. */
export function asRead(object: JsonObject, schema: StructuralSchema): JsonObject | undefined {
  const read = readResource(object, schema);
  if ('problem' in read || read.unknownFields.length > 0) return undefined;
  return errorsOf(read.value, schema) === undefined ? read.value : undefined;
}

/** What is wrong with an object; undefined for a valid one. */
export function errorsOf(object: JsonObject, schema: StructuralSchema): string | undefined {
  const errors = validate(object, schema);
  const all = errors.length > 0 ? errors : celErrors(object, schema);
  return all.length === 0 ? undefined : fieldErrorsText(all);
}

/** Takes an object, as it is read, on the trip; undefined where all is well. */
export function tripProblem(object: JsonObject, trip: Trip): TripProblem | undefined {
  const { from, over, loses } = trip;
  const start = frozen(object);
  const there = arrival(start, over, trip);
  if ('type' in there) return { ...there, objects: { [from.name]: object, ...there.objects } };
  const back = arrival(frozen(there.value), from, trip);
  const objects = { [from.name]: object, [over.name]: there.value };
  if ('type' in back) return { ...back, objects: { ...objects, ...back.objects } };
  const difference = firstDifference(withoutLost(object, loses), withoutLost(back.value, loses), from.schema);
  if (difference === undefined) return undefined;
  const message = `${from.name} -> ${over.name} -> ${from.name} changes ${differenceText(difference)}`;
  return { type: 'different', message, field: difference.path, objects: { ...objects, back: back.value } };
}

/** Whether an object can be converted at all: what becomes of it does not matter. `what` stands before the reason. */
export function oneWayProblem(
  object: JsonObject,
  version: string,
  trip: Trip,
  what = 'it cannot be converted',
): TripProblem | undefined {
  const there = converted(frozen(object), version, trip);
  if (!('message' in there)) return undefined;
  const { message, field } = there;
  return { type: 'failed', message: `${what}: ${message}`, field, objects: { [trip.from.name]: object } };
}

/** What the API server makes of the answer, in the version that it is for. */
function arrival(object: JsonObject, to: Version, trip: Trip): { readonly value: JsonObject } | TripProblem {
  const answer = converted(object, to.name, trip);
  if ('message' in answer) return { type: 'failed', message: answer.message, field: answer.field, objects: {} };
  const again = converted(object, to.name, trip);
  const objects = { [to.name]: answer.value };
  if ('message' in again || !equal(answer.value, again.value)) {
    const message = `the conversion to ${to.name} answers otherwise the second time: it may look at its argument alone`;
    return { type: 'unsteady', message, objects };
  }
  const read = readResource(answer.value, to.schema);
  if ('problem' in read)
    return { type: 'invalid', message: `what becomes of it is no object of ${to.name}: ${read.problem}`, objects };
  const [unknown] = read.unknownFields;
  if (unknown !== undefined) {
    const message = `${unknown} is no field of ${to.name}: the API server drops what is written there`;
    return { type: 'unknown field', message, field: unknown, objects };
  }
  const errors = errorsOf(read.value, to.schema);
  if (errors === undefined) return { value: read.value };
  const message = `what becomes of it is not valid in ${to.name}, where nobody could change it: ${errors}`;
  return { type: 'invalid', message, objects };
}

type Answer = { readonly value: JsonObject } | { readonly message: string; readonly field?: string | undefined };

function converted(object: JsonObject, version: string, { versions }: Trip): Answer {
  try {
    // What comes out is JSON as text.
    const answer = convertObject(object as ConvertibleObject, version, versions);
    return { value: JSON.parse(JSON.stringify(answer)) as JsonObject };
  } catch (error) {
    const { message, field } = error as Error & { readonly field?: string };
    return { message: `from ${String(object.apiVersion)} to ${version}: ${message}`, field };
  }
}

function differenceText(difference: Difference): string {
  const { path, before, after } = difference;
  return `${path}: it was ${shown(before)}, and ${after === undefined ? 'is missing' : `is ${shown(after)}`}${hint(difference)}`;
}

function hint({ path, loss, before }: Difference): string {
  const isMetadata = path.startsWith('metadata');
  return isMetadata || before === undefined ? '' : `; if it may get lost, say loses: ['${loss}'] at @ConvertsTo`;
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** A copy that nobody can change: a conversion that changes its argument is found out. */
function frozen(object: JsonObject): JsonObject {
  const copy = structuredClone(object);
  const open: unknown[] = [copy];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    open.push(...Object.values(next));
  }
  return copy;
}
