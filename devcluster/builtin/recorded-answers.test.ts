// Each recorded request is made to the embedded rules, which have to come to what a real server answered.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../schema/structural-schema.js';
import { DefaultTolerations } from '../admission/default-tolerations.js';
import { PodPriority } from '../admission/pod-priority.js';
import type { ApiObject } from '../object/api-object.js';
import type { FieldError } from '../object/field-error.js';
import { isJsonObject, sameJson, without } from '../object/json.js';
import { badRequest, invalidObject } from '../object/refusals.js';
import { StatusError } from '../object/status-error.js';
import type { ResourceType } from '../registry/resource-type.js';
import { MemoryStore } from '../store/memory-store.js';
import { builtinTypes } from './builtin-types.js';
import { GoDecodeError } from './go-form.js';
import { allocateService } from './service-allocation.js';

interface Answer {
  readonly code: number;
  readonly body: JsonObject & { readonly metadata?: JsonObject };
}

interface Case {
  readonly title: string;
  readonly object: JsonObject & { readonly metadata: JsonObject };
  readonly answer: Answer;
  readonly steps?: readonly { readonly patch: JsonObject; readonly answer: Answer }[];
}

/** What differs on purpose, or is not this folder's to do. Each has its reason in README.md beside this file. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'a label value with a space': 'metadata is validated for all kinds alike, elsewhere',
  'a Node': 'taints of nodes that are not ready',
  'a PersistentVolumeClaim': 'protection finalizers',
  'a PersistentVolume': 'protection finalizers',
  'a Lease {"spec":{"renewTime":"2024-01-01T00:00:00Z"}}': 'the whole patch is quoted, elsewhere',
  'an Event of events.k8s.io without what it needs': 'the group in the text of the refusal',
};

const { cases } = JSON.parse(readFileSync(new URL('./recorded/answers.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};
const types = new Map(
  builtinTypes().map(type => [`${type.group === '' ? '' : `${type.group}/`}${type.version} ${type.kind}`, type]),
);

const rows = cases.flatMap(({ title, object, answer, steps = [] }) => {
  let present = answer.body;
  const updates = steps.map(({ patch, answer: next }) => {
    const row = {
      title: `${title} ${JSON.stringify(patch)}`,
      object: merged(present, patch),
      old: present,
      answer: next,
    };
    if (next.code < 300) present = next.body;
    return row;
  });
  return [{ title, object: object as Json, old: undefined, answer }, ...updates];
});

test.each(rows)('$title', ({ title, object, old, answer }) => {
  const own = written(object as Case['object'], old as unknown as ApiObject | undefined, answer.body);
  const same = own.code === (answer.code === 200 ? 201 : answer.code) && sameAnswer(own.body, answer.body);
  if (DIFFERENT[title] !== undefined) {
    // Whoever makes it the same takes it off the list.
    expect(same).toBe(false);
    return;
  }
  if (!same) expect(comparable(own.body)).toEqual(comparable(answer.body));
  expect(same).toBe(true);
});

/** Where there are no classes. */
const PRIORITIES = new PodPriority(new MemoryStore());
const TOLERATIONS = new DefaultTolerations();

/** Go's order of fields, as of all that was admitted. */
function decoded(type: ResourceType, object: ApiObject): ApiObject {
  return decode(type, object as unknown as JsonObject) as ApiObject;
}

/** The steps of a write that the rules of a kind take part in. */
function written(object: Case['object'], old: ApiObject | undefined, real: Answer['body']): Answer {
  const type = types.get(`${object.apiVersion} ${object.kind}`);
  if (type === undefined) throw new Error(`${object.kind} is not built in`);
  try {
    const prepared = old === undefined ? created(type, object, real) : updated(type, object, old);
    const context = { type, namespace: 'default', subresource: '', dryRun: false, warn: () => {} };
    const admitted = decoded(type, TOLERATIONS.admit(context, PRIORITIES.admit(context, prepared, old)));
    const allocated = withAllocations(type, admitted, old, real);
    const problems = [...allocated.problems, ...(type.rules?.validate?.(allocated.object, old) ?? [])];
    if (problems.length > 0) throw invalidObject(type, allocated.object.metadata.name, problems);
    return { code: 201, body: allocated.object as unknown as Answer['body'] };
  } catch (error) {
    const refusal = error instanceof GoDecodeError ? cannotBeHandled(type, error) : error;
    if (!(refusal instanceof StatusError)) throw error;
    return { code: refusal.code, body: refusal.toStatus() as Answer['body'] };
  }
}

function created(type: ResourceType, sent: Case['object'], real: Answer['body']): ApiObject {
  const { uid = 'a63dfda1-8928-4f47-9618-742656fc3a52', creationTimestamp = '2026-01-01T00:00:00Z' } =
    real.metadata ?? {};
  const decoded = decode(type, sent);
  const metadata = {
    ...decoded.metadata,
    ...(type.namespaced && { namespace: 'default' }),
    uid: String(uid),
    creationTimestamp: String(creationTimestamp),
    ...(type.rules?.generation === true && { generation: 1 }),
  };
  const prepared = { ...decoded, metadata };
  return type.rules?.prepareForCreate?.(prepared) ?? prepared;
}

function updated(type: ResourceType, sent: Case['object'], old: ApiObject): ApiObject {
  const decoded = decode(type, sent);
  const kept = type.status ? { ...decoded, status: old.status } : decoded;
  return type.rules?.prepareForUpdate?.(kept, old) ?? kept;
}

function decode(type: ResourceType, sent: JsonObject): ApiObject {
  if (type.decode === undefined) throw new Error(`${type.kind} cannot be decoded`);
  return type.decode(sent);
}

/** With the addresses and ports that the real server happened to choose. */
function withAllocations(
  type: ResourceType,
  object: ApiObject,
  old: ApiObject | undefined,
  real: Answer['body'],
): { readonly object: ApiObject; readonly problems: readonly FieldError[] } {
  if (type.kind !== 'Service') return { object, problems: [] };
  const { clusterIP, ports } = (real.spec ?? {}) as { clusterIP?: string; ports?: readonly { nodePort?: number }[] };
  const address = Number(clusterIP?.split('.').at(-1) ?? 17);
  const free = (port: number) => ports?.some(each => each.nodePort === port) ?? true;
  const nodePorts = new Set(Array.from({ length: 2768 }, (_, index) => 30000 + index).filter(port => !free(port)));
  const clusterIPs = { has: (each: string) => !each.endsWith(`.${address}`) } as ReadonlySet<string>;
  const allocation = allocateService(object, old, { clusterIPs, nodePorts }, () => 0);
  return allocation.problems === undefined
    ? { object: allocation.service, problems: [] }
    : { object, problems: allocation.problems };
}

function cannotBeHandled({ version, kind }: ResourceType, { message }: Error): StatusError {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`);
}

function sameAnswer(own: Answer['body'], real: Answer['body']): boolean {
  return sameJson(comparable(own), comparable(real));
}

/** Of a refusal its causes, which have no order, or else its text; of an object all but its times. */
function comparable(body: Answer['body']): unknown {
  if (body.kind === 'Status') {
    const { causes = [] } = (body.details ?? {}) as { readonly causes?: readonly FieldError[] };
    const texts = causes.map(({ reason, field, message }) => comparableText(`${reason} ${field}: ${message}`));
    const start = String(body.message).split(' is invalid: ')[0] ?? '';
    return texts.length > 0 ? [start, ...texts.sort()] : comparableText(String(body.message));
  }
  const { generation, ...metadata } = without(body.metadata ?? {}, 'creationTimestamp');
  return { ...body, metadata: { ...metadata, counted: generation !== undefined } };
}

/** The real server ends some texts with a difference of internal types. */
function comparableText(text: string): string {
  return (text.split('\n@@')[0] ?? '').replace(INTERNAL_SPEC, '{...}').replaceAll(UID, 'UID');
}

/** A whole template, in the internal types or in those of the version. */
const INTERNAL_SPEC = /(?<=spec\.template\.spec: Invalid value: )\{.*\}(?=: field is immutable)/;

const UID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function merged(target: Json, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, Json> = isJsonObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name] ?? null, value);
  }
  return result;
}
