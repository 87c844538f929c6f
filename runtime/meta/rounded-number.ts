// Which numbers JavaScript cannot hold as they were written.

/** Whether digits of a whole number were lost when it was read. @param source its text in the JSON */
export function isRounded(value: number, source: string): boolean {
  return !Number.isSafeInteger(value) && /^-?[0-9]+$/.test(source) && String(value) !== source;
}
