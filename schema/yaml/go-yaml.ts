// What YAML means to kubectl and the API server: their library reads YAML 1.1, in its own way.
import {
  binaryTag,
  boolYaml11Tag,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  seqTag,
} from 'js-yaml';

/** `0644` is octal, as modes of files are written, and underscores are dropped. A time such as `12:30` stays a text. */
const integer = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  identify: Number.isInteger,
  implicitFirstChars: [...'-+0123456789'],
  resolve: source => wholeNumber(source.replaceAll('_', '')) ?? NOT_RESOLVED,
});

const BASES = [
  [/^[-+]?0b([01]+)$/i, '0b'],
  [/^[-+]?0o?([0-7]+)$/i, '0o'],
  [/^[-+]?0x([0-9a-f]+)$/i, '0x'],
  [/^[-+]?(0|[1-9][0-9]*)$/, ''],
] as const;
/** None of 64 bits has more, whatever its base. */
const MOST_DIGITS = 64;
const [LEAST, MOST] = [-(2n ** 63n), 2n ** 64n - 1n];

/** Undefined for a text that is none, and for what 64 bits cannot hold. */
function wholeNumber(text: string): number | undefined {
  for (const [form, prefix] of BASES) {
    const [, written] = form.exec(text) ?? [];
    if (written === undefined) continue;
    const digits = written.replace(/^0+(?=.)/, '');
    if (digits.length > MOST_DIGITS) return undefined;
    const size = BigInt(prefix + digits);
    const value = text.startsWith('-') ? -size : size;
    return value < LEAST || value > MOST ? undefined : Number(value);
  }
  return undefined;
}

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;
const NO_FINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;
const NO_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** What is too large for one is a text. Behind a leading point there are no underscores. */
const float = defineScalarTag('tag:yaml.org,2002:float', {
  implicit: true,
  identify: value => typeof value === 'number',
  implicitFirstChars: [...'-+.0123456789'],
  resolve: (source, isExplicit) => {
    const [, sign] = NO_FINITE.exec(source) ?? [];
    if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (NO_NUMBER.test(source)) return Number.NaN;
    const text = source.startsWith('.') ? source : source.replaceAll('_', '');
    const value = FLOAT.test(text) ? Number(text) : Number.NaN;
    if (Number.isFinite(value)) return value;
    return (isExplicit ? wholeNumber(text) : undefined) ?? NOT_RESOLVED;
  },
});

/** Its bytes, read as UTF-8. */
const binary = defineScalarTag('tag:yaml.org,2002:binary', {
  identify: () => false,
  resolve: (source, isExplicit, tagName) => {
    const bytes = binaryTag.resolve(source, isExplicit, tagName);
    return bytes === NOT_RESOLVED ? NOT_RESOLVED : Buffer.from(bytes).toString();
  },
});

const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(([Tt]|[ \t]+)\d{1,2}:\d{1,2}:\d{1,2}(\.\d*)?.*)?$/;

/** Dates stay texts, also those that say what they are. */
const timestamp = defineScalarTag('tag:yaml.org,2002:timestamp', {
  identify: () => false,
  resolve: source => (TIMESTAMP.test(source) ? source : NOT_RESOLVED),
});

/** Null is no key. */
const map = defineMappingTag('tag:yaml.org,2002:map', {
  ...mapTag,
  addPair: (object, key, value) =>
    key === null ? 'unsupported map key of type: null' : mapTag.addPair(object, nameOfKey(key), value),
  has: (object, key) => mapTag.has(object, nameOfKey(key)),
});

function nameOfKey(key: unknown): unknown {
  if (typeof key !== 'number' || Number.isFinite(key)) return key;
  if (Number.isNaN(key)) return '.nan';
  return key < 0 ? '-.inf' : '.inf';
}

/** Tags that the library does not know say nothing, and what it does know of sets and the like is their shape. */
const anyTag = [
  defineScalarTag('', { identify: () => false, matchByTagPrefix: true, resolve: source => source }),
  defineMappingTag('', { ...map, identify: () => false, matchByTagPrefix: true }),
  defineSequenceTag('', { ...seqTag, identify: () => false, matchByTagPrefix: true }),
];

/** For `load` and `loadAll` of js-yaml. */
export const GO_YAML = CORE_SCHEMA.withTags(boolYaml11Tag, integer, float, mergeTag, binary, timestamp, map, ...anyTag);
