// What becomes of fields that a kind does not have, and of fields that are there twice.
import { notSupported } from '../object/field-error.js';
import { badRequest, invalidObject } from '../object/refusals.js';

/** The `fieldValidation` parameter. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

const SUPPORTED = ['', 'Ignore', 'Strict', 'Warn'];

/**
 * @param optionsKind `CreateOptions`, ... for the refusal
 * @throws StatusError 422
 */
export function fieldValidationOf(text: string, optionsKind: string): FieldValidation {
  if (!SUPPORTED.includes(text)) {
    throw invalidObject({ group: 'meta.k8s.io', kind: optionsKind }, '', [
      notSupported('fieldValidation', text, SUPPORTED),
    ]);
  }
  return text === '' ? 'Warn' : (text as FieldValidation);
}

/** Fields that were found. */
export interface FoundFields {
  readonly duplicates: readonly string[];
  readonly unknown: readonly string[];
}

const YAML_ERRORS = 'yaml: unmarshal errors:\n  ';

/** The API server tells of no more than this. */
const MAX_TOLD = 100;

/**
 * Tells of the fields, or refuses them.
 * @throws StatusError 400 for Strict
 */
export function reportFields(
  { version, kind, custom }: { readonly version: string; readonly kind: string; readonly custom: boolean },
  { duplicates, unknown }: FoundFields,
  { fieldValidation, warn }: { readonly fieldValidation: FieldValidation; warn(text: string): void },
): void {
  if (fieldValidation === 'Ignore') return;
  const inYaml = duplicates.some(field => field.startsWith('line '));
  const twice = inYaml ? duplicates : duplicates.map(field => `duplicate field ${JSON.stringify(field)}`);
  const strange = unknown.map(field => `unknown field ${JSON.stringify(field)}`);
  // Built-in kinds are decoded first, custom ones parsed first, and so is YAML.
  const texts = (custom || inYaml ? [...twice, ...strange] : [...strange, ...twice]).slice(0, MAX_TOLD);
  if (texts.length === 0) return;
  if (fieldValidation === 'Strict') {
    const why = `strict decoding error: ${inYaml ? YAML_ERRORS : ''}${texts.join(', ')}`;
    throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
  }
  for (const text of texts) warn(text);
}
