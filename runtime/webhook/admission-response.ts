// Makes an AdmissionReview of an answer.
import type { JsonObject } from '../../decorators/json-values.js';
import { qualifiedNameProblem } from '../meta/qualified-name.js';
import type { ReviewHead } from './admission-review.js';
import type { PatchStep } from './json-patch.js';
import type { InvalidField } from './verdict.js';
import type { WebhookAnswer } from './webhook-endpoint.js';

/** What is noted in the audit log of the API server, by name. */
export type AuditAnnotations = ReadonlyMap<string, string>;

/** What is answered to a review. */
export type AdmissionOutcome =
  | { readonly allowed: true; readonly patch?: readonly PatchStep[]; readonly warnings?: readonly string[] }
  | (Refusal & { readonly allowed: false; readonly warnings?: readonly string[] });

/** The `Status` that the API server makes its own answer of, with its words before the message. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
  /** Such as `Forbidden`: what `kubectl` shows in brackets, and what clients tell errors by. */
  readonly reason?: string;
  readonly details?: JsonObject;
}

export function reviewAnswer(
  { apiVersion, uid }: ReviewHead,
  outcome: AdmissionOutcome,
  audit: AuditAnnotations = new Map(),
): WebhookAnswer {
  const { allowed } = outcome;
  const warnings = cutWarnings(outcome.warnings ?? []);
  const response = {
    uid,
    allowed,
    status: outcome.allowed ? { code: 200 } : statusOf(outcome),
    ...(outcome.allowed && patchOf(outcome.patch ?? [])),
    ...(warnings.length > 0 && { warnings }),
    ...(audit.size > 0 && { auditAnnotations: Object.fromEntries(audit) }),
  };
  return { status: 200, body: { apiVersion, kind: 'AdmissionReview', response } };
}

/** The write is forbidden, as webhooks of controller-runtime say it. */
export function forbidden(message: string): Refusal {
  return { code: 403, reason: 'Forbidden', message };
}

/** As the API server answers objects that are not valid: `kubectl` lists the fields. */
export function unprocessable(
  message: string,
  fields: readonly InvalidField[],
  of: { readonly name: string; readonly group: string; readonly kind: string },
): Refusal {
  const causes = fields.map(({ field, message: text }) => ({ reason: 'FieldValueInvalid', field, message: text }));
  return { code: 422, reason: 'Invalid', message, details: { ...of, causes } };
}

function statusOf({ code, message, reason, details }: Refusal): object {
  return { code, message, ...(reason !== undefined && { reason }), ...(details !== undefined && { details }) };
}

function patchOf(steps: readonly PatchStep[]): object {
  if (steps.length === 0) return {};
  return { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(steps)).toString('base64') };
}

/** @throws TypeError for a name that the API server would leave out, with what it says */
export function checkAuditName(name: string): void {
  const problem = name.includes('/')
    ? `${JSON.stringify(name)} may have no prefix: the API server puts the name of the webhook there`
    : qualifiedNameProblem(name);
  if (problem !== undefined) throw new TypeError(`audit: ${problem}`);
}

/** Where there are more characters than the other in all, each warning is cut to so many (KEP-1693). */
const LONGEST_WARNING = 256;
const LONGEST_WARNINGS = 4096;

/** What the API server would leave out is not sent; but what it would drop for a line break goes with a space instead. */
export function cutWarnings(warnings: readonly string[]): readonly string[] {
  const clean = warnings.map(warning => warning.replace(/\p{Cc}+/gu, ' ').trim());
  const said = [...new Set(clean)].filter(warning => warning !== '');
  let taken: string[] = [];
  let isCutting = false;
  for (const warning of said) {
    if (isCutting && sizeOf(taken) >= LONGEST_WARNINGS) break;
    taken.push(isCutting ? cut(warning) : warning);
    if (isCutting || sizeOf(taken) <= LONGEST_WARNINGS) continue;
    isCutting = true;
    taken = taken.map(cut);
  }
  return taken;
}

function sizeOf(warnings: readonly string[]): number {
  return warnings.reduce((sum, warning) => sum + [...warning].length, 0);
}

function cut(warning: string): string {
  return [...warning].slice(0, LONGEST_WARNING).join('');
}
