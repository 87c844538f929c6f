// What is wrong with the parts of a version beside its schema: warning, columns, subresources, selectable fields.
import { unreadable } from '../declared-schema.js';
import { duplicate, type FieldError, invalid, required, tooMany } from '../field-error.js';
import type { DefinitionColumn, DefinitionSubresources, DefinitionVersion } from './definition.js';
import { namedPath } from './named-path.js';

const LONGEST_WARNING = 256;

/** Of `deprecationWarning`; `path` is that of the version. */
export function warningErrors(
  { deprecated = false, deprecationWarning: warning }: DefinitionVersion,
  path: string,
): readonly FieldError[] {
  if (warning === undefined) return [];
  return warningProblems(warning, deprecated).map(why => invalid(`${path}.deprecationWarning`, warning, why));
}

function warningProblems(warning: string, deprecated: boolean): readonly string[] {
  if (!deprecated) return ['can only be set for deprecated versions'];
  const bytes = new TextEncoder().encode(warning).length;
  const odd = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  return [
    ...(bytes > LONGEST_WARNING ? [`must be <= ${LONGEST_WARNING} characters long`] : []),
    ...(warning === '' ? ['must not be an empty string'] : []),
    ...(odd === null
      ? []
      : [
          `must only contain printable UTF-8 characters; non-printable character found at index ${bytesTo(warning, odd)}`,
        ]),
  ];
}

function bytesTo(text: string, found: RegExpExecArray): number {
  return new TextEncoder().encode(text.slice(0, found.index)).length;
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** Of an entry of `additionalPrinterColumns`. */
export function columnErrors(column: DefinitionColumn, path: string): readonly FieldError[] {
  const { name = '', type = '', format = '', jsonPath = '' } = column;
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(type === '' ? [required(`${path}.type`, types)] : []),
    ...(type === '' || COLUMN_TYPES.includes(type) ? [] : [invalid(`${path}.type`, type, types)]),
    ...(format === '' || COLUMN_FORMATS.includes(format)
      ? []
      : [invalid(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`)]),
    ...(jsonPath === '' ? [required(`${path}.JSONPath`)] : pathErrors(jsonPath, `${path}.JSONPath`)),
  ];
}

/** Of `subresources`. */
export function subresourceErrors(
  subresources: DefinitionSubresources | undefined,
  path: string,
): readonly FieldError[] {
  const { scale } = subresources ?? {};
  if (scale === undefined) return [];
  const { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath = '' } = scale;
  return [
    ...(specReplicasPath === ''
      ? [required(`${path}.scale.specReplicasPath`)]
      : belowErrors(specReplicasPath, `${path}.scale.specReplicasPath`, ['.spec.'], 'under .spec')),
    ...(statusReplicasPath === ''
      ? [required(`${path}.scale.statusReplicasPath`)]
      : belowErrors(statusReplicasPath, `${path}.scale.statusReplicasPath`, ['.status.'], 'under .status')),
    ...(labelSelectorPath === ''
      ? []
      : belowErrors(
          labelSelectorPath,
          `${path}.scale.labelSelectorPath`,
          ['.spec.', '.status.'],
          'under either .spec or .status',
        )),
  ];
}

const MAX_SELECTABLE = 8;
const SELECTABLE = ['string', 'boolean', 'integer'];
const SELECTABLE_RULE =
  'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';

/** Of `selectableFields`. */
export function selectableFieldErrors(version: DefinitionVersion, path: string): readonly FieldError[] {
  const { selectableFields = [], schema: { openAPIV3Schema: schema = {} } = {} } = version;
  if (selectableFields.length === 0 || unreadable(schema) !== undefined) return [];
  const seen = new Set<string>();
  const errors = selectableFields.flatMap(({ jsonPath = '' }, index) => {
    const at = `${path}[${index}].jsonPath`;
    if (jsonPath === '') return [required(at)];
    const found = namedPath(jsonPath, schema, false);
    if ('problem' in found) return [invalid(at, jsonPath, `is an invalid path: ${found.problem}`)];
    const again = seen.has(found.path);
    seen.add(found.path);
    return [
      ...(/^\.?metadata(?:[.[]|$)/.test(found.path)
        ? [invalid(at, jsonPath, 'must not point to fields in metadata')]
        : []),
      ...(SELECTABLE.includes(found.schema?.type ?? '') ? [] : [invalid(at, jsonPath, SELECTABLE_RULE)]),
      ...(again ? [duplicate(at, jsonPath)] : []),
    ];
  });
  return seen.size <= MAX_SELECTABLE ? errors : [...errors, tooMany(path, seen.size, MAX_SELECTABLE)];
}

function pathErrors(text: string, field: string): readonly FieldError[] {
  return text.startsWith('.') ? [] : [invalid(field, text, 'must be a simple json path starting with .')];
}

function belowErrors(text: string, field: string, starts: readonly string[], where: string): readonly FieldError[] {
  const wrong = pathErrors(text, field);
  if (wrong.length > 0 || starts.some(start => text.startsWith(start))) return wrong;
  return [invalid(field, text, `should be a json path ${where}`)];
}
