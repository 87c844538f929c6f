// What a scalar of YAML means to kubectl and the API server: their library reads YAML 1.1, in its own way.

/** A bigint is what Go holds as an int64 or uint64, a number what it holds as a float64. */
export type GoScalar = null | boolean | string | number | bigint;

const YAML = 'tag:yaml.org,2002:';
export const MERGE_TAG = `${YAML}merge`;
/** Of these the text must be; what other tags say is not looked at. */
const CHECKED = new Set(['bool', 'int', 'float', 'null', 'timestamp'].map(name => YAML + name));

/**
 * Source: `resolve` in go.yaml.in/yaml/v2.
 * @param tag with its prefix; empty when there is none, and the text is not quoted
 * @returns the problem, in the library's words, when the text is not what its tag says
 */
export function goScalar(text: string, tag: string): { readonly value: GoScalar } | { readonly problem: string } {
  if (tag === `${YAML}binary`) {
    const bytes = bytesOf(text);
    return bytes === undefined ? { problem: '!!binary value contains invalid base64 data' } : { value: bytes };
  }
  if (tag !== '' && !CHECKED.has(tag)) return { value: text };
  const found = implicit(text);
  if (tag === '') return { value: found };
  if (tag === `${YAML}timestamp` && isTimestamp(text)) return { value: text };
  const kind = kindOf(found);
  if (tag === YAML + kind) return { value: found };
  if (tag === `${YAML}float` && typeof found === 'bigint' && BigInt.asIntN(64, found) === found) {
    return { value: Number(found) };
  }
  return { problem: `cannot decode !!${kind} \`${text}\` as a !!${tag.slice(YAML.length)}` };
}

function kindOf(value: GoScalar): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    default:
      return value === null ? 'null' : 'str';
  }
}

const WORDS: ReadonlyMap<string, GoScalar> = new Map([
  ...spelled(true, 'y', 'yes', 'true', 'on'),
  ...spelled(false, 'n', 'no', 'false', 'off'),
  ...spelled(null, '', '~', 'null'),
  ...['.nan', '.NaN', '.NAN'].map(word => [word, Number.NaN] as const),
  ...spelled(Number.POSITIVE_INFINITY, '.inf', '+.inf'),
  ...spelled(Number.NEGATIVE_INFINITY, '-.inf'),
]);

/** A word in small letters, with a capital, and in capitals. */
function spelled(value: GoScalar, ...words: readonly string[]): readonly (readonly [string, GoScalar])[] {
  return words.flatMap(word =>
    [word, word.replace(/[a-z]/, first => first.toUpperCase()), word.toUpperCase()].map(each => [each, value] as const),
  );
}

const NUMERIC = /^[-+0-9]/;
const POINTED = /^\.[0-9]+(e[-+]?[0-9]+)?$/i;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;

/** Underscores are dropped, except behind a leading point. A time such as `12:30` stays a text, and so does a date. */
function implicit(text: string): GoScalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return POINTED.test(text) ? finite(text) : text;
  if (!NUMERIC.test(text)) return text;
  const plain = text.replaceAll('_', '');
  const whole = wholeNumber(plain);
  if (whole !== undefined) return whole;
  const value = FLOAT.test(plain) ? finite(plain) : plain;
  return typeof value === 'number' ? value : text;
}

/** What is too large for a number is a text. */
function finite(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

/** `0644` is octal, as modes of files are written. A sign may also stand behind `0b`, which is an accident there. */
const BASES = [
  [/^([-+]?)(0|[1-9][0-9]*)$/, ''],
  [/^([-+]?)0b([01]+)$/i, '0b'],
  [/^([-+]?)0o?([0-7]+)$/i, '0o'],
  [/^([-+]?)0x([0-9a-f]+)$/i, '0x'],
  [/^0b([-+])([01]+)$/, '0b'],
] as const;
/** None of 64 bits has more, whatever its base. */
const MOST_DIGITS = 64;

/** Undefined for a text that is none, and for what 64 bits cannot hold; a sign takes one of them. */
function wholeNumber(text: string): bigint | undefined {
  for (const [form, prefix] of BASES) {
    const [, sign, written] = form.exec(text) ?? [];
    if (written === undefined) continue;
    const digits = written.replace(/^0+(?=.)/, '');
    if (digits.length > MOST_DIGITS) return undefined;
    const size = BigInt(prefix + digits);
    const value = sign === '-' ? -size : size;
    const fits = BigInt.asIntN(64, value) === value || (sign === '' && BigInt.asUintN(64, value) === value);
    return fits ? value : undefined;
  }
  return undefined;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Read as UTF-8. */
function bytesOf(text: string): string | undefined {
  const digits = text.replaceAll(/[\r\n]/g, '');
  return BASE64.test(digits) ? Buffer.from(digits, 'base64').toString() : undefined;
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?$/;

function isTimestamp(text: string): boolean {
  const match = TIMESTAMP.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number];
  const [hour, minute, second] = match.slice(4).flatMap(part => (part === undefined ? [] : [Number(part)]));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60;
}
