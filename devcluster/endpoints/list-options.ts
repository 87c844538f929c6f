// The parameters of a list or a watch, read and checked.
import { type FieldError, forbidden, notSupported } from '../object/field-error.js';
import { badRequest, invalidObject } from '../object/refusals.js';

export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** Undefined without one: the newest state. */
  readonly resourceVersion: string | undefined;
  readonly resourceVersionMatch: string;
  /** 0 without one. */
  readonly limit: number;
  readonly continue: string;
  readonly watch: boolean;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  /** Undefined without one. */
  readonly timeoutSeconds: number | undefined;
}

/** @throws StatusError 400, 422 */
export function listOptions(query: URLSearchParams, watchPath = false): ListOptions {
  const text = (name: string) => query.get(name) ?? '';
  const options: ListOptions = {
    labelSelector: text('labelSelector'),
    fieldSelector: text('fieldSelector'),
    resourceVersion: text('resourceVersion') === '' ? undefined : text('resourceVersion'),
    resourceVersionMatch: text('resourceVersionMatch'),
    limit: whole(query, 'limit') ?? 0,
    continue: text('continue'),
    watch: watchPath || truth(query, 'watch') === true,
    allowWatchBookmarks: truth(query, 'allowWatchBookmarks') === true,
    sendInitialEvents: truth(query, 'sendInitialEvents'),
    timeoutSeconds: whole(query, 'timeoutSeconds'),
  };
  const errors = options.watch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  return options;
}

/**
 * A whole number of a query.
 * @throws StatusError 400 in the words of Go
 */
export function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? '';
  if (text === '') return undefined;
  const refused = (why: string) => badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^[-+]?\d+$/.test(text)) throw refused('invalid syntax');
  const value = Number(text);
  if (Math.abs(value) >= 2 ** 63) throw refused('value out of range');
  return value;
}

/** As Kubernetes reads it: a parameter without a value holds. */
export function truth(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return !['false', '0'].includes(text.toLowerCase());
}

const MATCH = 'resourceVersionMatch';

function listErrors({ resourceVersion, resourceVersionMatch: match, continue: token, sendInitialEvents }: ListOptions) {
  const errors: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === undefined) {
      errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden unless resourceVersion is provided'));
    }
    if (token !== '') errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      errors.push(notSupported(MATCH, match, ['Exact', 'NotOlderThan', '']));
    }
    if (match === 'Exact' && resourceVersion === '0') {
      errors.push(forbidden(MATCH, 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
  }
  if (sendInitialEvents !== undefined) {
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}

function watchErrors({ resourceVersionMatch: match, continue: token, sendInitialEvents }: ListOptions) {
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== 'NotOlderThan') {
    errors.push(forbidden(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'));
  }
  if (match !== '' && sendInitialEvents === undefined) {
    errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'));
  }
  if (match !== '' && match !== 'NotOlderThan') errors.push(notSupported(MATCH, match, ['NotOlderThan']));
  if (match !== '' && token !== '') {
    errors.push(forbidden(MATCH, 'resourceVersionMatch is forbidden when continue is provided'));
  }
  return errors;
}
