// The types of fields that hold any JSON.

/**
 * Any JSON: a text, number, boolean, null, list or object. The API server keeps it as it is and checks nothing.
 * Schema: `x-kubernetes-preserve-unknown-fields: true` without a type, as `JSON` of apiextensions has it.
 */
export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;

/** An object of any fields. Schema: `type: object` that preserves unknown fields, as `RawExtension` of apimachinery has it. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** A list of any JSON. */
export interface JsonArray extends ReadonlyArray<JsonValue> {}
