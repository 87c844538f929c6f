// Texts that a schema allows.
import { formatCheck } from '../../schema/formats.js';
import { matchesPattern } from '../../schema/pattern.js';
import type { StructuralSchema } from '../../schema/structural-schema.js';
import { patternSample, pick } from './pattern-sample.js';

/** Undefined where none was found, which a pattern of an odd kind can bring about. */
export function randomText(schema: StructuralSchema, random: () => number): string | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const text = candidate(schema, attempt, random);
    if (fits(text, schema)) return text;
  }
  return undefined;
}

const ATTEMPTS = 40;

function candidate(
  { format = '', pattern, minLength = 0, maxLength }: StructuralSchema,
  at: number,
  random: () => number,
) {
  const samples = SAMPLES[format.replaceAll('-', '')];
  if (samples !== undefined) return pick(samples, random);
  if (pattern !== undefined && at < ATTEMPTS / 2) return patternSample(pattern, random);
  if (at === 0 && random() < 0.7) return pick(USUAL, random);
  const length = minLength + Math.floor(random() * Math.min(8, (maxLength ?? 8 + minLength) - minLength + 1));
  return pattern === undefined ? Array.from({ length }, () => pick(CHARACTERS, random)).join('') : pick(USUAL, random);
}

function fits(text: string, { format, pattern, minLength = 0, maxLength }: StructuralSchema): boolean {
  const length = [...text].length;
  if (length < minLength || (maxLength !== undefined && length > maxLength)) return false;
  if (pattern !== undefined && !matchesPattern(pattern, text)) return false;
  return format === undefined || (formatCheck(format)?.(text) ?? true);
}

/** What people write, and what they forget: the empty text, and what is no letter of English. */
const USUAL = [
  '',
  'a',
  'b',
  'some-name',
  'v1.2',
  'a/b',
  'é',
  '日本',
  '😀',
  ' ',
  '"',
  '10Gi',
  '500m',
  '1',
  '1h30m',
  '80%',
  'True',
];
const CHARACTERS = [...'abcdefghijk', '-', '.', '1', '2'];

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  bsonobjectid: ['0123456789abcdef01234567'],
  byte: ['YQ==', 'aGVsbG8='],
  cidr: ['10.0.0.0/8', 'fd00::/8'],
  creditcard: ['4111111111111111'],
  date: ['2024-02-29', '1999-12-31'],
  datetime: ['2024-02-29T12:00:00Z', '1999-12-31T23:59:59Z'],
  duration: ['1h', '90s', '5m0s'],
  email: ['a@example.com'],
  hexcolor: ['#ff0000', '#abc'],
  hostname: ['example.com', 'a'],
  ipv4: ['10.0.0.1', '127.0.0.1'],
  ipv6: ['::1', 'fd00::1'],
  isbn: ['0321751043'],
  isbn10: ['0321751043'],
  isbn13: ['9780321751041'],
  k8slongname: ['a', 'a.b-c'],
  k8sshortname: ['a', 'b-c'],
  mac: ['01:02:03:04:05:06'],
  rgbcolor: ['rgb(1,2,3)'],
  ssn: ['111-11-1111'],
  uri: ['https://example.com/a', 'http://a'],
  uuid: ['00000000-0000-4000-8000-000000000001'],
  uuid3: ['00000000-0000-3000-8000-000000000001'],
  uuid4: ['00000000-0000-4000-8000-000000000001'],
  uuid5: ['00000000-0000-5000-8000-000000000001'],
};
