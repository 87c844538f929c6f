// From the bytes of a message to the JSON that Go would write of it.
import type { Json } from '../../schema/structural-schema.js';
import { isScalar, type Message, type MessageField, messageNamed } from './message-table.js';
import { OWN_JSON } from './own-json.js';
import { ProtobufError } from './protobuf-error.js';
import { BYTES, FIXED64, VARINT, WireReader, type WireType } from './wire-reader.js';

/**
 * Decodes one message of the table. Unknown fields are passed over, as Go does; a field that comes twice has its last
 * value, and messages that come twice are merged.
 * @throws ProtobufError for bytes that are cut off, malformed, or nested deeper than 200 messages
 */
export function decodeMessage(bytes: Uint8Array, name: string, depth = 0): Json {
  if (depth > MAX_DEPTH) throw new ProtobufError('proto: the message is nested too deeply');
  const message = messageNamed(name);
  const own = OWN_JSON.get(name);
  const values = readFields(new WireReader(bytes), message, depth, own !== undefined);
  if (own !== undefined) {
    return own(Object.fromEntries([...message.fields.values()].map(field => [field.name, values.get(field) ?? null])));
  }
  return message.list ? listOf(message, values) : objectOf(message, values);
}

const MAX_DEPTH = 200;

type Values = Map<MessageField, Json | Uint8Array>;

function readFields(reader: WireReader, message: Message, depth: number, own: boolean): Values {
  const values: Values = new Map();
  const messages = new Map<MessageField, Uint8Array[]>();
  const lists = new Map<MessageField, Json[]>();
  const maps = new Map<MessageField, Map<string, Json>>();
  while (!reader.done) {
    const { number, wireType } = reader.tag();
    const field = message.fields.get(number);
    if (field === undefined) {
      reader.skip(wireType);
    } else if (field.shape === 'map') {
      const [key, value] = readEntry(reader, field, wireType, depth);
      maps.set(field, (maps.get(field) ?? new Map<string, Json>()).set(key, value));
    } else if (field.shape === 'list') {
      const list = lists.get(field) ?? [];
      lists.set(field, list);
      readItems(reader, field, wireType, depth, list);
    } else if (!isScalar(field.type)) {
      expectType(wireType, BYTES, field);
      const parts = messages.get(field) ?? [];
      messages.set(field, parts);
      parts.push(reader.bytes());
    } else {
      // Bytes of a message with a JSON of its own are for it to read.
      const raw = own && field.type === 'bytes' && wireType === BYTES;
      values.set(field, raw ? reader.bytes() : readJson(reader, field, wireType, depth));
    }
  }
  // One message after the other is both of them merged.
  for (const [field, parts] of messages) values.set(field, decodeMessage(joined(parts), field.type, depth + 1));
  for (const [field, list] of lists) values.set(field, list);
  for (const [field, map] of maps) values.set(field, Object.fromEntries(map));
  return values;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
}

function readJson(reader: WireReader, field: MessageField, wireType: WireType, depth: number): Json {
  if (!isScalar(field.type)) {
    expectType(wireType, BYTES, field);
    return decodeMessage(reader.bytes(), field.type, depth + 1);
  }
  expectType(wireType, WIRE_TYPES[field.type], field);
  return readScalar(reader, field.type);
}

function readScalar(reader: WireReader, type: string): Json {
  switch (type) {
    case 'string':
      return UTF8.decode(reader.bytes());
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    case 'bool':
      return reader.varint() !== 0n;
    case 'double':
      return reader.double();
    case 'int32':
      return Number(BigInt.asIntN(32, reader.varint()));
    case 'int64':
      return Number(BigInt.asIntN(64, reader.varint()));
    default:
      throw new Error(`there is no scalar type ${type}`);
  }
}

/** One item, or many numbers packed into one value. */
function readItems(reader: WireReader, field: MessageField, wireType: WireType, depth: number, list: Json[]): void {
  if (wireType === BYTES && WIRE_TYPES[field.type] === VARINT) {
    const packed = new WireReader(reader.bytes());
    while (!packed.done) list.push(readScalar(packed, field.type));
  } else {
    list.push(readJson(reader, field, wireType, depth));
  }
}

function readEntry(
  reader: WireReader,
  field: MessageField,
  wireType: WireType,
  depth: number,
): readonly [key: string, value: Json] {
  expectType(wireType, BYTES, field);
  const entry = new WireReader(reader.bytes());
  let key = '';
  let value: Json | undefined;
  while (!entry.done) {
    const tag = entry.tag();
    if (tag.number === 1) {
      expectType(tag.wireType, BYTES, field);
      key = UTF8.decode(entry.bytes());
    } else if (tag.number === 2) {
      value = readJson(entry, field, tag.wireType, depth);
    } else {
      entry.skip(tag.wireType);
    }
  }
  return [key, value ?? (field.type === 'bytes' ? '' : zeroOf(field.type))];
}

function expectType(actual: WireType, expected: WireType | undefined, { name }: MessageField): void {
  if (actual !== expected) throw new ProtobufError(`proto: wrong wireType = ${actual} for field ${name}`);
}

const WIRE_TYPES: Readonly<Record<string, WireType>> = {
  string: BYTES,
  bytes: BYTES,
  bool: VARINT,
  int32: VARINT,
  int64: VARINT,
  double: FIXED64,
};

function listOf({ fields }: Message, values: Values): Json {
  const [field] = fields.values();
  const items = field && values.get(field);
  return Array.isArray(items) ? items : [];
}

function objectOf({ fields }: Message, values: Values): Json {
  const entries: (readonly [string, Json])[] = [];
  for (const field of fields.values()) {
    const value = (values.get(field) as Json | undefined) ?? null;
    if (field.name === '') {
      entries.push(...Object.entries((value ?? decodeMessage(NOTHING, field.type)) as Readonly<Record<string, Json>>));
    } else if (isPresent(field, value, values)) {
      const zero = field.presence === 'always' && field.shape === 'single' ? zeroOf(field.type) : null;
      entries.push([field.name, value ?? zero]);
    }
  }
  // An own property, whatever the name.
  return Object.fromEntries(entries);
}

function isPresent(field: MessageField, value: Json, values: Values): boolean {
  if (field.presence === 'set') return values.has(field);
  return field.presence !== 'nonzero' || !isZero(value);
}

const NOTHING = new Uint8Array();

function zeroOf(type: string): Json {
  if (!isScalar(type)) return decodeMessage(NOTHING, type);
  if (type === 'bool') return false;
  if (type === 'bytes') return null;
  return type === 'string' ? '' : 0;
}

function isZero(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Go's decoder takes any bytes for a string, and its JSON encoder replaces what is not UTF-8. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
