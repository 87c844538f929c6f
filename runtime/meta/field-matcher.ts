// Field selectors, asked of objects.
import { parseFieldSelector } from './field-selector.js';

/**
 * Makes a field selector ready to be asked of many objects. A field is a path of names (`spec.nodeName`), and its value a
 * text as the API server selects by: numbers and booleans are printed, and what is not there is empty.
 * @throws TypeError for what does not parse
 */
export function fieldMatcher(selector: string): (object: object) => boolean {
  const requirements = parseFieldSelector(selector).map(({ field, operator, value }) => {
    return { path: field.split('.'), isEqual: operator === '=', value };
  });
  return object => requirements.every(({ path, isEqual, value }) => (valueAt(object, path) === value) === isEqual);
}

function valueAt(object: object, path: readonly string[]): string {
  let value: unknown = object;
  for (const name of path) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    value = isThere ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
