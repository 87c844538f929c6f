// Why an object cannot be converted.

/** An object that cannot be converted; the message names it, the versions, and the field where one is known. */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';

  constructor(
    message: string,
    /** Such as `spec.tls`; undefined where it is about no field. */
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
