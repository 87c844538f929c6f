// Field selectors: `metadata.name=web,status.phase!=Running`.
import type { ApiObject } from '../object/api-object.js';
import { badRequest } from '../object/refusals.js';

/** One condition. */
export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly negated: boolean;
}

/** The field labels of an object, and their values. */
export type FieldLabels = (object: ApiObject) => Readonly<Record<string, string>>;

/**
 * Reads a selector.
 * @throws StatusError 400 with the API server's text
 */
export function parseFieldSelector(text: string): readonly FieldTerm[] {
  return splitTerms(text)
    .filter(part => part !== '')
    .map(part => {
      const match = /^((?:[^=!\\]|\\.)*?)(!=|==|=)(.*)$/s.exec(part);
      const [, field, operator, value] = match ?? [];
      if (field === undefined || operator === undefined || value === undefined) {
        throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
      }
      return { field, value: unescaped(value), negated: operator === '!=' };
    });
}

/** The object's values for the labels that every resource has. */
export function metadataLabels(object: ApiObject): Readonly<Record<string, string>> {
  return { 'metadata.name': object.metadata.name, 'metadata.namespace': object.metadata.namespace ?? '' };
}

/** Whether an object meets all terms; a label that it has no value for counts as empty, as in Go. */
export function matchesFields(terms: readonly FieldTerm[], values: Readonly<Record<string, string>>): boolean {
  return terms.every(({ field, value, negated }) => ((values[field] ?? '') === value) !== negated);
}

/** Commas separate terms, unless they are escaped. */
function splitTerms(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') part += char + (text[++at] ?? '');
    else if (char === ',') {
      parts.push(part);
      part = '';
    } else part += char;
  }
  return [...parts, part];
}

function unescaped(value: string): string {
  return value.replace(/\\(.?)|[,=]/gs, (found, escaped: string | undefined) => {
    if (escaped === undefined) {
      throw badRequest(`invalid field selector: unescaped character in value: ${found.charCodeAt(0)}`);
    }
    if (!['\\', ',', '='].includes(escaped)) {
      throw badRequest(`invalid field selector: invalid escape sequence: ${found}`);
    }
    return escaped;
  });
}
