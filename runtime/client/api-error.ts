// The API server's refusal of a call.
import { apiVersionOf, type KindInfo } from '../../decorators/kind.js';
import { ExplainedError } from '../log/explained-error.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';
import { type SaidStatus, type StatusBody, saidStatus } from './status-body.js';

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
  /** The admission webhook that has denied it, with a status and a reason of its own choice; undefined: none has. */
  readonly webhook: string | undefined;

  constructor(
    attempt: Attempt,
    code: number,
    answer: StatusBody | string,
    retryAfterSeconds?: number,
    options?: ErrorOptions,
  ) {
    const body = typeof answer === 'string' ? undefined : saidStatus(answer);
    const status = body?.code ?? code;
    const reason = body?.reason ?? '';
    const kindIsMissing = saysNoSuchKind(status, body ?? (answer as string));
    const said = body === undefined ? foreignText(answer as string) : saidOf(body, attempt);
    const label = reason === '' ? String(status) : `${status} ${reason}`;
    const next = attempt.hint ?? hint(attempt, status, said, kindIsMissing, body);
    super(`${attemptText(attempt)}: ${said} (${label})${next}`, options);
    this.status = status;
    this.reason = reason;
    this.causes = body?.causes ?? [];
    this.retryAfterSeconds = body?.retryAfterSeconds ?? retryAfterSeconds;
    this.continue = body?.continue;
    this.verb = attempt.verb;
    this.kind = attempt.kind;
    // Callers may pass all of an object's metadata for its key.
    this.key = attempt.key && { namespace: attempt.key.namespace, name: attempt.key.name };
    this.kindIsMissing = kindIsMissing;
    this.webhook = body && denyingWebhook(body);
  }
}

/** `patch Redis/status default/a`, `list Pod in default`. */
export function attemptText({ verb, kind, key, namespace, subresource }: Attempt): string {
  const what = subresource === undefined ? kind.kind : `${kind.kind}/${subresource}`;
  if (key !== undefined) return `${verb} ${what} ${keyText(key)}`;
  return namespace === undefined ? `${verb} ${what}` : `${verb} ${what} in ${namespace}`;
}

/** An unknown group is answered by the router in plain text, an unknown kind by a Status that names no object. */
function saysNoSuchKind(status: number, answer: SaidStatus | string): boolean {
  if (status !== 404) return false;
  if (typeof answer === 'string') return answer.trim() === '404 page not found';
  return answer.name === undefined && answer.kind === undefined && denyingWebhook(answer) === undefined;
}

/** The API server says so in front of all that the webhook says itself. */
function denyingWebhook({ message }: SaidStatus): string | undefined {
  return /^admission webhook "([^"]+)" denied the request\b/.exec(message)?.[1];
}

/** The server's message without the object's name, which the attempt says already. */
function saidOf({ message, reason, causes }: SaidStatus, { key }: Attempt): string {
  const about = key === undefined ? '' : `"${key.name}" is invalid: `;
  const at = about === '' ? -1 : message.indexOf(about);
  const said = at >= 0 ? message.slice(at + about.length) : message || reason || 'the server gave no reason';
  // The budget and its numbers are told by the cause alone.
  const budgets = causes.filter(cause => cause.reason === 'DisruptionBudget' && cause.message !== undefined);
  return [said, ...budgets.map(cause => cause.message)].join(' ');
}

/** More than enough to find a sentence in, also where a page begins with its styles. */
const LONGEST_FOREIGN = 20_000;

function foreignText(text: string): string {
  const plain = text
    .slice(0, LONGEST_FOREIGN)
    .replace(/<(style|script|head)\b.*?(<\/\1>|$)/gis, ' ')
    .replace(/<[a-z/!][^>]*(>|$)/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '') return 'the answer was empty';
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}

function hint(
  { kind, key, verb, subresource }: Attempt,
  status: number,
  said: string,
  kindIsMissing: boolean,
  body: SaidStatus | undefined,
): string {
  if (kindIsMissing && subresource !== undefined) {
    return `. No subresource ${subresource} of ${kind.kind} (${apiVersionOf(kind)}) on this server`;
  }
  if (kindIsMissing) {
    const next = kind.group.includes('.') ? '; apply its CRD: kubectl apply -f config/crd/bases' : '';
    return `. No kind ${kind.kind} (${apiVersionOf(kind)}) on this server${next}`;
  }
  // What a server says of a custom resource that is there, too.
  if (status === 404 && subresource !== undefined && kind.group.includes('.') && body?.name === key?.name) {
    return `. If the object is there, the CRD of ${kind.kind} declares no subresource ${subresource}`;
  }
  if (status === 422 && verb === 'patchJson' && body?.causes.length === 0) {
    return '. An operation cannot be carried out: its path is not there, or a test fails';
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
