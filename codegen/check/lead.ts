// Follows the JSON path of a decorator through the schema of its resource.
import { schemaAtPath } from '../../schema/json-path.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { nearest } from '../../spelling/suggestion.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { someOf } from '../model/some-of.js';
import { error } from './finding.js';

const FORMS = `the steps are .field, ['field.with.dots'], [0], [*] and [?(@.type=="Ready")]`;

/** Where a path leads, or why nowhere. @param what the option that it was said for */
export function lead(
  path: string,
  place: Origin,
  code: string,
  whole: StructuralSchema,
  what?: string,
): StructuralSchema | Diagnostic {
  const result = schemaAtPath(whole, path);
  if (result.found) return result.schema;
  const subject = what === undefined ? path : `${what} ${path}`;
  if (result.step === '') {
    const hint = path.startsWith('.') ? FORMS : 'start it with a dot, such as .spec.replicas';
    return error(place, code, `${subject || '""'} is no JSON path`, hint);
  }
  const parent = result.at === '' ? 'the resource' : result.at;
  const message = `${subject} leads nowhere: ${parent} has no ${result.step.replace(/^\./, '')}`;
  const name = result.step.replace(/^\./, '');
  const meant = nearest(name, result.instead);
  const fields = result.instead.length === 0 ? 'no fields' : someOf(result.instead);
  const rest = path.slice(result.at.length + result.step.length);
  const hint = meant === undefined ? `${parent} has ${fields}` : `did you mean "${result.at}.${meant}${rest}"?`;
  return error(place, code, message, hint);
}
