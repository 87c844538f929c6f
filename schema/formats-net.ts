// Addresses of IP and MAC, as Go's net package reads them.

/** An IPv4 address, also one that is written within an IPv6 address. Leading zeros are let through. */
export function isIpv4(text: string): boolean {
  return text.includes('.') && (isDotted(text, true) || isColons(text, true));
}

export function isIpv6(text: string): boolean {
  return text.includes(':') && isColons(text, false);
}

/** An address, a slash and how many of its bits count. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const address = text.slice(0, slash);
  const length = text.slice(slash + 1);
  if (slash === -1 || text.indexOf('/') !== slash || !/^\d{1,6}$/.test(length)) return false;
  if (!address.includes(':')) return isDotted(address, true) && Number(length) <= 32;
  return isColons(address, true) && Number(length) <= 128;
}

const HEX_PAIRS = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*)$/i;
const HEX_QUADS = /^[0-9a-f]{4}(?:\.[0-9a-f]{4})*$/i;
const HEX_DIGITS = /^[0-9a-f]+$/i;
const MAC_BYTES = [6, 8, 20];

/** 6, 8 or 20 bytes in pairs with colons or hyphens, in fours with dots, or without anything between. */
export function isMac(text: string): boolean {
  const digits = text.replace(/[:.-]/g, '').length;
  if (!MAC_BYTES.includes(digits / 2)) return false;
  return HEX_PAIRS.test(text) || HEX_QUADS.test(text) || HEX_DIGITS.test(text);
}

function isDotted(text: string, zerosAllowed: boolean): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => isByte(part, zerosAllowed));
}

function isByte(part: string, zerosAllowed: boolean): boolean {
  if (!/^\d+$/.test(part) || Number(part) > 255) return false;
  return zerosAllowed || part.length === 1 || part[0] !== '0';
}

/** Groups of up to four hexadecimal digits, one run of zeros left out, the last four bytes dotted or not. */
function isColons(text: string, zerosAllowed: boolean): boolean {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return false;
  const head = groups(before, after === undefined, zerosAllowed);
  const tail = after === undefined ? 0 : groups(after, true, zerosAllowed);
  if (head === undefined || tail === undefined) return false;
  return after === undefined ? head === 8 : head + tail <= 7;
}

/** How many groups of 16 bits; undefined when one is wrong. */
function groups(text: string, last: boolean, zerosAllowed: boolean): number | undefined {
  if (text === '') return 0;
  let count = 0;
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (last && at === parts.length - 1 && part.includes('.')) {
      if (!isDotted(part, zerosAllowed)) return undefined;
      count += 2;
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      count++;
    } else {
      return undefined;
    }
  }
  return count;
}
