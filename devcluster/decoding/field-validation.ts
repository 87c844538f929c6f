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

/** What to do with them. */
export interface FieldReport {
  readonly fieldValidation: FieldValidation;
  warn(text: string): void;
  /** The refusal, with what is wrong. Default: 400, in the words for an object that was sent. */
  readonly refusal?: (why: string) => Error;
  /** Whether duplicates were found before the object was decoded. Default: as it is for an object that was sent. */
  readonly duplicatesFirst?: boolean;
}

/**
 * Tells of the fields, or refuses them.
 * @throws Error the refusal, for Strict
 */
export function reportFields(
  { version, kind, custom }: { readonly version: string; readonly kind: string; readonly custom: boolean },
  { duplicates, unknown }: FoundFields,
  { fieldValidation, warn, refusal, duplicatesFirst = custom }: FieldReport,
): void {
  if (fieldValidation === 'Ignore') return;
  const inYaml = duplicates.some(field => field.startsWith('line '));
  const twice = inYaml ? duplicates : duplicates.map(field => `duplicate field ${JSON.stringify(field)}`);
  const strange = unknown.map(field => `unknown field ${JSON.stringify(field)}`);
  // Built-in kinds are decoded first, custom ones parsed first, and so is YAML.
  const texts = (duplicatesFirst || inYaml ? [...twice, ...strange] : [...strange, ...twice]).slice(0, MAX_TOLD);
  if (texts.length === 0) return;
  if (fieldValidation === 'Strict') {
    // Those of YAML are one error, with a line for each.
    const errors = inYaml
      ? [YAML_ERRORS + texts.slice(0, twice.length).join('\n  '), ...texts.slice(twice.length)]
      : texts;
    const why = `strict decoding error: ${errors.join(', ')}`;
    if (refusal !== undefined) throw refusal(why);
    throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
  }
  for (const text of texts) warn(text);
}
