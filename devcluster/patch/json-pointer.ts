// JSON pointers (RFC 6901) as the API server reads them, and what they lead to.

/**
 * The steps of a pointer; undefined for one that has no step, which leads to the whole document.
 * What comes before the first slash is not looked at.
 */
export function pointerSteps(pointer: string): readonly string[] | undefined {
  const [, ...steps] = pointer.split('/');
  return steps.length === 0
    ? undefined
    : steps.map(step => step.replaceAll(/~[01]/g, code => (code === '~1' ? '/' : '~')));
}

/** The number that a step is in a list, which may be negative: counted from the end. Undefined if it is none. */
export function indexStep(step: string): number | undefined {
  return /^[+-]?\d+$/.test(step) ? Number(step) : undefined;
}
