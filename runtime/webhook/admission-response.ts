// Makes an AdmissionReview of an answer.
import type { JsonObject } from '../../decorators/json-values.js';
import type { ReviewHead } from './admission-review.js';
import type { PatchStep } from './json-patch.js';
import type { InvalidField } from './verdict.js';
import type { WebhookAnswer } from './webhook-endpoint.js';

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

export function reviewAnswer({ apiVersion, uid }: ReviewHead, outcome: AdmissionOutcome): WebhookAnswer {
  const { allowed } = outcome;
  const warnings = cutWarnings(outcome.warnings ?? []);
  const response = {
    uid,
    allowed,
    status: outcome.allowed ? { code: 200 } : statusOf(outcome),
    ...(outcome.allowed && patchOf(outcome.patch ?? [])),
    ...(warnings.length > 0 && { warnings }),
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

/** As the API server cuts them (KEP-1693): each to this many characters, if there are more than the other in all. */
const LONGEST_WARNING = 256;
const LONGEST_WARNINGS = 4096;

/** What the API server would leave out is not sent. */
export function cutWarnings(warnings: readonly string[]): readonly string[] {
  const said = warnings.filter(warning => warning !== '');
  const size = (texts: readonly string[]) => texts.reduce((sum, text) => sum + [...text].length, 0);
  if (said.every(text => text.length <= LONGEST_WARNING) && said.length * LONGEST_WARNING <= LONGEST_WARNINGS) {
    return said;
  }
  if (size(said) <= LONGEST_WARNINGS) return said;
  const cut: string[] = [];
  let sum = 0;
  for (const warning of said) {
    const text = [...warning].slice(0, LONGEST_WARNING).join('');
    sum += [...text].length;
    if (sum > LONGEST_WARNINGS) break;
    cut.push(text);
  }
  return cut;
}
