// Ports by their number and by their name.
import { type FieldError, invalid } from '../../object/field-error.js';

/** What is wrong with a port's number; `value` may be one, or a name. */
export function portProblems(value: unknown, path: string): readonly FieldError[] {
  if (typeof value !== 'number' || (value >= 1 && value <= 65535)) return [];
  return [invalid(path, value, 'must be between 1 and 65535, inclusive')];
}

/** What is wrong with a port's name: it has to be an IANA service name. */
export function portNameProblems(name: string, path: string): readonly FieldError[] {
  const problems = [
    ...(name.length > 15 ? ['must be no more than 15 characters'] : []),
    ...(/^[-a-z0-9]+$/.test(name) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
    ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
    ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
    ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
  ];
  return problems.map(problem => invalid(path, name, problem));
}

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
