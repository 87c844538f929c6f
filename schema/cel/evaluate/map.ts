// Maps of CEL: those that expressions make, and objects, whose fields become values when they are asked for.
import { own } from '../../json.js';
import type { JsonObject, StructuralSchema } from '../../structural-schema.js';
import { escapeName, unescapeName } from '../types/escape-name.js';
import { Duration, Failure, NO_SUCH_OVERLOAD, Panic, Timestamp, Unsigned, type Value } from './value.js';

export interface CelMap {
  readonly kind: 'map';
  readonly size: number;
  keys(): readonly Value[];
  /** Undefined if there is no such key. */
  find(key: Value): Value | undefined;
}

/** A map that an expression made. Numbers of different types are different keys, of which each finds the others that are equal. */
export class ValueMap implements CelMap {
  readonly kind = 'map';
  readonly #entries = new Map<unknown, readonly [Value, Value]>();
  /** Whether the macro that gathers it may still add to it in place. */
  growing = false;

  get size(): number {
    return this.#entries.size;
  }

  keys(): readonly Value[] {
    return [...this.#entries.values()].map(([key]) => key);
  }

  find(key: Value): Value | undefined {
    const found = keysOf(key).find(each => this.#entries.has(each));
    return found === undefined ? undefined : this.#entries.get(found)?.[1];
  }

  set(key: Value, value: Value): void {
    this.#entries.set(keyOf(key), [key, value]);
  }

  delete(key: Value): void {
    this.#entries.delete(keyOf(key));
  }

  copy(): ValueMap {
    const copied = new ValueMap();
    for (const [key, value] of this.#entries.values()) copied.set(key, value);
    return copied;
  }
}

/** What Go tells keys apart by: values of numbers, texts and times, and for what has parts which one it is. */
function keyOf(key: Value): unknown {
  if (typeof key === 'bigint') return `i${key}`;
  if (key instanceof Unsigned) return `u${key.value}`;
  // No such key is ever found again.
  if (Number.isNaN(key)) return {};
  if (typeof key === 'number') return `d${key}`;
  if (typeof key === 'string') return `s${key}`;
  if (key instanceof Duration) return `D${key.nanoseconds}`;
  if (key instanceof Timestamp) return `T${key.nanoseconds},${key.offset}`;
  if (key instanceof Uint8Array) throw new Panic('runtime error: hash of unhashable type types.Bytes');
  return key;
}

/** Where a number is looked for: `int` and `uint` find each other, and are found by a `double`, which they do not find. */
function keysOf(key: Value): readonly unknown[] {
  const own = keyOf(key);
  if (typeof key === 'bigint') return [own, `u${key}`];
  if (key instanceof Unsigned) return [own, `i${key.value}`];
  if (typeof key !== 'number' || !Number.isInteger(key)) return [own];
  return [own, `i${BigInt(key)}`, `u${BigInt(key)}`];
}

/** An object or map of a resource. */
export class NativeMap implements CelMap {
  readonly kind = 'map';
  readonly #values = new Map<string, Value>();
  constructor(
    readonly fields: JsonObject,
    /** Of the object; undefined where JSON is taken as it is. */
    readonly schema: StructuralSchema | undefined,
    readonly toValue: (value: unknown, schema: StructuralSchema | undefined) => Value,
  ) {}

  get size(): number {
    return Object.keys(this.fields).length;
  }

  /** Whether its keys are names of fields, which are escaped. */
  get #isObject(): boolean {
    return this.schema?.properties !== undefined;
  }

  keys(): readonly Value[] {
    const names = Object.keys(this.fields);
    if (this.schema === undefined) return names;
    return names
      .filter(name => this.schemaOf(name) !== undefined)
      .map(name => (this.#isObject ? (escapeName(name) ?? name) : name));
  }

  schemaOf(name: string): StructuralSchema | undefined {
    const { properties, additionalProperties, 'x-kubernetes-embedded-resource': embedded } = this.schema ?? {};
    if (properties !== undefined || embedded === true) return own(properties, name);
    return typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string')
      return key instanceof Failure ? key : this.schema === undefined ? undefined : NO_SUCH_OVERLOAD;
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.#read(key);
    if (value !== undefined) this.#values.set(key, value);
    return value;
  }

  #read(key: string): Value | undefined {
    const name = this.#isObject ? unescapeName(key) : key;
    if (name === undefined) return undefined;
    const found = own<unknown>(this.fields as { readonly [key: string]: unknown }, name);
    if (found === undefined || (this.#isObject && found === null)) return undefined;
    if (this.schema === undefined) return this.toValue(found, undefined);
    const schema = this.schemaOf(name);
    return schema === undefined ? undefined : this.toValue(found, schema);
  }
}

export function isCelMap(value: Value): value is CelMap {
  return value instanceof ValueMap || value instanceof NativeMap;
}
