// What is sent for a wished object: with its owner, and with a mark by which it is known again.
import { createHash } from 'node:crypto';
import { apiVersionOf, type Kind, type KindInfo, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject, OwnerReference } from '../../decorators/object-meta.js';
import type { Snapshot } from '../../decorators/snapshot.js';
import { jsonProblem } from '../client/json-text.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';
import { SERVER_METADATA } from '../meta/server-metadata.js';
import { type DependentOptions, type DesiredObject, idOf } from './dependent.js';

/** On each applied object: a hash of what was applied, and who applied it. */
export const APPLIED_ANNOTATION = 'kubewright.dev/applied';

/** A wished object, ready to be sent. */
export interface Configuration {
  readonly kind: Kind<KubernetesObject>;
  readonly info: KindInfo;
  readonly key: ObjectKey;
  /** Tells it from all others of the set: `Service default/redis`. */
  readonly id: string;
  readonly body: ConfigurationBody;
  readonly hash: string;
  readonly options: DependentOptions;
}

export interface ConfigurationBody {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations: Readonly<Record<string, string>>;
    readonly ownerReferences: readonly OwnerReference[];
  };
}

type Owner = Snapshot<KubernetesObject>;

/**
 * @param applier who applies it, without spaces
 * @throws TypeError for an object that cannot be a dependent of this owner
 */
export function configurationOf(wished: DesiredObject, owner: Owner, applier: string): Configuration {
  const { kind, object, options = {} } = (wished ?? {}) as DesiredObject;
  if (typeof object !== 'object' || object === null) {
    throw new TypeError('context.apply takes a list of objects that dependent(Kind, { ... }) has made');
  }
  const info = kindInfo(kind);
  const { metadata, apiVersion, kind: said, status: _, ...written } = plain(info, object);
  const key = placed(info, metadata, owner);
  const id = idOf(kind, key);
  checkWritten(id, info, said, metadata);
  if (!Number.isSafeInteger(options.wave ?? 0)) {
    throw new TypeError(`${id}: a wave is a whole number, not ${options.wave}`);
  }
  const fields = isSecret(info) ? withEncodedData(written) : written;
  const { name, namespace, annotations, ownerReferences = [], ...rest } = metadata;
  const reference: OwnerReference = {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const others = ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid);
  if (others.some(({ controller }) => controller === true)) {
    throw new TypeError(`${info.kind} ${keyText(key)}: another controller stands in its ownerReferences; leave it out`);
  }
  const place = { name, ...(key.namespace === undefined ? {} : { namespace: key.namespace }) };
  const unmarked = { ...fields, metadata: { ...rest, ...place, ownerReferences: [...others, reference] } };
  const hash = hashOf({ ...unmarked, annotations, apiVersion: apiVersionOf(info) });
  const body: ConfigurationBody = {
    ...unmarked,
    metadata: { ...unmarked.metadata, annotations: { ...annotations, [APPLIED_ANNOTATION]: `${hash} ${applier}` } },
  };
  return { kind, info, key, id, body, hash, options };
}

/** Who has applied an object; undefined when nobody says so. */
export function applierOf(object: Owner): string | undefined {
  return object.metadata.annotations?.[APPLIED_ANNOTATION]?.split(' ')[1];
}

/** The hash of what was applied last. */
export function appliedHashOf(object: Owner): string | undefined {
  return object.metadata.annotations?.[APPLIED_ANNOTATION]?.split(' ')[0];
}

interface Loose {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly OwnerReference[];
  };
  readonly [field: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** As it is sent: what the caller changes while the set is being applied does not count, and a date is a text. */
function plain(info: KindInfo, object: object): Loose {
  const problem = jsonProblem(object);
  if (problem !== undefined) {
    const { name = 'without a name' } = (object as Partial<Loose>).metadata ?? {};
    throw new TypeError(`a wished ${info.kind} ${name}: ${problem}`);
  }
  try {
    return JSON.parse(JSON.stringify(object));
  } catch (error) {
    const { message } = error as Error;
    throw new TypeError(`a wished ${info.kind} cannot be written as JSON: ${message}`, { cause: error });
  }
}

/** With metadata of the server's, what is wished would be otherwise after each write, and be applied without end. */
function checkWritten(id: string, info: KindInfo, kind: unknown, metadata: Loose['metadata']): void {
  const wrong = SERVER_METADATA.find(name => Object.hasOwn(metadata, name));
  if (wrong !== undefined) {
    throw new TypeError(
      `${id}: metadata.${wrong} is the server's to set. Write only the fields that you wish, not an object that was read`,
    );
  }
  if (kind !== undefined && kind !== info.kind) throw new TypeError(`${id}: its kind says ${JSON.stringify(kind)}`);
}

function isSecret({ group, kind }: KindInfo): boolean {
  return group === '' && kind === 'Secret';
}

/**
 * The server turns `stringData` into `data` and never shows it: what others change there would not be seen, and a name that is
 * no longer wished would stay, since no manager owns it in `data`.
 */
function withEncodedData({ stringData, ...fields }: Fields): Fields {
  if (typeof stringData !== 'object' || stringData === null || Object.keys(stringData).length === 0) return fields;
  const encoded = Object.entries(stringData).map(([name, text]) => [
    name,
    Buffer.from(String(text)).toString('base64'),
  ]);
  return { ...fields, data: { ...(fields.data as object | undefined), ...Object.fromEntries(encoded) } };
}

/** The garbage collector follows no reference from one namespace into another, or out of one. */
function placed(info: KindInfo, metadata: Loose['metadata'] | undefined, owner: Owner): ObjectKey {
  const home = namespaceOf(owner);
  if (typeof metadata?.name !== 'string' || metadata.name === '') {
    throw new TypeError(
      `a wished ${info.kind} has no metadata.name: a name is what it is known by at the next reconcile`,
    );
  }
  const { name, namespace = home } = metadata;
  const what = `${owner.kind} ${keyText({ name: owner.metadata.name, namespace: home })} cannot own ${info.kind}`;
  const instead = 'the garbage collector would delete it; write it with context.client, and delete it in finalize';
  if (info.scope === 'Cluster') {
    if (home !== undefined) throw new TypeError(`${what} ${name}, which is in no namespace: ${instead}`);
    return { name };
  }
  if (namespace === undefined) throw new TypeError(`${what} ${name} without a namespace: say metadata.namespace`);
  if (home !== undefined && namespace !== home) {
    throw new TypeError(`${what} ${namespace}/${name} of another namespace: ${instead}`);
  }
  return { namespace, name };
}

/** The namespace of an object; undefined for a cluster-scoped one. */
export function namespaceOf(object: Owner): string | undefined {
  const { namespace } = object.metadata as { readonly namespace?: string };
  return namespace === '' ? undefined : namespace;
}

/** The same for the same JSON, whatever the order of its fields is. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(sortedText(value)).digest('base64url').slice(0, 22);
}

/** The JSON of it, with the fields of each object in order. */
function sortedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Fields;
  const names = Object.keys(fields).filter(name => fields[name] !== undefined);
  return `{${names
    .sort()
    .map(name => `${JSON.stringify(name)}:${sortedText(fields[name])}`)
    .join()}}`;
}
