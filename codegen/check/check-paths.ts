// Checks the JSON paths of print columns and of the scale subresource: the API server takes any, and then shows nothing.
import { withObjectMeta } from '../../schema/object-meta.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { PrintColumnModel, ResourceModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { checkSelectableFields } from './check-selectable-fields.js';
import { error } from './finding.js';
import { lead } from './lead.js';

export function checkPaths(resource: ResourceModel): readonly Diagnostic[] {
  const whole = withObjectMeta(resource.schema);
  return [
    ...resource.printColumns.flatMap((column, index) => checkColumn(column, index, resource, whole)),
    ...checkScale(resource, whole),
    ...checkSelectableFields(resource),
  ];
}

function checkColumn(
  column: PrintColumnModel,
  index: number,
  resource: ResourceModel,
  whole: StructuralSchema,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const { name, jsonPath, priority, origin, said } = column;
  if (resource.printColumns.findIndex(other => other.name === name) < index) {
    found.push(
      error(
        said?.name ?? origin,
        'KW3022',
        `the column "${name}" of ${resource.kind} is there twice`,
        'give one another name',
      ),
    );
  }
  if (name === '') {
    found.push(
      error(
        said?.name ?? origin,
        'KW3022',
        `the column of ${jsonPath} has no name`,
        'name it as kubectl get shall show it',
      ),
    );
  }
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 0 && priority < 2 ** 31)) {
    const hint = '0 is always shown, 1 with kubectl get -o wide';
    found.push(
      error(
        said?.priority ?? origin,
        'KW3023',
        `the priority ${priority} of the column "${name}" is no whole number from 0 to 2147483647`,
        hint,
      ),
    );
  }
  const target = lead(jsonPath, origin, 'KW3020', whole);
  if ('code' in target) return [...found, target];
  const { type } = target;
  if (type === 'object' || type === 'array') {
    const message = `${jsonPath} is of type ${type}; a column shows a text, number, boolean or time`;
    found.push(error(origin, 'KW3021', message, insideHint(jsonPath, target)));
  }
  return [...found, ...checkType(column, target), ...checkFormat(column)];
}

/** What the API server shows of a field of one type in a column of another; in all others it shows nothing. */
const SHOWN_AS: { readonly [type: string]: readonly string[] } = {
  string: ['string', 'date'],
  integer: ['integer', 'number', 'string'],
  number: ['number', 'integer', 'string'],
  boolean: ['boolean', 'string'],
};
const TYPES = ['integer', 'number', 'string', 'boolean', 'date'];

function checkType(
  { name, jsonPath, type, said, origin }: PrintColumnModel,
  target: StructuralSchema,
): readonly Diagnostic[] {
  const place = said?.type ?? origin;
  if (!TYPES.includes(type)) {
    return [error(place, 'KW3047', `the column "${name}" has the type "${type}"`, `the types are ${TYPES.join(', ')}`)];
  }
  const shown = SHOWN_AS[target.type ?? ''];
  if (said?.type === undefined || shown === undefined || shown.includes(type)) return [];
  const message = `${jsonPath} is of type ${target.type}, of which a column of type ${type} shows nothing`;
  return [error(place, 'KW3047', message, `leave the type out, or say ${shown.join(' or ')}`)];
}

const FORMATS = ['int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password'];

function checkFormat({ name, format, said, origin }: PrintColumnModel): readonly Diagnostic[] {
  if (format === undefined || FORMATS.includes(format)) return [];
  const message = `the column "${name}" has the format "${format}", which the API server refuses`;
  return [error(said?.format ?? origin, 'KW3048', message, `the formats are ${FORMATS.join(', ')}`)];
}

function insideHint(path: string, { type, items, properties }: StructuralSchema): string {
  const [field] = Object.keys(properties ?? {});
  if (field !== undefined) return `name a field in it, such as ${path}.${field}`;
  if (type === 'object') return `name a key in it, such as ${path}.key`;
  return items?.properties?.type === undefined
    ? `name one item, such as ${path}[0]`
    : `name one item, such as ${path}[?(@.type=="Ready")].status`;
}

/** The paths of the scale subresource: below which part they must be, and what they must lead to. */
const SCALE_PATHS = [
  { option: 'specReplicasPath', part: '.spec.', type: 'integer' },
  { option: 'statusReplicasPath', part: '.status.', type: 'integer' },
  { option: 'labelSelectorPath', part: '.status.', type: 'string' },
] as const;

function checkScale({ kind, scale, status }: ResourceModel, whole: StructuralSchema): readonly Diagnostic[] {
  if (scale === undefined) return [];
  if (!status) {
    const hint = `say CustomResource<${kind}Spec, ${kind}Status>`;
    return [error(scale.origin, 'KW3033', `scale needs a status, and ${kind} has none`, hint)];
  }
  return SCALE_PATHS.flatMap(({ option, part, type }) => {
    const path = scale[option];
    if (path === undefined) return [];
    const place = scale.said?.[option] ?? scale.origin;
    const parts = option === 'labelSelectorPath' ? ['.status.', '.spec.'] : [part];
    if (!parts.some(each => path.startsWith(each)) || /[[\]]/.test(path)) {
      return [
        error(
          place,
          'KW3030',
          `${option} ${path} is not a plain path below ${part.slice(0, -1)}`,
          `say a path such as ${part}${type === 'integer' ? 'replicas' : 'selector'}`,
        ),
      ];
    }
    const target = lead(path, place, 'KW3031', whole, option);
    if ('code' in target) return [target];
    if (target.type === undefined || target.type === type) return [];
    return [error(place, 'KW3032', `${option} ${path} is of type ${target.type}; it must be ${type}`)];
  });
}
