// A file of a data folder that does not say what it said.

/** Somebody has changed the file, or its disk has; `hint` says what can be done. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';

  /** @param place the file, and the line where there is one */
  constructor(
    place: string,
    readonly hint: string,
  ) {
    super(`${place} is damaged`);
  }
}
