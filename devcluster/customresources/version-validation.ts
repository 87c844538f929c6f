// What is wrong with the parts of a version beside its schema: columns, subresources, selectable fields.
import { schemaAtPath } from '../../schema/json-path.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { type FieldError, invalid, required } from '../object/field-error.js';
import type { CustomColumn } from '../table/custom-columns.js';
import type { DefinitionSubresources, DefinitionVersion } from './definition.js';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** A column before anybody has looked at it. */
interface UncheckedColumn {
  readonly name?: string;
  readonly type?: string;
  readonly format?: string;
  readonly jsonPath?: string;
}

/** Of an entry of `additionalPrinterColumns`. */
export function columnErrors(column: CustomColumn, path: string): readonly FieldError[] {
  const { name = '', type = '', format = '', jsonPath = '' } = column as UncheckedColumn;
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

/** Of `selectableFields`. */
export function selectableFieldErrors(version: DefinitionVersion, path: string): readonly FieldError[] {
  const { selectableFields = [], schema } = version;
  const paths = selectableFields.map(({ jsonPath }) => jsonPath ?? '');
  const errors = paths.flatMap((jsonPath, index) => {
    const at = `${path}[${index}].jsonPath`;
    if (jsonPath === '') return [required(at)];
    const found = schemaAtPath((schema?.openAPIV3Schema ?? {}) as StructuralSchema, jsonPath);
    if (!found.found) return [invalid(at, jsonPath, 'is an invalid path: does not refer to a valid field')];
    const { type = '' } = found.schema;
    return [
      ...(jsonPath.startsWith('.metadata') ? [invalid(at, jsonPath, 'must not point to fields in metadata')] : []),
      ...(['string', 'boolean', 'integer'].includes(type)
        ? []
        : [
            invalid(
              at,
              jsonPath,
              'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
            ),
          ]),
      ...(paths.indexOf(jsonPath) === index
        ? []
        : [
            {
              reason: 'FieldValueDuplicate' as const,
              field: at,
              message: `Duplicate value: ${JSON.stringify(jsonPath)}`,
            },
          ]),
    ];
  });
  const count = new Set(paths).size;
  if (count <= MAX_SELECTABLE) return errors;
  const message = `Too many: ${count}: must have at most ${MAX_SELECTABLE} items`;
  return [...errors, { reason: 'FieldValueTooMany', field: path, message }];
}

function pathErrors(text: string, field: string): readonly FieldError[] {
  return text.startsWith('.') ? [] : [invalid(field, text, 'must be a simple json path starting with .')];
}

function belowErrors(text: string, field: string, starts: readonly string[], where: string): readonly FieldError[] {
  const wrong = pathErrors(text, field);
  if (wrong.length > 0 || starts.some(start => text.startsWith(start))) return wrong;
  return [invalid(field, text, `should be a json path ${where}`)];
}
