// Field selectors, asked of objects.
import { parseFieldSelector } from './field-selector.js';

/** Of which kind the objects are: some fields of built-in kinds are not where their names say. */
export interface SelectedKind {
  readonly group: string;
  readonly kind: string;
}

/**
 * Makes a field selector ready to be asked of many objects. A field is a path of names (`spec.nodeName`), and its value a
 * text as the API server selects by: numbers and booleans are printed, and what is not there is empty. With a kind, the
 * fields of built-in kinds that Go prints from elsewhere, or with a default, are as the server has them:
 * `spec.unschedulable` of a Node, `spec.hostNetwork` and `spec.host` of a Pod, `status.successful` of a Job, `source` of an Event.
 * @throws TypeError for what does not parse
 */
export function fieldMatcher(selector: string, kind?: SelectedKind): (object: object) => boolean {
  const others = (kind && ELSEWHERE[`${kind.group}/${kind.kind}`]) ?? {};
  const requirements = parseFieldSelector(selector).map(({ field, operator, value }) => {
    const { at, otherwise } = Object.hasOwn(others, field) ? (others[field] as Place) : { at: [field], otherwise: '' };
    return { paths: at.map(path => path.split('.')), otherwise, isEqual: operator === '=', value };
  });
  return object =>
    requirements.every(({ paths, otherwise, isEqual, value }) => {
      return ((firstAt(object, paths) || otherwise) === value) === isEqual;
    });
}

/** The first of these fields that is there, and what the server takes when none is. */
interface Place {
  readonly at: readonly string[];
  readonly otherwise: string;
}

/** As the `SelectableFields` of these kinds make them. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  '/Node': { 'spec.unschedulable': { at: ['spec.unschedulable'], otherwise: 'false' } },
  '/Pod': {
    'spec.host': { at: ['spec.nodeName'], otherwise: '' },
    'spec.hostNetwork': { at: ['spec.hostNetwork'], otherwise: 'false' },
  },
  '/ReplicationController': { 'status.replicas': { at: ['status.replicas'], otherwise: '0' } },
  '/Event': { source: { at: ['source.component', 'reportingComponent'], otherwise: '' } },
  'batch/Job': { 'status.successful': { at: ['status.succeeded'], otherwise: '0' } },
};

function firstAt(object: object, paths: readonly (readonly string[])[]): string {
  for (const path of paths) {
    const value = valueAt(object, path);
    if (value !== '') return value;
  }
  return '';
}

function valueAt(object: object, path: readonly string[]): string {
  let value: unknown = object;
  for (const name of path) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    value = isThere ? (value as Record<string, unknown>)[name] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
