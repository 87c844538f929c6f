import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../schema/structural-schema.js';
import { printYaml } from './yaml.js';

/** Texts that some parser of YAML 1.1 takes for a boolean, a number, null, a date, or syntax. */
const HAZARDS = [
  ...['on', 'On', 'off', 'yes', 'Yes', 'no', 'NO', 'y', 'Y', 'n', 'N', 'true', 'True', 'FALSE'],
  ...['~', 'null', 'Null', 'NULL', '', ' ', '=', '<<', '.inf', '-.INF', '+.inf', '.NaN', '.nan'],
  ...['0', '-1', '+1', '017', '08', '0o7', '0O7', '0x1', '0X1F', '-0x1', '0b1', '0B1', '1_000', '1_', '+_1', '_1'],
  ...[
    '1e3',
    '1E5',
    '1.5e+3',
    '1_e3',
    '.5',
    '5.',
    '-.5',
    '.5_',
    '1.0',
    '0.',
    '1__0.5',
    '12:30:45',
    '1:30',
    '190:20:30.15',
  ],
  ...['2001-01-01', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43'],
  ...[' a', 'a ', '\ta', 'a\t', 'a\tb', '-', '- a', '?', '? a', ':', 'a:', 'a: b', 'a #b', '#a', '@a', '`a', '%a'],
  ...[
    '&a',
    '*a',
    '!a',
    '!!str a',
    '|',
    '>',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    "it's",
    '\\',
    'a\\nb',
    '---',
    '...',
    '--- a',
  ],
  ...['a\nb', 'a\n', 'a\n\n', '\na', ' a\nb', 'a\n  b\nc', 'a \nb', 'a\r\nb', 'a\n---\nb', '\ta\nb', '# a\nb'],
  ...['é', '😀', '\u0085', '\u00a0', '\u2028', '\ufeff', '\u0000', '\u007f', 'x'.repeat(400), 'word '.repeat(100)],
];

describe('printYaml', () => {
  it('starts the document, sorts keys everywhere, and does not indent sequences', () => {
    const value = { b: [{ z: [1, 2], a: [[true]] }], a: { d: null, c: {}, b: [] } };
    expect(printYaml(value)).toBe('---\na:\n  b: []\n  c: {}\n  d: null\nb:\n- a:\n  - - true\n  z:\n  - 1\n  - 2\n');
  });

  it('prints one line plainly, however long, and several lines as a literal block', () => {
    const long = 'word '.repeat(60).trim();
    expect(printYaml({ one: long, two: 'first\n\n  second' })).toBe(
      `---\none: ${long}\ntwo: |-\n  first\n\n    second\n`,
    );
  });

  it.each(['1.2.3', 'v1', '.spec.replicas', '10m', '2Gi', 'redis:7-alpine', '0.1.0', 'a,b'])('leaves %s bare', text => {
    expect(printYaml({ text })).toBe(`---\ntext: ${text}\n`);
  });

  it('prints equal values as they are, not as aliases', () => {
    const shared = { a: 1 };
    expect(printYaml({ x: shared, y: shared })).not.toMatch(/[&*]/);
  });

  it('prints a field named __proto__ like any other', () => {
    expect(printYaml(JSON.parse('{"__proto__":{"type":"string"}}'))).toBe('---\n__proto__:\n  type: string\n');
  });

  it.each(HAZARDS.map(text => [JSON.stringify(text).slice(0, 40), text]))('keeps %s a text for YAML 1.1', (_, text) => {
    const value = { text, [text]: [text], list: [{ text }] };
    expect(plain(load(printYaml(value), { schema: YAML11_SCHEMA }))).toEqual(value);
  });

  it('gives the same bytes for every order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), record => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(printYaml(reversed as Json)).toBe(printYaml(record as Json));
      }),
    );
  });
});

describe.skipIf(kubectl() === undefined)(
  'printYaml, read by kubectl (skipped where its cached binary is absent)',
  () => {
    it('keeps every hazard a text, as value and as key', () => {
      expect(asKubectlReads(HAZARDS)).toEqual(HAZARDS);
    });

    it('keeps random texts that look like numbers, dates and words', () => {
      const piece = fc.constantFrom(
        ...'0123456789abcdefxXoObBeE_+-.:~ynYNT ',
        'on',
        '0x',
        '0o',
        '1e',
        '2001-01-01',
        '.inf',
      );
      const texts = fc.sample(
        fc.array(piece, { maxLength: 7 }).map(pieces => pieces.join('')),
        { numRuns: 4000, seed: 1 },
      );
      expect(asKubectlReads(texts)).toEqual(texts);
    });

    it('prints minus zero as zero', () => {
      expect(printYaml(-0)).toBe('---\n0\n');
    });

    it('keeps numbers numbers', () => {
      const numbers = [0, 1, -1, 0.1, 1e21, 1e-7, 1.5e300, Number.MAX_SAFE_INTEGER, -2147483648, 54321];
      expect(asKubectlReads(numbers)).toEqual(numbers);
    });
  },
);

/** Reads a printed object with kubectl's parser; `--local` keeps it from asking a server. */
function asKubectlReads(values: readonly (string | number)[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'kubewright-yaml-'));
  try {
    const file = join(folder, 'object.yaml');
    const keys = Object.fromEntries(values.map(value => [`k${value}`, value]));
    const bare = Object.fromEntries(values.map(value => [String(value), 'here']));
    writeFileSync(file, printYaml({ apiVersion: 'a.b/v1', kind: 'C', metadata: { name: 'd' }, values, keys, bare }));
    const output = execFileSync(kubectl() as string, ['annotate', '--local', '-f', file, 'e=f', '-o', 'json']);
    const object = JSON.parse(output.toString());
    expect(object.keys).toEqual(keys);
    expect(object.bare).toEqual(bare);
    return object.values;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function kubectl(): string | undefined {
  const cache = join(homedir(), '.cache/kubewright/control-plane');
  const folders = [
    process.env.KUBEBUILDER_ASSETS ?? '',
    ...(existsSync(cache) ? readdirSync(cache).map(name => join(cache, name)) : []),
  ];
  return folders.map(folder => join(folder, 'kubectl')).find(path => path.startsWith('/') && existsSync(path));
}

/** The objects of the parser may have other prototypes; their content is compared. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
