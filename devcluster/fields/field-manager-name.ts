// The name of a writer that does not say one.
import { isPrintable } from '../object/printable.js';

/** The field manager, or else what the user agent has before its first slash: printable characters, at most 128 bytes. */
export function fieldManagerName(fieldManager: string | undefined, userAgent: string | undefined): string {
  if (fieldManager !== undefined && fieldManager !== '') return fieldManager;
  const [program = ''] = (userAgent ?? '').split('/');
  let name = '';
  for (const character of program) {
    if (!isPrintable(character)) continue;
    if (Buffer.byteLength(name + character) > MAX_BYTES) break;
    name += character;
  }
  return name;
}

const MAX_BYTES = 128;
