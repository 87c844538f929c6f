// Spoils definitions at random: a number stands for the same mutant on every machine.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { goldenDefinitions } from '../golden-case.js';
import { RICH_DEFINITION } from './rich-definition.js';

type Node = { [key: string]: unknown };

/** A definition with one change or some. */
export interface SpoiltDefinition {
  readonly number: number;
  readonly changes: readonly string[];
  readonly definition: Node;
}

/** Larger ones take the server longer than they tell. */
const LARGEST = 20_000;
const MOST_CHANGES = 3;

let sound: readonly string[] | undefined;

/** What is spoilt: the rich definition a dozen times, as it has most to spoil, and those of the golden cases. */
function soundDefinitions(): readonly string[] {
  sound ??= [
    ...Array.from({ length: 12 }, () => JSON.stringify(RICH_DEFINITION)),
    ...goldenDefinitions()
      .map(path => JSON.stringify(load(readFileSync(path, 'utf8'))))
      .filter(text => text.length < LARGEST),
  ];
  return sound;
}

export function spoiltDefinition(number: number): SpoiltDefinition {
  const chance = chanceOf(number);
  const definition = JSON.parse(chance.of(soundDefinitions())) as Node;
  const count = Math.max(1, chance.below(MOST_CHANGES + 1));
  const changes = Array.from({ length: count }, () =>
    (chance.below(4) === 0 ? changePart : changeSchema)(definition, chance),
  );
  return { number, changes, definition };
}

interface Chance {
  readonly below: (count: number) => number;
  readonly of: <T>(list: readonly T[]) => T;
}

/** Mulberry32. */
function chanceOf(seed: number): Chance {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(next() * count);
  return { below, of: list => list[below(list.length)] as never };
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string', 'null', 'text', ''];
const RULES = [
  'true',
  'self == self',
  'self.size() > 0',
  'self == oldSelf',
  'self.a == 1',
  'has(self.port)',
  'self',
  'self.all(x, self.all(y, x == y))',
  '1 +',
  '',
  ' ',
  'a\n|| b',
  'oldSelf.hasValue()',
  "self.matches('[')",
  "self.exists(x, x == 'a')",
  'dyn(self) == 1',
  'quantity(self).isGreaterThan(quantity("1"))',
  "self.metadata.name.startsWith('a')",
];
const PATHS = [
  '.spec',
  '.spec.color',
  '.metadata.name',
  'spec',
  '',
  '.',
  '.a',
  ".['a']",
  '.ports[0]',
  "['color']",
  '.labels.x',
  '.spec.ports',
];
const VALUES: readonly unknown[] = [
  'a',
  '',
  1,
  -1,
  1.5,
  true,
  null,
  [],
  ['a'],
  ['a', 'a'],
  {},
  { a: 'b' },
  { port: 1 },
  [{ port: 1 }],
  'red',
  { metadata: { name: 'A' } },
];
const SCHEMAS: readonly unknown[] = [
  { type: 'string' },
  { type: 'object', properties: { a: { type: 'string' } } },
  { type: 'array', items: { type: 'integer' } },
  { type: 'object', additionalProperties: { type: 'string', default: 'a' } },
  {},
  { minLength: 1 },
  { 'x-kubernetes-preserve-unknown-fields': true },
  { type: 'object', 'x-kubernetes-embedded-resource': true },
  {
    type: 'object',
    properties: { metadata: { type: 'object', properties: { labels: { type: 'object', default: { A: 'a b' } } } } },
  },
  { 'x-kubernetes-int-or-string': true },
  { type: 'string', nullable: true, default: null },
];

/** Each keyword with values that can be read; what is wrong with them is what they say. */
const KEYWORDS: Readonly<Record<string, readonly unknown[]>> = {
  type: TYPES,
  format: ['int32', 'date-time', 'none', 'byte', ''],
  title: ['t', ''],
  description: ['d'],
  default: VALUES,
  enum: [[], ['a'], [1, 1], [null], [{ a: 1 }], ['red', 'green']],
  nullable: [true, false],
  minimum: [0, -1, 1.5, 1e20],
  maximum: [0, 10],
  exclusiveMinimum: [true, false],
  exclusiveMaximum: [true, false],
  multipleOf: [0, -1, 0.5, 2],
  minLength: [0, 3, -1],
  maxLength: [0, 5, 100_000_000],
  pattern: ['^a$', '[', '(?=a)', '', '\\d{1,2000}'],
  minItems: [0, 2, -1],
  maxItems: [0, 5, 1_000_000_000],
  uniqueItems: [true, false],
  minProperties: [0, 2],
  maxProperties: [0, 100_000],
  required: [[], ['a'], ['spec'], ['a', 'a']],
  items: [...SCHEMAS, [{ type: 'string' }]],
  properties: [{}, { a: { type: 'string' } }, { metadata: { type: 'object' }, kind: { type: 'integer' } }],
  additionalProperties: [true, false, ...SCHEMAS],
  allOf: [
    [],
    [{ minLength: 1 }],
    [{ type: 'string' }],
    [{ properties: { absent: { minLength: 1 } } }],
    [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }],
  ],
  anyOf: [[], [{ required: ['a'] }], [{ type: 'integer' }, { type: 'string' }], [{ description: 'd' }]],
  oneOf: [[{ minimum: 1 }], [{ properties: { metadata: {} } }], [{ default: 'a' }]],
  not: [{}, { required: ['a'] }, { type: 'object' }, { nullable: true }, { items: { minLength: 1 } }],
  $ref: ['#/definitions/a'],
  id: ['a', ''],
  $schema: ['a'],
  additionalItems: [true],
  definitions: [{}, { a: { type: 'string' } }],
  dependencies: [{}, { a: ['b'] }, { a: { uniqueItems: true } }],
  patternProperties: [{}, { a: { type: 'string' } }],
  externalDocs: [{ url: 'a' }],
  example: ['a'],
  'x-kubernetes-embedded-resource': [true, false],
  'x-kubernetes-int-or-string': [true, false],
  'x-kubernetes-preserve-unknown-fields': [true, false],
  'x-kubernetes-list-type': ['atomic', 'set', 'map', 'bag', ''],
  'x-kubernetes-list-map-keys': [[], ['a'], ['port'], ['port', 'port'], ['absent']],
  'x-kubernetes-map-type': ['atomic', 'granular', 'other'],
  'x-kubernetes-validations': [[]],
};

function changeSchema(definition: Node, chance: Chance): string {
  const schemas = schemasOf(definition);
  const [schema, path] = chance.of(schemas);
  const present = Object.keys(schema);
  switch (chance.below(5)) {
    case 0:
      if (present.length > 0) {
        const name = chance.of(present);
        delete schema[name];
        return `drop ${path}.${name}`;
      }
      break;
    case 1: {
      const rule = randomRule(chance);
      schema['x-kubernetes-validations'] = [...((schema['x-kubernetes-validations'] as unknown[]) ?? []), rule];
      return `rule of ${path}: ${JSON.stringify(rule)}`;
    }
    case 2: {
      const name = chance.of(['a', 'metadata', 'kind', 'x-y', 'items', 'self']);
      const value = structuredClone(chance.below(2) === 0 ? chance.of(SCHEMAS) : chance.of(schemas)[0]);
      schema.properties = { ...(schema.properties as object | undefined), [name]: value };
      return `property ${path}.${name}: ${JSON.stringify(value).slice(0, 60)}`;
    }
    case 3:
      if (present.length > 0) {
        const name = chance.of(present);
        if (Object.hasOwn(KEYWORDS, name)) return setKeyword(schema, path, name, chance);
      }
  }
  return setKeyword(schema, path, chance.of(Object.keys(KEYWORDS)), chance);
}

function setKeyword(schema: Node, path: string, name: string, chance: Chance): string {
  const value = structuredClone(chance.of(KEYWORDS[name] ?? []));
  schema[name] = value;
  return `set ${path}.${name} to ${JSON.stringify(value)}`;
}

function randomRule(chance: Chance): Node {
  const rule: Node = { rule: chance.of(RULES) };
  if (chance.below(3) === 0) rule.message = chance.of(['m', ' ', 'a\nb', '']);
  if (chance.below(4) === 0) rule.messageExpression = chance.of(["'a'", '1', ' ', 'self.x', 'string(self)', "'a' +"]);
  if (chance.below(4) === 0) rule.reason = chance.of(['FieldValueInvalid', 'FieldValueRequired', 'Other']);
  if (chance.below(4) === 0) rule.fieldPath = chance.of(PATHS);
  if (chance.below(5) === 0) rule.optionalOldSelf = chance.below(2) === 0;
  return rule;
}

/** All schemas of a definition, and where they are. */
function schemasOf(definition: Node): readonly (readonly [Node, string])[] {
  const found: (readonly [Node, string])[] = [];
  const visit = (schema: unknown, path: string) => {
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
    const node = schema as Node;
    found.push([node, path]);
    for (const name of ['items', 'additionalProperties', 'not']) visit(node[name], `${path}.${name}`);
    for (const name of ['allOf', 'anyOf', 'oneOf']) {
      for (const [at, each] of ((node[name] as unknown[]) ?? []).entries()) visit(each, `${path}.${name}[${at}]`);
    }
    for (const [name, each] of Object.entries((node.properties as Node) ?? {})) visit(each, `${path}.${name}`);
  };
  for (const version of versionsOf(definition)) {
    visit((version.schema as Node | undefined)?.openAPIV3Schema, String(version.name));
  }
  return found.length > 0 ? found : [[{}, 'nowhere']];
}

function versionsOf(definition: Node): Node[] {
  return ((definition.spec as Node).versions as Node[] | undefined) ?? [];
}

const NAMES = ['a', 'A', 'a-b', 'a.b', '-a', '', '1a', 'Lamp', 'LampList', 'a'.repeat(64), 'a_b', 'aß'];
const COLUMNS: readonly unknown[] = [
  [{ name: 'A', type: 'string', jsonPath: '.spec' }],
  [{ name: '', type: 'string', jsonPath: '.spec' }],
  [{ name: 'A', type: 'text', jsonPath: 'spec' }],
  [{ name: 'A', type: 'string', format: 'odd', jsonPath: '' }],
  [{ name: 'A', type: '', jsonPath: '.' }],
];

/** What is beside the schema. */
function changePart(definition: Node, chance: Chance): string {
  const spec = definition.spec as Node;
  const versions = versionsOf(definition);
  const version = versions.length > 0 ? chance.of(versions) : {};
  const set = (node: Node, name: string, value: unknown) => {
    if (value === undefined) delete node[name];
    else node[name] = structuredClone(value);
    return `set ${name} to ${JSON.stringify(value)?.slice(0, 100)}`;
  };
  const parts: readonly (() => string)[] = [
    () => set(spec.names as Node, chance.of(['kind', 'plural', 'singular', 'listKind']), chance.of(NAMES)),
    () => set(spec.names as Node, chance.of(['shortNames', 'categories']), [chance.of(NAMES), chance.of(NAMES)]),
    () => set(spec, 'group', chance.of(['a', 'a.b', '', 'A.b', 'x.k8s.io', 'a..b'])),
    () => set(spec, 'scope', chance.of(['Cluster', 'Namespaced', 'namespaced', ''])),
    () => set(spec, 'preserveUnknownFields', chance.of([true, false])),
    () => set(version, 'name', chance.of(['v1', 'v2', 'V1', '', 'v1.1', '1'])),
    () => set(version, chance.of(['storage', 'served', 'deprecated']), chance.below(2) === 0),
    () => set(version, 'deprecationWarning', chance.of(['w', '', 'a\nb', 'ä'.repeat(200), undefined, 'a\u00a0b'])),
    () => set(version, 'additionalPrinterColumns', chance.of([...COLUMNS, undefined, []])),
    () =>
      set(
        version,
        'selectableFields',
        chance.of([
          undefined,
          [],
          ...PATHS.map(jsonPath => [{ jsonPath }]),
          [{ jsonPath: '.spec.color' }, { jsonPath: '.spec.color' }],
        ]),
      ),
    () =>
      set(
        version,
        'schema',
        chance.of([undefined, {}, { openAPIV3Schema: {} }, { openAPIV3Schema: { type: 'object' } }]),
      ),
    () =>
      set(
        version,
        'subresources',
        chance.of([
          undefined,
          {},
          { status: {} },
          { scale: { specReplicasPath: chance.of(PATHS), statusReplicasPath: chance.of([...PATHS, '.status.a']) } },
          {
            scale: {
              specReplicasPath: '.spec.a',
              statusReplicasPath: '.status.a',
              labelSelectorPath: chance.of(PATHS),
            },
          },
        ]),
      ),
    () => set(spec, 'conversion', randomConversion(chance)),
    () => {
      const other = chance.of(versions.length > 0 ? versions : [{}]);
      return set(version, 'schema', other.schema);
    },
    () => {
      spec.versions = [...versions, ...(versions.length > 0 ? [structuredClone(chance.of(versions))] : [])];
      return 'a version twice';
    },
  ];
  const change = chance.of(parts)();
  // What follows from the other names is not what most mutants are to be refused for.
  const { plural = '' } = spec.names as Node;
  if (chance.below(8) !== 0) (definition.metadata as Node).name = `${plural}.${spec.group}`;
  return change;
}

function randomConversion(chance: Chance): unknown {
  const service = chance.of([
    { name: 'a', namespace: 'b' },
    { name: 'a', namespace: 'b', path: chance.of(['/a', 'a', '//', '/a//b', '/', '/A', '']) },
    { name: '', namespace: 'b', port: chance.of([0, 443, 70000]) },
    undefined,
  ]);
  const url = chance.of([undefined, undefined, 'https://a/b', 'http://a', 'https://a?b=c', 'https://u@a#f', 'a']);
  const conversionReviewVersions = chance.of([['v1'], ['v1', 'v1'], ['v2'], [], ['V1', 'v1beta1']]);
  return chance.of<unknown>([
    undefined,
    { strategy: 'None' },
    { strategy: chance.of(['Other', '', 'Webhook', 'None']), webhook: { conversionReviewVersions } },
    { strategy: 'None', webhook: { clientConfig: { url: 'https://a' }, conversionReviewVersions } },
    { strategy: 'Webhook', webhook: { clientConfig: { service, url }, conversionReviewVersions } },
    {
      strategy: 'Webhook',
      webhook: { clientConfig: { service: { name: 'a', namespace: 'b' } }, conversionReviewVersions },
    },
  ]);
}
