// Whether an answer is one that may be given to a spoilt request.
import type { Sent } from '../webhook-world.js';
import { ALLOWING, MUTATE, SEEN, VALIDATE } from './flooded-webhooks.js';
import type { SpoiltRequest } from './spoil.js';

/** 400 and 431 are Node's, for what is no HTTP. */
const STATUSES = new Set([200, 400, 404, 405, 413, 431]);
const SERVED = new Set([MUTATE, VALIDATE, ALLOWING, `${MUTATE}/`]);

interface Response {
  readonly uid?: unknown;
  readonly allowed?: unknown;
  readonly status?: { readonly code?: unknown; readonly message?: unknown };
  readonly patch?: string;
}

/** What kind of answer it is, for the table. @throws Error that says what must not be */
export function judge(request: SpoiltRequest, { status, text, headers }: Sent): string {
  const path = request.path.replace(/\?.*/s, '');
  if (!STATUSES.has(status)) throw new Error(`the status ${status}`);
  if (status === 200 && (!SERVED.has(path) || request.method !== 'POST'))
    throw new Error('an answer where nothing is served');
  if (status !== 200) {
    if (headers['content-type'] === 'application/json' && request.method !== 'HEAD') {
      if (JSON.parse(text).kind !== 'Status') throw new Error('no Status');
    }
    return `HTTP ${status}`;
  }
  const review = JSON.parse(text) as {
    readonly kind?: unknown;
    readonly apiVersion?: unknown;
    readonly response?: Response;
  };
  const { response = {} } = review;
  if (review.kind !== 'AdmissionReview' || !String(review.apiVersion).startsWith('admission.k8s.io/v1')) {
    throw new Error('no AdmissionReview');
  }
  if (typeof response.uid !== 'string' || typeof response.allowed !== 'boolean') throw new Error('no whole response');
  const sent = parsed(request.body);
  const uid = sent?.request?.uid;
  if (typeof uid === 'string' && response.uid !== uid && response.status?.code !== 413) throw new Error('another uid');
  if (!response.allowed) {
    if (typeof response.status?.message !== 'string' || response.status.message === '') throw new Error('no reason');
    if (({} as { polluted?: unknown }).polluted !== undefined) throw new Error('a polluted prototype');
    return `refused with ${response.status.code}`;
  }
  return reasonToAllow(path, sent, response);
}

interface SentReview {
  readonly request?: { readonly uid?: unknown; readonly operation?: unknown; readonly object?: unknown } | null;
}

function reasonToAllow(path: string, sent: SentReview | undefined, { patch }: Response): string {
  if (sent === undefined) throw new Error('allowed without a review');
  const { operation, object } = sent.request ?? {};
  if (path === VALIDATE) throw new Error('allowed, although all is denied');
  if (path === ALLOWING) {
    if (operation === 'CREATE' && (object as { metadata: { name: unknown } }).metadata.name === 'a')
      return 'allowed: it is a';
    throw new Error('allowed, although it is not a');
  }
  if (operation === 'DELETE' || operation === 'CONNECT') {
    if (patch === undefined) return 'allowed: nothing is stored';
    throw new Error('a patch where nothing is stored');
  }
  if (patch === undefined) {
    if (isMarked(object)) return 'allowed: marked before';
    throw new Error('allowed, and not marked');
  }
  const steps = JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as readonly Step[];
  const patched = structureOf(object);
  for (const step of steps) apply(step, patched);
  if (isMarked(patched)) return 'allowed and marked';
  throw new Error('allowed, and the patch does not mark');
}

function isMarked(object: unknown): boolean {
  const { metadata } = object as { readonly metadata: { readonly labels?: { readonly [name: string]: unknown } } };
  return metadata.labels?.[SEEN] === 'yes';
}

function parsed(body: Buffer): SentReview | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)) as SentReview;
  } catch {
    return undefined;
  }
}

interface Step {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

/** A copy to patch, as JSON: `structuredClone` does not reach as deep as what is sent. */
function structureOf(object: unknown): object {
  const copy = { ...(object as { readonly metadata: object }) };
  return { ...copy, metadata: { ...copy.metadata } };
}

/** As RFC 6902 has it, for what a mark takes: fields of objects. @throws Error for what does not apply */
function apply({ op, path, value }: Step, object: object): void {
  const parts = path
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = parts.pop() as string;
  let holder = object as Record<string, unknown>;
  for (const part of parts) {
    if (!Object.hasOwn(holder, part)) throw new Error(`the patch does not apply: ${path}`);
    holder = holder[part] as Record<string, unknown>;
  }
  const isThere = Object.hasOwn(holder, name);
  if ((op !== 'add' && !isThere) || Array.isArray(holder)) throw new Error(`the patch does not apply: ${op} ${path}`);
  if (op === 'remove') delete holder[name];
  else Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}
