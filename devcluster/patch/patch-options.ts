// The query parameters that come with a patch.
import { type FieldError, forbidden, invalid, required, tooLong } from '../object/field-error.js';
import { isPrintable } from '../object/printable.js';
import { invalidObject } from '../object/refusals.js';

/** As they came; absent ones are undefined. */
export interface PatchOptions {
  readonly fieldManager?: string | undefined;
  readonly force?: boolean | undefined;
}

/**
 * Refuses what does not go together: server-side apply without a field manager, `force` without apply, a field manager
 * of more than 128 bytes or with characters that cannot be printed.
 * @throws StatusError 422
 */
export function checkPatchOptions({ fieldManager = '', force }: PatchOptions, apply: boolean): void {
  const errors = fieldManagerErrors(fieldManager);
  if (apply && fieldManager === '') errors.unshift(required('fieldManager', 'is required for apply patch'));
  if (!apply && force !== undefined) errors.unshift(forbidden('force', 'may not be specified for non-apply patch'));
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', errors);
}

const MAX_MANAGER_BYTES = 128;

/** What is wrong with the name of a field manager; the same for all verbs. */
export function fieldManagerErrors(manager: string): FieldError[] {
  const errors: FieldError[] = [];
  if (Buffer.byteLength(manager) > MAX_MANAGER_BYTES) errors.push(tooLong('fieldManager', MAX_MANAGER_BYTES));
  let position = 0;
  for (const character of manager) {
    if (!isPrintable(character)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      errors.push(invalid('fieldManager', manager, `invalid character U+${code} (at position ${position})`));
    }
    position += Buffer.byteLength(character);
  }
  return errors;
}
