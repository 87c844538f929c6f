// Checks the JSON paths of print columns and of the scale subresource: the API server takes any, and then shows nothing.
import { schemaAtPath } from '../../schema/json-path.js';
import { withObjectMeta } from '../../schema/object-meta.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import type { PrintColumnModel, ResourceModel } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { error } from './finding.js';
import { nearest } from './suggestion.js';

export function checkPaths(resource: ResourceModel): readonly Diagnostic[] {
  const whole = withObjectMeta(resource.schema);
  return [
    ...resource.printColumns.flatMap((column, index) => checkColumn(column, index, resource, whole)),
    ...checkScale(resource, whole),
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
  return found;
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

const FORMS = `the steps are .field, ['field.with.dots'], [0], [*] and [?(@.type=="Ready")]`;

/** Where a path leads, or why nowhere. */
function lead(
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
  const fields = result.instead.length === 0 ? 'no fields' : result.instead.join(', ');
  const rest = path.slice(result.at.length + result.step.length);
  const hint = meant === undefined ? `${parent} has ${fields}` : `did you mean "${result.at}.${meant}${rest}"?`;
  return error(place, code, message, hint);
}
