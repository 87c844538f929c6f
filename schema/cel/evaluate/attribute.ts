// A name or value, and the fields and items that are selected from it.

import { type Frame, unknownName } from './frame.js';
import { isCelList, NativeList } from './list.js';
import { isCelMap, NativeMap } from './map.js';
import { charge } from './meter.js';
import { nativeToValue } from './native.js';
import type { Plan } from './plan.js';
import { showValue } from './show.js';
import { typeNameOf } from './type-name.js';
import { Failure, NONE, Optional, Unsigned, type Value } from './value.js';

/** What stands at the start of an attribute. */
type Root =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'value'; readonly plan: Plan }
  | { readonly kind: 'choice'; readonly condition: Plan; readonly yes: Attribute; readonly no: Attribute };

export interface Qualifier {
  readonly key: Plan;
  /** Written `.?` or `[?]`. */
  readonly optional: boolean;
  /** Whether only its presence is asked for. */
  readonly testOnly?: boolean;
}

export class Attribute implements Plan {
  readonly #qualifiers: Qualifier[] = [];
  constructor(readonly root: Root) {}

  qualify(qualifier: Qualifier): void {
    if (this.root.kind === 'choice') {
      this.root.yes.qualify(qualifier);
      this.root.no.qualify(qualifier);
    } else {
      this.#qualifiers.push(qualifier);
    }
  }

  readonly evaluate = (frame: Frame): Value => {
    const value = this.resolve(frame);
    if (this.root.kind !== 'choice') charge(frame.meter, 1);
    return value;
  };

  /** Without the cost of the attribute itself, as where it is a branch or an index. */
  resolve(frame: Frame): Value {
    const { root } = this;
    switch (root.kind) {
      case 'choice': {
        const condition = root.condition.evaluate(frame);
        if (typeof condition === 'boolean') return (condition ? root.yes : root.no).resolve(frame);
        return condition instanceof Failure ? condition : new Failure('no such overload');
      }
      case 'name': {
        const value = frame.resolve(root.name);
        if (value === undefined) return unknownName(root.name);
        return value instanceof Failure ? value : this.#applied(frame, value);
      }
      default: {
        const value = root.plan.evaluate(frame);
        return value instanceof Failure ? value : this.#applied(frame, value);
      }
    }
  }

  #applied(frame: Frame, start: Value): Value {
    let value = start;
    let optional = false;
    if (this.#qualifiers.length === 0) return value;
    if (value instanceof Optional) {
      if (value.value === undefined) return value;
      optional = true;
      value = bare(value.value);
    }
    for (const qualifier of this.#qualifiers) {
      optional ||= qualifier.optional;
      const key = keyOf(qualifier, frame);
      if (key instanceof Failure) {
        if (!optional) charge(frame.meter, 1);
        return key;
      }
      const found = select(value, key, optional || qualifier.testOnly === true);
      if (qualifier.testOnly === true) {
        if (found instanceof Failure) return found;
        charge(frame.meter, 1);
        if (!optional) return found !== undefined;
        if (found === undefined) return NONE;
        value = found;
        continue;
      }
      if (found === undefined) return NONE;
      if (!(optional && found instanceof Failure)) charge(frame.meter, 1);
      if (found instanceof Failure) return found;
      value = found;
    }
    return optional ? new Optional(value) : value;
  }
}

/** `has(value.field)`: costs nothing above what it selects. */
export class PresenceTest extends Attribute {
  override readonly evaluate = (frame: Frame): Value => {
    const value = this.tested.resolve(frame);
    return value instanceof Optional ? value.value !== undefined : value;
  };

  constructor(private readonly tested: Attribute) {
    super(tested.root);
  }

  override qualify(qualifier: Qualifier): void {
    this.tested.qualify(qualifier);
  }

  override resolve(frame: Frame): Value {
    return this.tested.resolve(frame);
  }
}

function keyOf({ key }: Qualifier, frame: Frame): Value {
  const value = key instanceof Attribute ? key.resolve(frame) : key.evaluate(frame);
  if (value instanceof Failure || key.constant !== undefined) return value;
  const isKey = ['boolean', 'bigint', 'number', 'string'].includes(typeof value) || value instanceof Unsigned;
  return isKey ? value : new Failure(`invalid qualifier type: ${GO_TYPES[typeNameOf(value)] ?? 'types.Null'}`);
}

const GO_TYPES: Readonly<Record<string, string>> = {
  bytes: 'types.Bytes',
  list: '*types.baseList',
  map: '*types.baseMap',
  null_type: 'types.Null',
  type: '*types.Type',
  'google.protobuf.Timestamp': 'types.Timestamp',
  'google.protobuf.Duration': 'types.Duration',
  optional_type: '*types.Optional',
};

/** The value of an optional is taken as JSON, without its schema. */
function bare(value: Value): Value {
  if (value instanceof NativeMap) return nativeToValue(value.fields, undefined);
  return value instanceof NativeList ? nativeToValue(value.items, undefined) : value;
}

/** Undefined if `lenient` and there is no such field or item. */
function select(from: Value, key: Value, lenient: boolean): Value | undefined {
  if (isCelMap(from)) {
    const found = from.find(key);
    if (found !== undefined || lenient) return found;
    return new Failure(`no such key: ${showValue(key)}`);
  }
  if (isCelList(from)) {
    const at = indexOf(key);
    if (at instanceof Failure) return at;
    if (at >= 0n && at < BigInt(from.size)) {
      if (typeof key === 'bigint' || !(from instanceof NativeList && from.schema !== undefined))
        return from.get(Number(at));
      return new Failure(`unsupported index: ${showValue(key)}`);
    }
    return lenient ? undefined : new Failure(`index out of bounds: ${showValue(key)}`);
  }
  return lenient ? undefined : new Failure(`no such key: ${showValue(key)}`);
}

function indexOf(key: Value): bigint | Failure {
  if (typeof key === 'bigint') return key;
  if (key instanceof Unsigned && BigInt.asIntN(64, key.value) === key.value) return key.value;
  if (typeof key === 'number' && Number.isInteger(key) && Math.abs(key) < 2 ** 63) return BigInt(key);
  if (typeof key === 'number' || key instanceof Unsigned) {
    return new Failure(`unsupported index value ${showValue(key)} in list`);
  }
  return new Failure(`unsupported index type '${typeNameOf(key)}' in list`);
}
