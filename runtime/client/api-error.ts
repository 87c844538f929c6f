// The API server's refusal of a call.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import { ExplainedError } from '../log/explained-error.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';

/** What a call does, to which objects. */
export interface Attempt {
  /** The name of the client's method: `get`, `list`, `watch`, `create`, `apply`, ... */
  readonly verb: string;
  readonly kind: KindInfo;
  /** Absent when no single object is meant. */
  readonly key?: ObjectKey | undefined;
  readonly namespace?: string | undefined;
  readonly subresource?: string | undefined;
  /** The next step, where the caller knows more than follows from the answer. */
  readonly hint?: string | undefined;
}

/** One of several causes of a refusal. */
export interface ApiErrorCause {
  /** A machine-readable word, such as `FieldValueInvalid`. */
  readonly reason?: string;
  readonly message?: string;
  /** The field that it is about: `spec.port`. */
  readonly field?: string;
}

/** A `metav1.Status`, as far as the server sent one. */
export interface StatusBody {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly metadata?: { readonly continue?: string };
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly causes?: readonly ApiErrorCause[];
    readonly retryAfterSeconds?: number;
  };
}

/**
 * The API server refused. Ask for the reason with `isNotFound(e)`, `isConflict(e)` and their like. The message says what
 * was tried on which object, what the server said, and the next step where one is known.
 */
export class ApiError extends ExplainedError {
  override readonly name = 'ApiError';
  /** The HTTP status code. */
  readonly status: number;
  /** The server's word, such as `AlreadyExists`; empty when it gave none. */
  readonly reason: string;
  /** For `Invalid` one for each bad field. */
  readonly causes: readonly ApiErrorCause[];
  /** How long the server asks to wait before trying again. */
  readonly retryAfterSeconds: number | undefined;
  /** For a page that has expired: passed to the next list it brings the rest, as it is by then. */
  readonly continue: string | undefined;
  readonly verb: string;
  readonly kind: KindInfo;
  readonly key: ObjectKey | undefined;
  /** Whether the server does not serve the kind at all, rather than not having the object. */
  readonly kindIsMissing: boolean;

  constructor(attempt: Attempt, code: number, answer: StatusBody | string, retryAfterSeconds?: number) {
    const body = typeof answer === 'string' ? undefined : answer;
    const status = body?.code ?? code;
    const reason = body?.reason ?? '';
    const kindIsMissing = saysNoSuchKind(status, answer);
    const said = body === undefined ? foreignText(answer as string) : saidOf(body, attempt);
    const label = reason === '' ? String(status) : `${status} ${reason}`;
    super(`${attemptText(attempt)}: ${said} (${label})${attempt.hint ?? hint(attempt, status, said, kindIsMissing)}`);
    this.status = status;
    this.reason = reason;
    this.causes = body?.details?.causes ?? [];
    this.retryAfterSeconds = body?.details?.retryAfterSeconds ?? retryAfterSeconds;
    this.continue = body?.metadata?.continue || undefined;
    this.verb = attempt.verb;
    this.kind = attempt.kind;
    this.key = attempt.key;
    this.kindIsMissing = kindIsMissing;
  }
}

/** `patch Redis/status default/a`, `list Pod in default`. */
export function attemptText({ verb, kind, key, namespace, subresource }: Attempt): string {
  const what = subresource === undefined ? kind.kind : `${kind.kind}/${subresource}`;
  if (key !== undefined) return `${verb} ${what} ${keyText(key)}`;
  return namespace === undefined ? `${verb} ${what}` : `${verb} ${what} in ${namespace}`;
}

/** The Status in a text; the text itself when it holds none (an answer of a proxy, say). */
export function parseStatus(text: string): StatusBody | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && (value as StatusBody).kind === 'Status') return value;
  } catch {
    // Not JSON, so not a Status: the caller shows the text.
  }
  return text;
}

/** An unknown group is answered by the router in plain text, an unknown kind by a Status that names no object. */
function saysNoSuchKind(status: number, answer: StatusBody | string): boolean {
  if (status !== 404) return false;
  if (typeof answer === 'string') return answer.trim() === '404 page not found';
  return answer.details?.name === undefined && answer.details?.kind === undefined;
}

/** The server's message without the object's name, which the attempt says already. */
function saidOf({ message = '', reason = '', details: { causes = [] } = {} }: StatusBody, { key }: Attempt): string {
  const about = key === undefined ? '' : `"${key.name}" is invalid: `;
  const at = about === '' ? -1 : message.indexOf(about);
  const said = at >= 0 ? message.slice(at + about.length) : message || reason || 'the server gave no reason';
  // The budget and its numbers are told by the cause alone.
  const budgets = causes.filter(cause => cause.reason === 'DisruptionBudget' && cause.message !== undefined);
  return [said, ...budgets.map(cause => cause.message)].join(' ');
}

function foreignText(text: string): string {
  const plain = text
    .replace(/<(style|script|head)\b.*?<\/\1>/gis, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '') return 'the answer was empty';
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}

function hint({ kind, verb, subresource }: Attempt, status: number, said: string, kindIsMissing: boolean): string {
  if (kindIsMissing && subresource !== undefined) {
    return `. No subresource ${subresource} of ${kind.kind} (${apiVersionOf(kind)}) on this server`;
  }
  if (kindIsMissing) {
    const next = kind.group.includes('.') ? '; apply its CRD: kubectl apply -f config/crd/bases' : '';
    return `. No kind ${kind.kind} (${apiVersionOf(kind)}) on this server${next}`;
  }
  if (status === 401) return '. Are the credentials in the kubeconfig still valid? See: kubectl auth whoami';
  if (status === 415 && verb === 'patchStrategic') {
    return '. Custom resources take no strategic merge patch: use patch, patchJson or apply';
  }
  if (status !== 403) return '';
  const denied = /User "([^"]*)" cannot (\S+) resource "([^"]*)" in API group "([^"]*)"/.exec(said);
  if (denied === null) return '';
  const [, user, deniedVerb, resource, group] = denied;
  return `. A role of ${user} needs: apiGroups ["${group}"], resources ["${resource}"], verbs ["${deniedVerb}"]`;
}
