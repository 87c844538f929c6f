// Distinguished encoding (X.690) of the few ASN.1 values that a certificate is made of.

/** One value: its tag, its length and its content, which may be encoded values itself. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body), body]);
}

export const sequence = (...values: readonly Uint8Array[]): Buffer => der(0x30, ...values);

export const set = (...values: readonly Uint8Array[]): Buffer => der(0x31, ...values);

export const octetString = (content: Uint8Array): Buffer => der(0x04, content);

export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text));

export const boolean = (value: boolean): Buffer => der(0x01, Buffer.from([value ? 0xff : 0x00]));

/** A whole number that is not negative, from its big-endian bytes. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex(byte => byte !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  // A leading bit that is set would make the number negative.
  return (digits[0] ?? 0) > 0x7f ? der(0x02, Uint8Array.of(0), digits) : der(0x02, digits);
}

/** Bits, the last `unused` of which do not count. */
export const bitString = (content: Uint8Array, unused = 0): Buffer => der(0x03, Uint8Array.of(unused), content);

/** An object identifier from its dotted text, such as `2.5.4.3`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/**
 * A point in time to the second.
 * @throws RangeError outside of 1950-2049, which the two digits of a UTCTime stand for
 */
export function utcTime(date: Date): Buffer {
  const year = date.getUTCFullYear();
  if (year < 1950 || year > 2049) {
    throw new RangeError(`a UTCTime cannot hold the year ${year}`);
  }
  const text = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '').slice(2);
  return der(0x17, Buffer.from(text, 'ascii'));
}

function lengthOf(body: Uint8Array): Buffer {
  if (body.length < 0x80) {
    return Buffer.from([body.length]);
  }
  const bytes: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) {
    bytes.unshift(rest % 256);
  }
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift(0x80 | (rest % 128));
  }
  return bytes;
}
