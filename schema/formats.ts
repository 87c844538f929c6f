// The formats of texts that the API server checks; it ignores all others.
import { isCidr, isIpv4, isIpv6, isMac } from './formats-net.js';
import { isDate, isDateTime, isDuration } from './formats-time.js';
import { isEmail, isRequestUri } from './formats-uri.js';
import { matchesPattern } from './pattern.js';

/**
 * The check of a format, or undefined for one that the API server does not know. Dashes in the name do not count. The
 * set is the one of Kubernetes 1.34 and newer.
 */
export function formatCheck(format: string): ((text: string) => boolean) | undefined {
  const name = format.replaceAll('-', '');
  return Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const UUID3 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const UUID4 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const UUID5 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const SHORT_NAME = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: text => /^[0-9a-f]{24}$/i.test(text),
  byte: isBase64,
  cidr: isCidr,
  creditcard: isCreditCard,
  date: isDate,
  datetime: isDateTime,
  duration: isDuration,
  email: isEmail,
  hexcolor: text => /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text),
  hostname: isHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  isbn: text => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  k8slongname: text => text.length <= 253 && matchesPattern(`^${SHORT_NAME}(\\.${SHORT_NAME})*$`, text) === true,
  k8sshortname: text => text.length <= 63 && matchesPattern(`^${SHORT_NAME}$`, text) === true,
  mac: isMac,
  password: () => true,
  rgbcolor: isRgbColor,
  ssn: text => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  uri: isRequestUri,
  uuid: text => UUID.test(text),
  uuid3: text => UUID3.test(text),
  uuid4: text => UUID4.test(text),
  uuid5: text => UUID5.test(text),
};

/** Whole groups of four in the standard alphabet. The empty text is none, though it encodes no bytes. */
function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function isRgbColor(text: string): boolean {
  const channels = /^rgb\([\t\n\f\r ]*(\d+)[\t\n\f\r ]*,[\t\n\f\r ]*(\d+)[\t\n\f\r ]*,[\t\n\f\r ]*(\d+)[\t\n\f\r ]*\)$/;
  const found = channels.exec(text);
  return found?.slice(1).every(each => Number(each) <= 255 && String(Number(each)) === each) ?? false;
}

const ISSUERS =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;

/** The number of a known issuer whose last digit is right (Luhn). */
function isCreditCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (!ISSUERS.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, at) => total + (at + 1) * (digit === 'X' ? 10 : Number(digit)), 0);
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, at) => total + (at % 2 === 0 ? 1 : 3) * Number(digit), 0);
  return sum % 10 === 0;
}

const LETTER = '[a-zA-Z0-9\\p{S}\\p{L}]';
const HOSTNAME = `^(${LETTER}((-?${LETTER}{0,62})?)|(${LETTER}(([a-zA-Z0-9-\\p{S}\\p{L}]{0,61}${LETTER})?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$`;

/** One label, or labels and a top-level domain of letters. Symbols and letters of any script count. */
function isHostname(text: string): boolean {
  const bytes = (part: string) => new TextEncoder().encode(part).length;
  if (bytes(text) > 255 || text.split('.').some(label => bytes(label) > 63)) return false;
  return matchesPattern(HOSTNAME, text) === true;
}
