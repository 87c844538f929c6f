// Addresses of IP and ranges of them.
import { goQuote } from '../../../go-text.js';
import { Failure, Opaque, type Value } from '../value.js';
import type { Implementations } from './implementation.js';
import { type Address, addressText, parseAddress } from './parse-ip.js';

export class IpValue extends Opaque {
  override readonly typeName = 'net.IP';
  constructor(readonly bytes: readonly number[]) {
    super();
  }

  override get size(): number {
    return this.bytes.length;
  }

  override equals(other: Value): boolean | Failure {
    if (other instanceof IpValue) return this.bytes.join() === other.bytes.join();
    return new Failure(other instanceof Failure ? other.message : 'no such overload');
  }
}

export class CidrValue extends Opaque {
  override readonly typeName = 'net.CIDR';
  constructor(
    readonly bytes: readonly number[],
    readonly bits: number,
  ) {
    super();
  }

  override get size(): number {
    return Math.ceil(this.bits / 8);
  }

  override equals(other: Value): boolean | Failure {
    if (other instanceof CidrValue) return this.bits === other.bits && this.bytes.join() === other.bytes.join();
    return new Failure(other instanceof Failure ? other.message : 'no such overload');
  }
}

function isMapped({ bytes }: Address): boolean {
  return bytes.length === 16 && bytes.slice(0, 10).every(byte => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
}

function readIp(text: string): IpValue | Failure {
  const address = parseAddress(text);
  if (typeof address === 'string') {
    return new Failure(`IP Address ${goQuote(text)} parse error during conversion from string: ${address}`);
  }
  if (address.zone !== '') return new Failure(`IP address ${goQuote(text)} with zone value is not allowed`);
  if (isMapped(address)) return new Failure(`IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`);
  return new IpValue(address.bytes);
}

function readCidr(text: string): CidrValue | Failure {
  const failed = 'network address parse error during conversion from string: ';
  const read = parsePrefix(text);
  if (typeof read === 'string') return new Failure(`${failed}${failed}netip.ParsePrefix(${goQuote(text)}): ${read}`);
  const [address, bits] = read;
  if (isMapped(address)) return new Failure(`${failed}IPv4-mapped IPv6 address ${goQuote(text)} is not allowed`);
  return new CidrValue(address.bytes, bits);
}

function parsePrefix(text: string): readonly [Address, number] | string {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return "no '/'";
  const address = parseAddress(text.slice(0, slash));
  if (typeof address === 'string') return address;
  if (address.zone !== '') return 'IPv6 zones cannot be present in a prefix';
  const length = text.slice(slash + 1);
  const bad = (length.length > 1 && !/^[1-9]/.test(length)) || !/^\d{1,18}$/.test(length);
  if (bad) return `bad bits after slash: ${goQuote(length)}`;
  return Number(length) > address.bytes.length * 8 ? 'prefix length out of range' : [address, Number(length)];
}

function isLoopback({ bytes }: IpValue): boolean {
  return bytes.length === 4 ? bytes[0] === 127 : addressText(bytes) === '::1';
}

function isUnspecified({ bytes }: IpValue): boolean {
  return bytes.every(byte => byte === 0);
}

function isLinkLocal({ bytes: [first = 0, second = 0, ...rest] }: IpValue): boolean {
  return rest.length === 2 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80;
}

function isMulticast({ bytes: [first = 0, ...rest] }: IpValue): boolean {
  return rest.length === 3 ? (first & 0xf0) === 0xe0 : first === 0xff;
}

function isLinkLocalMulticast(ip: IpValue): boolean {
  const [first = 0, second = 0, third = 0, ...rest] = ip.bytes;
  return rest.length === 1 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 0x02;
}

function isGlobal(ip: IpValue): boolean {
  if (ip.bytes.length === 4 && ip.bytes.every(byte => byte === 255)) return false;
  return !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocal(ip);
}

function masked(bytes: readonly number[], bits: number): readonly number[] {
  return bytes.map((byte, at) => byte & ((0xff << Math.max(0, 8 - Math.max(0, bits - at * 8))) & 0xff));
}

function containsIp(range: CidrValue, ip: IpValue): boolean {
  if (range.bytes.length !== ip.bytes.length) return false;
  return masked(range.bytes, range.bits).join() === masked(ip.bytes, range.bits).join();
}

function containsCidr(range: CidrValue, other: CidrValue): boolean {
  if (range.bytes.length !== other.bytes.length || range.bits > other.bits) return false;
  return masked(range.bytes, range.bits).join() === masked(other.bytes, range.bits).join();
}

/** What cannot be read is of the wrong type to what would contain it. */
function readable<T extends Value>(value: T | Failure, use: (value: T) => boolean): Value {
  return value instanceof Failure ? value : use(value);
}

export const ADDRESSES: Implementations = {
  string_to_ip: readIp,
  is_ip: (text: string) => readIp(text) instanceof IpValue,
  ip_is_canonical: (text: string) => {
    const ip = readIp(text);
    return ip instanceof Failure ? ip : addressText(ip.bytes) === text;
  },
  ip_to_string: ({ bytes }: IpValue) => addressText(bytes),
  ip_family: ({ bytes }: IpValue) => (bytes.length === 4 ? 4n : 6n),
  ip_is_loopback: isLoopback,
  ip_is_unspecified: isUnspecified,
  ip_is_link_local_unicast: isLinkLocal,
  ip_is_link_local_multicast: isLinkLocalMulticast,
  ip_is_global_unicast: isGlobal,
  string_to_cidr: readCidr,
  is_cidr: (text: string) => readCidr(text) instanceof CidrValue,
  cidr_to_string: ({ bytes, bits }: CidrValue) => `${addressText(bytes)}/${bits}`,
  cidr_ip: ({ bytes }: CidrValue) => new IpValue(bytes),
  cidr_masked: ({ bytes, bits }: CidrValue) => new CidrValue(masked(bytes, bits), bits),
  cidr_prefix_length: ({ bits }: CidrValue) => BigInt(bits),
  cidr_contains_ip_ip: containsIp,
  cidr_contains_ip_string: (range: CidrValue, text: string) =>
    // The range is what is named as wrong then, and the API server says no more.
    readIp(text) instanceof Failure
      ? new Failure('no such overload')
      : readable(readIp(text), ip => containsIp(range, ip)),
  cidr_contains_cidr: containsCidr,
  cidr_contains_cidr_string: (range: CidrValue, text: string) =>
    readable(readCidr(text), other => containsCidr(range, other)),
};
