// Asks a real API server what it makes of the cases.
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FieldErrorReason } from '../../schema/field-error.js';
import type { Json, JsonObject, StructuralSchema } from '../../schema/structural-schema.js';
import { hasRules } from '../../schema/validate.js';
import type { ControlPlaneAccess } from '../control-plane/access.js';
import { DEFINITION_CASES, type DefinitionCase } from './definition-cases.js';
import { type RawAnswer, RawClient } from './raw-client.js';
import { REFUSED, UPDATE_CASES, type UpdateCase } from './update-cases.js';
import { VALUE_CASES, type ValueCase } from './value-cases.js';

/** A cause of a Status. */
export interface Cause {
  readonly reason: FieldErrorReason;
  readonly field: string;
  readonly message: string;
}

/** What the server says of a case; without any of these it takes the value, and nothing is left of it. */
export interface Answer {
  /** What is wrong. */
  readonly causes?: readonly Cause[];
  /** Whether the causes come in another order each time: the server goes through a map. */
  readonly anyOrder?: true;
  /** `spec.x` as the server would store it. */
  readonly stored?: Json;
  readonly warnings?: readonly string[];
  /** The message of a refusal that has no causes. */
  readonly refused?: string;
}

/** The file of recorded answers. */
export interface RecordedAnswers {
  /** The server's version, such as `v1.36.3`. */
  readonly server: string;
  readonly values: readonly (ValueCase & { readonly answer: Answer })[];
  readonly updates: readonly (UpdateCase & { readonly answer: Answer })[];
  readonly definitions: readonly (DefinitionCase & { readonly answer: Answer })[];
}

/** Asks for everything afresh. Leaves nothing behind but definitions in groups of their own, which it deletes at the end. */
export async function askServer(controlPlane: ControlPlaneAccess): Promise<RecordedAnswers> {
  const server = new SchemaServer(await RawClient.of(controlPlane));
  try {
    return {
      server: await server.version(),
      values: await server.values(VALUE_CASES),
      updates: await server.updates(UPDATE_CASES),
      definitions: await server.definitions(DEFINITION_CASES),
    };
  } finally {
    await server.cleanUp();
  }
}

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** How often a refusal is asked for again, to see whether the order of its causes holds. */
const REPEATS = 16;

class SchemaServer {
  readonly #made: string[] = [];
  /** Other runs against the same control plane must not meet. */
  readonly #group = `schema-${randomBytes(3).toString('hex')}.test`;

  constructor(readonly client: RawClient) {}

  async version(): Promise<string> {
    return String((await this.client.send('GET', '/version')).body.gitVersion);
  }

  async values(cases: readonly ValueCase[]): Promise<RecordedAnswers['values']> {
    const fields = new Map<string, { readonly name: string; readonly schema: StructuralSchema }>();
    const fieldOf = ({ schema }: ValueCase) => {
      const text = JSON.stringify(schema);
      const known = fields.get(text) ?? { name: `field${fields.size}end`, schema };
      fields.set(text, known);
      return known.name;
    };
    const named = cases.map(each => ({ each, field: fieldOf(each) }));
    const properties = Object.fromEntries([...fields.values()].map(({ name, schema }) => [name, schema]));
    const path = await this.#define('values', properties);
    const answers: (ValueCase & { readonly answer: Answer })[] = [];
    for (const { each, field } of named) {
      const write = () =>
        this.client.send('POST', `${path}?dryRun=All`, this.#object('values', 'a', { [field]: each.value }));
      answers.push({ ...each, answer: aboutField(await repeated(write, field), each.schema) });
    }
    return answers;
  }

  async updates(cases: readonly UpdateCase[]): Promise<RecordedAnswers['updates']> {
    const anything: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    const path = await this.#define('updates', { x: anything });
    const stored: JsonObject[] = [];
    for (const [at, { old }] of cases.entries()) {
      stored.push((await this.client.send('POST', path, this.#object('updates', `case-${at}`, { x: old }))).body);
    }
    await this.#tighten('updates', cases[0]?.schema ?? {});
    const answers: (UpdateCase & { readonly answer: Answer })[] = [];
    for (const [at, each] of cases.entries()) {
      const write = () =>
        this.client.send('PUT', `${path}/case-${at}?dryRun=All`, { ...(stored[at] ?? {}), spec: { x: each.value } });
      answers.push({ ...each, answer: await repeated(write, 'x') });
    }
    return answers;
  }

  async definitions(cases: readonly DefinitionCase[]): Promise<RecordedAnswers['definitions']> {
    const answers: (DefinitionCase & { readonly answer: Answer })[] = [];
    for (const each of cases) {
      const schema = each.root ? each.schema : inSpec({ x: each.schema });
      const definition = this.#definition('refused', schema, each.status);
      const { stored: _, ...answer } = await repeated(
        () => this.client.send('POST', `${CRDS}?dryRun=All`, definition),
        '',
      );
      answers.push({ ...each, answer });
    }
    return answers;
  }

  async cleanUp(): Promise<void> {
    for (const plural of this.#made) await this.client.send('DELETE', `${CRDS}/${plural}.${this.#group}`);
  }

  /** Defines a resource and waits until it is served. Answers its path. */
  async #define(plural: string, properties: Record<string, StructuralSchema>): Promise<string> {
    const answer = await this.client.send('POST', CRDS, this.#definition(plural, inSpec(properties)));
    if (answer.code !== 201) throw new Error(`the API server refuses the definition: ${answer.body.message}`);
    this.#made.push(plural);
    const path = `/apis/${this.#group}/v1/${plural}`;
    const served = () => this.client.send('POST', `${path}?dryRun=All`, this.#object(plural, 'probe', {}));
    while ((await served()).code !== 201) await delay(100);
    return path;
  }

  async #tighten(plural: string, schema: StructuralSchema): Promise<void> {
    const path = `${CRDS}/${plural}.${this.#group}`;
    const definition = this.#definition(plural, inSpec({ x: schema }));
    const { body } = await this.client.send('GET', path);
    const answer = await this.client.send('PUT', path, { ...body, spec: definition.spec ?? null });
    if (answer.code !== 200) throw new Error(`the API server refuses the definition: ${answer.body.message}`);
    const probe = () =>
      this.client.send(
        'POST',
        `/apis/${this.#group}/v1/${plural}?dryRun=All`,
        this.#object(plural, 'probe', { x: REFUSED }),
      );
    while ((await probe()).code !== 422) await delay(100);
  }

  #definition(plural: string, schema: Json, status = false): JsonObject {
    const names = { plural, singular: plural, kind: kindOf(plural), listKind: `${kindOf(plural)}List` };
    const subresources = status ? { subresources: { status: {} } } : {};
    const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...subresources };
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${this.#group}` },
      spec: { group: this.#group, names, scope: 'Cluster', versions: [version] },
    };
  }

  #object(plural: string, name: string, spec: JsonObject): JsonObject {
    return { apiVersion: `${this.#group}/v1`, kind: kindOf(plural), metadata: { name }, spec };
  }
}

function kindOf(plural: string): string {
  return plural[0]?.toUpperCase() + plural.slice(1);
}

function inSpec(properties: Record<string, Json | StructuralSchema>): Json {
  return { type: 'object', properties: { spec: { type: 'object', properties: properties as JsonObject } } };
}

/** An answer, and whether the order of its causes is another one when asked again. */
async function repeated(ask: () => Promise<RawAnswer>, field: string): Promise<Answer> {
  const first = toAnswer(await ask(), field);
  if ((first.causes ?? []).length < 2) return first;
  for (let again = 0; again < REPEATS; again++) {
    const other = toAnswer(await ask(), field);
    if (JSON.stringify(other.causes) !== JSON.stringify(first.causes)) {
      return { ...first, causes: sorted(first.causes ?? []), anyOrder: true };
    }
  }
  return first;
}

/** All values are written to one definition, so the rules of one field are said to be unchecked for every other too. */
function aboutField(answer: Answer, schema: StructuralSchema): Answer {
  if (answer.causes === undefined || hasRules(schema)) return answer;
  return {
    ...answer,
    causes: answer.causes.filter(({ field, message }) => field !== '<nil>' || !message.includes(UNCHECKED)),
  };
}

const UNCHECKED = 'some validation rules were not checked because the object was invalid';

/** Causes in an order that does not depend on how they came. */
export function sorted(causes: readonly Cause[]): readonly Cause[] {
  return causes.toSorted((a, b) => (`${a.field} ${a.message}` < `${b.field} ${b.message}` ? -1 : 1));
}

function toAnswer({ code, body, warnings }: RawAnswer, field: string): Answer {
  const named = (text: string) => (field === '' ? text : text.replaceAll(field, 'x'));
  const warned = warnings.length === 0 ? {} : { warnings: warnings.map(named) };
  if (code < 300) {
    const stored = (body.spec as JsonObject | undefined)?.[field];
    return { ...(stored === undefined ? {} : { stored }), ...warned };
  }
  const causes = (body.details as { readonly causes?: readonly Cause[] } | undefined)?.causes;
  if (code !== 422 || causes === undefined) return { refused: named(String(body.message)), ...warned };
  const told = causes.map(({ reason, field: at = '', message }) => ({
    reason,
    field: named(at),
    message: named(message),
  }));
  return { causes: told, ...warned };
}
