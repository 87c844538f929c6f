// The wire format of the built-in kinds, from `data/messages.json`; read when it is first needed.
import { readFileSync } from 'node:fs';

/** When Go's JSON of a message has the field; absent ones are then zero, empty or null. */
export type FieldPresence =
  /** Always: zero, an empty message, or null for a list or map. */
  | 'always'
  /** Unless it is zero, empty or false. */
  | 'nonzero'
  /** Always: null when it is not set. */
  | 'null'
  /** When it is set, to whatever. */
  | 'set';

/** A field of a message. */
export interface MessageField {
  readonly number: number;
  /** Its name in JSON; empty when its own fields stand there in its place. */
  readonly name: string;
  /** `string`, `int64`, ... or the name of a message, which is that of its schema. Of lists and maps what is in them. */
  readonly type: string;
  readonly shape: 'list' | 'map' | 'single';
  readonly presence: FieldPresence;
}

/** The fields of a message; a message that stands for a list in JSON has one, of no name. */
export interface Message {
  readonly list: boolean;
  readonly fields: ReadonlyMap<number, MessageField>;
}

/** The name of a kind's message; undefined for kinds that are not built in. */
export function messageNameOf(apiVersion: string, kind: string): string | undefined {
  const { packages, messages } = table();
  // Options of requests belong to every group version.
  const names = [`${packages[apiVersion]}.${kind}`, ...(kind === 'DeleteOptions' ? [DELETE_OPTIONS] : [])];
  return names.find(name => Object.hasOwn(messages, name));
}

/** @throws Error for a name that the table does not have: the table is closed, so that is a mistake in the program */
export function messageNamed(name: string): Message {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const entry = table().messages[name];
  if (entry === undefined) throw new Error(`there is no message ${name}`);
  const message = parse(entry);
  parsed.set(name, message);
  return message;
}

/** Whether a field's type is a scalar, not a message. */
export function isScalar(type: string): boolean {
  return !type.includes('.');
}

const DELETE_OPTIONS = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

type Entry = string | readonly (readonly [number: number, name: string, type: string, presence?: FieldPresence])[];

interface Table {
  readonly packages: Readonly<Record<string, string>>;
  readonly messages: Readonly<Record<string, Entry>>;
}

let loaded: Table | undefined;
const parsed = new Map<string, Message>();

function table(): Table {
  loaded ??= JSON.parse(readFileSync(new URL('./data/messages.json', import.meta.url), 'utf8')) as Table;
  return loaded;
}

function parse(entry: Entry): Message {
  if (typeof entry === 'string') {
    const items: MessageField = { number: 1, name: '', type: entry, shape: 'list', presence: 'always' };
    return { list: true, fields: new Map([[1, items]]) };
  }
  const fields = entry.map(([number, name, type, presence = 'nonzero']): [number, MessageField] => {
    const shape = type.startsWith('[]') ? 'list' : type.startsWith('{}') ? 'map' : 'single';
    return [number, { number, name, type: shape === 'single' ? type : type.slice(2), shape, presence }];
  });
  return { list: false, fields: new Map(fields) };
}
