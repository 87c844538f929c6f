// From a review to the methods of a class, and from what they answer to an outcome.
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import type { AdmissionContext } from './admission-context.js';
import { type AdmissionOutcome, forbidden, unprocessable } from './admission-response.js';
import type { AdmissionRequest } from './admission-review.js';
import { objectPatch } from './object-patch.js';
import type { InvalidField } from './verdict.js';

/** Answers a review that fits; what it throws refuses the write. */
export type AdmissionMethod = (
  request: AdmissionRequest,
  context: AdmissionContext,
) => AdmissionOutcome | Promise<AdmissionOutcome>;

type AnyObject = Snapshot<KubernetesObject>;

/** What `@Defaults` asks of a class. */
export interface Defaulter {
  default(object: never, context: never): unknown;
}

/** What `@Validates` asks of a class: one of these or more. */
export interface Validator {
  validateCreate?(object: never, context: never): unknown;
  validateUpdate?(object: never, old: never, context: never): unknown;
  validateDelete?(object: never, context: never): unknown;
}

/** Nothing is filled in where nothing is stored: `DELETE` and `CONNECT` go on. */
export function defaulting(defaulter: Defaulter): AdmissionMethod {
  const method = { default: defaulter.default.bind(defaulter) as (...args: readonly unknown[]) => unknown };
  return async (request, context) => {
    const { operation, object } = request;
    if (operation === 'DELETE' || operation === 'CONNECT' || object === undefined) return { allowed: true };
    const answer = await method.default(object, context);
    return { allowed: true, patch: objectPatch(object, answer) };
  };
}

/** An operation that the class has no method for is refused: nobody has judged it. */
export function validating(validator: Validator, className: string): AdmissionMethod {
  const { validateCreate, validateUpdate, validateDelete } = validator as Validating;
  return async (request, context) => {
    const { operation, object, oldObject } = request;
    const given = { CREATE: object, UPDATE: object, DELETE: oldObject, CONNECT: object }[operation] as AnyObject;
    const called = { CREATE: validateCreate, DELETE: validateDelete }[operation as 'CREATE' | 'DELETE'];
    if (operation === 'UPDATE' && validateUpdate !== undefined) {
      return outcomeOf(await validateUpdate.call(validator, given, oldObject as AnyObject, context), request);
    }
    if (called !== undefined) return outcomeOf(await called.call(validator, given, context), request);
    const missing = `${className} has no method for ${operation}: write it, or leave ${operation} out of operations`;
    return { allowed: false, code: 400, reason: 'BadRequest', message: missing };
  };
}

type Judging = (object: AnyObject, context: AdmissionContext) => unknown;

interface Validating {
  readonly validateCreate?: Judging;
  readonly validateUpdate?: (object: AnyObject, old: AnyObject, context: AdmissionContext) => unknown;
  readonly validateDelete?: Judging;
}

/** JavaScript lets methods answer anything: only what `allow` makes allows. */
function outcomeOf(verdict: unknown, { name, kind }: AdmissionRequest): AdmissionOutcome {
  const { allowed, message, warnings, fields } = (verdict ?? {}) as Partial<Record<string, unknown>>;
  const said = { warnings: Array.isArray(warnings) ? warnings.map(String) : [] };
  if (allowed === true) return { allowed, ...said };
  if (allowed !== false) {
    throw new TypeError(`it answered ${shown(verdict)}: it must return allow() or deny('why')`);
  }
  const text = String(message ?? '');
  if (!Array.isArray(fields)) return { allowed, ...forbidden(text), ...said };
  const wrong = (fields as readonly InvalidField[]).map(({ field, message: why }) => ({
    field: String(field),
    message: String(why),
  }));
  return { allowed, ...unprocessable(text, wrong, { name, group: kind.group, kind: kind.kind }), ...said };
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  return typeof value === 'object' && value !== null ? 'something else' : String(value);
}
