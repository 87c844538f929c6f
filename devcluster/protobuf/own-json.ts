// The messages that are not objects in JSON: times, quantities, raw JSON, and schemas that may be two things.
import type { Json } from '../../schema/structural-schema.js';
import { ProtobufError } from './protobuf-error.js';

/** What a message was on the wire, by the names of its fields. */
export type WireValues = Readonly<Record<string, Json | Uint8Array>>;

/** The JSON of the messages that have one of their own, by name; null is what an empty one is. */
export const OWN_JSON: ReadonlyMap<string, (values: WireValues) => Json> = new Map([
  ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', (values: WireValues) => time(values, 0)],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', (values: WireValues) => time(values, 6)],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1', ({ Raw }: WireValues) => rawJson(Raw)],
  ['io.k8s.apimachinery.pkg.runtime.RawExtension', ({ raw }: WireValues) => rawJson(raw)],
  ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON', ({ raw }: WireValues) => rawJson(raw)],
  ['io.k8s.apimachinery.pkg.api.resource.Quantity', ({ string }: WireValues) => json(string) ?? '0'],
  [
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    ({ type, intVal, strVal }: WireValues) => (type === 1 ? (json(strVal) ?? '') : (json(intVal) ?? 0)),
  ],
  [
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray',
    ({ schema, jSONSchemas }: WireValues) => (isFull(jSONSchemas) ? jSONSchemas : json(schema)),
  ],
  [
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool',
    ({ schema, allows }: WireValues) => json(schema) ?? json(allows) ?? false,
  ],
  [
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray',
    ({ schema, property }: WireValues) => (isFull(property) ? property : json(schema)),
  ],
]);

function json(value: Json | Uint8Array | undefined): Json {
  return value === undefined || value instanceof Uint8Array ? null : value;
}

function isFull(value: Json | Uint8Array | undefined): value is readonly Json[] {
  return Array.isArray(value) && value.length > 0;
}

/** RFC 3339 in UTC, with as many digits of a second; the zero time is null. */
function time({ seconds, nanos }: WireValues, digits: number): Json {
  const whole = Number(seconds ?? 0);
  const fraction = Number(nanos ?? 0);
  if (whole === 0 && fraction === 0) return null;
  const date = new Date(whole * 1000);
  if (Number.isNaN(date.getTime()) || fraction < 0 || fraction >= 1e9) {
    throw new ProtobufError(`time of ${whole} seconds and ${fraction} nanoseconds is out of range`);
  }
  const point = digits === 0 ? '' : `.${String(fraction).padStart(9, '0').slice(0, digits)}`;
  return `${date.toISOString().slice(0, -'.000Z'.length)}${point}Z`;
}

function rawJson(raw: Json | Uint8Array | undefined): Json {
  if (!(raw instanceof Uint8Array) || raw.length === 0) return null;
  try {
    return JSON.parse(UTF8.decode(raw)) as Json;
  } catch (error) {
    throw new ProtobufError('raw JSON in the message cannot be parsed', { cause: error });
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
