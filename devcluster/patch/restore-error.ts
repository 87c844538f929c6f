// What the API server says of a strategic merge patch that leaves a value of the wrong type.
const MISMATCH =
  /^json: cannot unmarshal (string|bool|number|object|array)( \S+)? into Go struct field \S+ of type (.+)$/;

/**
 * It reads the result of such a patch out of maps and not out of JSON, and its complaints are others.
 * @param complaint of the decoder of JSON; those of types that read their JSON themselves stay
 */
export function restoreError(complaint: string): string {
  const [, value, literal = '', wanted = ''] = MISMATCH.exec(complaint) ?? [];
  if (value === undefined) return complaint;
  const given = KINDS[value] ?? (literal.includes('.') ? 'float64' : 'int64');
  if (wanted.startsWith('[]')) return `cannot restore slice from ${given}`;
  if (wanted.startsWith('map[')) return `cannot restore map from ${given}`;
  if (!SCALARS.has(wanted)) return `cannot restore struct from: ${given}`;
  // Go could convert numbers to texts and to other numbers, and then finds that it must not.
  const convertible = value === 'number' && wanted !== 'bool';
  return convertible ? `cannot convert ${given} to ${wanted}` : `unrecognized type: ${wanted}`;
}

const SCALARS = new Set(['string', 'bool', 'int32', 'int64', 'float64']);

const KINDS: Readonly<Record<string, string | undefined>> = {
  array: 'slice',
  object: 'map',
  bool: 'bool',
  string: 'string',
};
