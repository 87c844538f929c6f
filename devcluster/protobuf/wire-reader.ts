// Reads the protobuf wire format: tags and values, one after the other, never past the end.
import { ProtobufError } from './protobuf-error.js';

/** How a value is laid out on the wire. Groups are long out of use: no message has one, and they are only passed over. */
export type WireType = 0 | 1 | 2 | 3 | 4 | 5;

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
const GROUP = 3;
const END_OF_GROUP = 4;
export const FIXED32 = 5;

/** A position in a message. What it hands out as bytes are views of the same memory, so nothing is copied. */
export class WireReader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next field's number and wire type. @throws ProtobufError for a number or type that there is not */
  tag(): { readonly number: number; readonly wireType: WireType } {
    const tag = this.varint();
    const wireType = Number(tag & 7n) as WireType;
    const number = tag >> 3n;
    if (number < 1n || number > MAX_FIELD)
      throw new ProtobufError(`proto: illegal tag ${number} (wire type ${wireType})`);
    if (wireType > FIXED32) throw new ProtobufError(`proto: illegal wireType ${wireType}`);
    return { number: Number(number), wireType };
  }

  /** Unsigned, of 64 bits. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.done) throw unexpectedEnd();
      const byte = this.#bytes[this.#at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError('proto: integer overflow');
  }

  /** Bytes with their length in front. */
  bytes(): Uint8Array {
    return this.#take(this.varint());
  }

  double(): number {
    const at = this.#at;
    this.#take(8n);
    return this.#view.getFloat64(at, true);
  }

  /** Passes over a value; of a group over all that is in it, and its end. */
  skip(wireType: WireType): void {
    let open = 0;
    let type = wireType;
    for (;;) {
      if (type === GROUP) open++;
      else if (type === END_OF_GROUP) open--;
      else this.#skipOne(type);
      if (open < 0) throw new ProtobufError('proto: wiretype end group for non-group');
      if (open === 0) return;
      type = this.tag().wireType;
    }
  }

  #skipOne(wireType: WireType): void {
    if (wireType === VARINT) this.varint();
    else if (wireType === BYTES) this.bytes();
    else this.#take(wireType === FIXED64 ? 8n : 4n);
  }

  #take(length: bigint): Uint8Array {
    if (length > MAX_LENGTH) throw new ProtobufError('proto: negative length found during unmarshaling');
    if (length > BigInt(this.#bytes.length - this.#at)) throw unexpectedEnd();
    const from = this.#at;
    this.#at += Number(length);
    return this.#bytes.subarray(from, this.#at);
  }
}

const MAX_FIELD = 2n ** 29n - 1n;
/** Go holds lengths as signed numbers. */
const MAX_LENGTH = 2n ** 63n - 1n;

function unexpectedEnd(): ProtobufError {
  return new ProtobufError('unexpected EOF');
}
