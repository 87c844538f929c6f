// The scalar types of API fields. A plain number or string is assignable to each; codegen reads the mark.

declare const format: unique symbol;

/** The mark of a scalar: a property that no value has, and that codegen reads as the schema's format. */
export interface Formatted<Format extends string> {
  readonly [format]?: Format;
}

/** A whole number between -2^31 and 2^31-1. Schema: `type: integer, format: int32`. */
export type Int32 = number & Formatted<'int32'>;

/**
 * A whole number between -2^63 and 2^63-1. Schema: `type: integer, format: int64`.
 * JavaScript holds whole numbers exactly up to 2^53-1 only (`Number.MAX_SAFE_INTEGER`).
 */
export type Int64 = number & Formatted<'int64'>;

/** A floating-point number. Schema: `type: number, format: double`. The API conventions advise against it in a spec. */
export type Double = number & Formatted<'double'>;

/** A date and time as RFC 3339 text, such as `2026-01-31T12:00:00Z`. Schema: `type: string, format: date-time`. */
export type Time = string & Formatted<'date-time'>;

/** `Time` with microseconds, as Lease and Event use it. Schema: `type: string, format: date-time`. */
export type MicroTime = string & Formatted<'date-time-micro'>;

/** A span of time as Go writes it, such as `1h30m` or `250ms`. Schema: `type: string`. */
export type Duration = string & Formatted<'duration'>;

/**
 * An amount such as `500m`, `2Gi` or `1.5`. Schema: integer or string with the pattern of `resource.Quantity`.
 * The API server keeps what was written, so the same amount can read as different texts.
 */
export type Quantity = (number & Formatted<'quantity'>) | (string & Formatted<'quantity'>);

/** A port number or name, a count or a percentage. Schema: `x-kubernetes-int-or-string`. */
export type IntOrString = (number & Formatted<'int-or-string'>) | (string & Formatted<'int-or-string'>);
