// Strings out of bytes of JSON; those that come again and again are made once.

/** A power of two. What falls on a taken place replaces what is there, so the table never grows. */
const PLACES = 4096;
/** Longer ones do not repeat often enough to be worth a look. */
const LONGEST = 128;

const BACKSLASH = 0x5c;
const table: string[] = new Array<string>(PLACES).fill('');

/** The text of the JSON string between two indexes, which include its quotes. */
export function textAt(bytes: Buffer, start: number, end: number): string {
  for (let at = start + 1; at < end - 1; at++) {
    const byte = bytes[at] as number;
    if (byte === BACKSLASH) return JSON.parse(bytes.toString('utf8', start, end)) as string;
    if (byte >= 0x80) return plainText(bytes, start, end);
  }
  return bytes.toString('latin1', start + 1, end - 1);
}

/** The same for texts that repeat from object to object: keys, kinds, namespaces. One string for all, while it is in use. */
export function repeatedTextAt(bytes: Buffer, start: number, end: number): string {
  const length = end - start - 2;
  if (length > LONGEST) return textAt(bytes, start, end);
  let hash = length;
  for (let at = start + 1; at < end - 1; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
  const known = table[place] as string;
  if (isText(known, bytes, start + 1, length)) return known;
  const text = textAt(bytes, start, end);
  table[place] = text;
  return text;
}

/** The one string for all that are equal to it, as `repeatedTextAt` gives it. */
export function repeated(text: string): string {
  if (text.length > LONGEST) return text;
  let hash = text.length;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
  const known = table[place];
  if (known === text) return known;
  table[place] = text;
  return text;
}

/** Whether bytes without an escape spell a known ASCII text: others have other bytes, and are never found. */
function isText(known: string, bytes: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let at = 0; at < length; at++) {
    const byte = bytes[start + at] as number;
    if (byte !== known.charCodeAt(at) || byte >= 0x80 || byte === BACKSLASH) return false;
  }
  return true;
}

function plainText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
}
