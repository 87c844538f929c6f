// The answer of a validating method.

/** One field that is wrong, as `kubectl` shows it for `invalid`. */
export interface InvalidField {
  /** From the root of the object, such as `spec.containers[0].image`. */
  readonly field: string;
  /** What is wrong with it, and what to write instead. */
  readonly message: string;
}

/** Whether a write may go on. */
export type Verdict =
  | { readonly allowed: true; readonly warnings: readonly string[] }
  | {
      readonly allowed: false;
      readonly message: string;
      readonly warnings: readonly string[];
      /** What is wrong where; absent: the write is forbidden as a whole. */
      readonly fields?: readonly InvalidField[];
    };

/** The write may go on. Each warning is shown to the user, as `kubectl` does behind `Warning:`. */
export function allow(...warnings: readonly string[]): Verdict {
  return { allowed: true, warnings };
}

/** The write is refused, as forbidden (403). The message is shown to the user: say what to write instead. */
export function deny(message: string, ...warnings: readonly string[]): Verdict {
  return { allowed: false, message, warnings };
}

/**
 * The write is refused because of fields (422), as the API server itself refuses what is not valid:
 * `invalid([{ field: 'spec.replicas', message: 'may not shrink' }])`. Without fields it is allowed, so that they can be
 * gathered in a list.
 */
export function invalid(fields: readonly InvalidField[], ...warnings: readonly string[]): Verdict {
  if (fields.length === 0) return allow(...warnings);
  const message = fields.map(({ field, message: text }) => `${field}: ${text}`).join(', ');
  return { allowed: false, message, warnings, fields };
}
