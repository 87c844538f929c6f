// Joins what several rules say of one value. All of them hold: the type's own, those of named bundles, and the field's.
import type { Json, ValidationRule } from '../../schema/structural-schema.js';
import type { Origin } from '../model/diagnostic.js';
import type { LeafSchema, SchemaNode, ValueValidation } from '../model/schema-node.js';
import { someOf } from '../model/some-of.js';
import type { Findings } from './findings.js';

/** What one decorator says: keywords, and where each was said. */
export interface Rule {
  readonly keywords: LeafSchema;
  readonly said: { readonly [keyword: string]: Origin };
}

type Keywords = { -readonly [K in keyof LeafSchema]: LeafSchema[K] };
type Keyword = keyof LeafSchema;

/** The schema with what the rule says, or with the tighter of both. `path` is where it stands, for messages. */
export function merged(schema: SchemaNode, rule: Rule, path: string, findings: Findings): SchemaNode {
  const { origin, said, items, properties, additionalProperties, ...before } = schema;
  const keywords: Keywords = { ...before };
  const places: { [keyword: string]: Origin } = { ...said };
  const place = { keywords, places };
  for (const [name, value] of Object.entries(rule.keywords) as [Keyword, Json][]) {
    if (name === 'x-kubernetes-validations') addRules(place, rule);
    else if (LIMITS[name] !== undefined) tighten(place, rule, name, LIMITS[name]);
    else if (OF_LIMITS.has(name)) continue;
    else if (SINGLE.has(name)) setOnce(place, rule, name, path, findings);
    else if (name === 'enum') narrow(place, rule, path, findings);
    else if (isHoisted(name) && keywords[name] !== undefined && keywords[name] !== value) hoist(place, rule, name);
    else set(place, rule, name);
  }
  if (rule.said.immutable !== undefined) places.immutable = rule.said.immutable;
  return {
    ...keywords,
    origin,
    said: places,
    ...(items && { items }),
    ...(properties && { properties }),
    ...(additionalProperties && { additionalProperties }),
  };
}

interface Place {
  readonly keywords: Keywords;
  readonly places: { [keyword: string]: Origin };
}

function set({ keywords, places }: Place, rule: Rule, name: Keyword): void {
  Object.assign(keywords, { [name]: rule.keywords[name] });
  for (const [said, origin] of Object.entries(rule.said)) {
    if (said === name || said.startsWith(`${name}[`) || said.startsWith(`${name}.`)) places[said] = origin;
  }
}

/** The bounds: which way is tighter, and the keyword that leaves the bound itself out. */
const LIMITS: { readonly [keyword in Keyword]?: { readonly sign: 1 | -1; readonly exclusive?: Keyword } } = {
  minimum: { sign: 1, exclusive: 'exclusiveMinimum' },
  maximum: { sign: -1, exclusive: 'exclusiveMaximum' },
  minLength: { sign: 1 },
  maxLength: { sign: -1 },
  minItems: { sign: 1 },
  maxItems: { sign: -1 },
  minProperties: { sign: 1 },
  maxProperties: { sign: -1 },
};
const OF_LIMITS = new Set<Keyword>(['exclusiveMinimum', 'exclusiveMaximum']);

function tighten(place: Place, rule: Rule, name: Keyword, limit: NonNullable<(typeof LIMITS)[Keyword]>): void {
  const { keywords } = place;
  const here = keywords[name] as number | undefined;
  const there = rule.keywords[name] as number;
  const { sign, exclusive } = limit;
  const excludes = (from: LeafSchema) => exclusive !== undefined && from[exclusive] === true;
  const looser =
    here !== undefined &&
    (here * sign > there * sign || (here === there && (excludes(keywords) || !excludes(rule.keywords))));
  if (looser) return;
  set(place, rule, name);
  if (exclusive === undefined) return;
  delete keywords[exclusive];
  if (excludes(rule.keywords)) set(place, rule, exclusive);
}

/** Keywords of which a schema has one: where two differ, both are kept as value validations that must hold together. */
const HOISTED: readonly Keyword[] = ['pattern', 'multipleOf', 'format'] satisfies (keyof ValueValidation)[];

function isHoisted(name: Keyword): name is keyof ValueValidation {
  return HOISTED.includes(name);
}

function hoist({ keywords, places }: Place, rule: Rule, name: keyof ValueValidation): void {
  const { allOf = [] } = keywords;
  const known = allOf.some(each => each[name] === rule.keywords[name]);
  if (known) return;
  keywords.allOf = [...allOf, { [name]: keywords[name] }, { [name]: rule.keywords[name] }];
  delete keywords[name];
  places[name] = rule.said[name] ?? (places[name] as Origin);
}

/** How a list or object merges can be said in one way only. */
const SINGLE = new Set<Keyword>(['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type']);

function setOnce(place: Place, rule: Rule, name: Keyword, path: string, findings: Findings): void {
  const here = place.keywords[name];
  const there = rule.keywords[name];
  if (here === undefined || JSON.stringify(here) === JSON.stringify(there)) {
    set(place, rule, name);
    return;
  }
  const where = rule.said[name] ?? rule.said[`${name}[0]`];
  if (where === undefined) return;
  const words = (value: unknown) => (Array.isArray(value) ? `with the keys ${value.join(', ')}` : value);
  const message = `${path} is said to merge in two ways: ${words(here)}, and ${words(there)}`;
  findings.error(where, 'KW2028', message, 'keep one of them');
}

/** Of two enums the values that both have, in the order of the later one, each with its place. */
function narrow(place: Place, rule: Rule, path: string, findings: Findings): void {
  const before = place.keywords.enum?.map(value => JSON.stringify(value));
  const values = rule.keywords.enum ?? [];
  const places = values.map((_value, index) => rule.said[`enum[${index}]`]);
  const common = values.flatMap((value, index) => {
    if (before === undefined || before.includes(JSON.stringify(value))) return [index];
    const message = `${JSON.stringify(value)} is no value of ${path}, which has ${someOf(before.map(String))}`;
    const where = places[index] ?? rule.said.enum;
    if (where !== undefined) findings.error(where, 'KW2025', message, 'drop the value');
    return [];
  });
  if (common.length === 0 && values.length > 0) return;
  const said = common.flatMap((from, to) => {
    const origin = places[from];
    return origin === undefined ? [] : [[`enum[${to}]`, origin] as const];
  });
  const narrowed = { enum: common.map(index => values[index] as Json) };
  set(
    place,
    { keywords: narrowed, said: { ...(rule.said.enum && { enum: rule.said.enum }), ...Object.fromEntries(said) } },
    'enum',
  );
}

const RULES = 'x-kubernetes-validations';

function isSame(one: ValidationRule, other: ValidationRule): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

/** Rules in CEL are added; their places are told by their number. */
function addRules({ keywords, places }: Place, rule: Rule): void {
  const before = keywords[RULES] ?? [];
  const added = (rule.keywords[RULES] ?? []).filter(each => !before.some(known => isSame(known, each)));
  if (added.length === 0) return;
  keywords[RULES] = [...before, ...added];
  for (const [said, origin] of Object.entries(rule.said)) {
    const numbered = /^x-kubernetes-validations\[(\d+)\](.*)$/.exec(said);
    if (numbered !== null) places[`${RULES}[${before.length + Number(numbered[1])}]${numbered[2]}`] = origin;
  }
}
