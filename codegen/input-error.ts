// What generate was asked for cannot be done.

/** An option, or the place where generate was run, is wrong; the source itself was not looked at. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    message: string,
    /** What to do about it. */
    readonly hint: string,
  ) {
    super(message);
  }
}
