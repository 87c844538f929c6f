// Finds the bounds that would make a rule cheap enough: it tries them out.
import type { StructuralSchema } from '../../structural-schema.js';
import type { CompiledRule } from '../compile-rule.js';
import type { RuleInSchema } from '../rules-of-schema.js';
import type { DeclaredType } from '../types/declared-type.js';
import { boundOf, type OtherBounds, RULE_LIMIT, ruleCost } from './rule-cost.js';

export interface SuggestedBound {
  /** What to bound, such as `spec.ports` or `spec.tags[]`. */
  readonly path: string;
  readonly keyword: 'maxItems' | 'maxProperties' | 'maxLength';
  /** The largest round number that is small enough. */
  readonly most: number;
}

/**
 * Where nothing bounds the lists, maps and texts that a rule looks at or stands in, the few of them to bound: first the one
 * that helps most, and more of them if it would have to be small. Empty if no bound would help enough.
 */
export function suggestBounds(rule: RuleInSchema, compiled: CompiledRule): readonly SuggestedBound[] {
  const open = [...openAround(rule), ...openBelow(rule, compiled)];
  const chosen: Open[] = [];
  let found: readonly SuggestedBound[] = [];
  while (open.length > 0 && chosen.length < MOST_BOUNDS && (found[0]?.most ?? 0) < ROOM) {
    const best = cheapest(open, each => costWith([...chosen, each], 10, rule, compiled));
    chosen.push(...open.splice(open.indexOf(best), 1));
    const most = ROUND_NUMBERS.find(number => costWith(chosen, number, rule, compiled) <= RULE_LIMIT);
    if (most === undefined || most <= (found[0]?.most ?? 0)) continue;
    found = chosen.flatMap(({ places }) => places.map(place => ({ ...place, most })));
  }
  return found;
}

/** A bound that most users can live with. */
const ROOM = 64;
const MOST_BOUNDS = 3;
const ROUND_NUMBERS = [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

/** What nothing bounds yet; several places are bounded together where one alone is of no use. */
interface Open {
  readonly places: readonly Omit<SuggestedBound, 'most'>[];
  /** Absent: what is around the rule. */
  readonly declared?: DeclaredType;
}

/** While one of them is unbounded, it makes no difference whether the others are. */
function openAround({ within }: RuleInSchema): readonly Open[] {
  const places = within
    .filter(around => boundOf(around) === undefined)
    .map(({ schema, path }) => ({ path, keyword: keywordOf(schema) }));
  return places.length === 0 ? [] : [{ places }];
}

/** Only what the estimate looked at. */
function openBelow(rule: RuleInSchema, compiled: CompiledRule): readonly Open[] {
  const seen = new Set<DeclaredType>();
  ruleCost(rule, compiled, {
    declared: declared => {
      seen.add(declared);
      return undefined;
    },
  });
  return openIn(rule.schema, compiled.self, rule.path).filter(({ declared }) => declared && seen.has(declared));
}

function openIn(schema: StructuralSchema, declared: DeclaredType, path: string): readonly Open[] {
  const keyword = keywordOf(schema);
  const isOpen = schema[keyword] === undefined && CAN_BE_BOUND.has(declared.type.kind) && schema.enum === undefined;
  const { items, additionalProperties: values } = schema;
  const inner = items ?? (typeof values === 'object' ? values : undefined);
  const { element, fields = new Map() } = declared;
  return [
    ...(isOpen ? [{ places: [{ path, keyword }], declared }] : []),
    ...(inner && element ? openIn(inner, element, `${path}${items === undefined ? '.*' : '[]'}`) : []),
    ...[...fields.values()].flatMap(({ property, declared: type }) => {
      const field = schema.properties?.[property];
      return field === undefined ? [] : openIn(field, type, path === '' ? property : `${path}.${property}`);
    }),
  ];
}

/** Times have a length of their own. */
const CAN_BE_BOUND: ReadonlySet<string> = new Set(['list', 'map', 'string', 'bytes', 'dyn']);

function keywordOf({ type }: StructuralSchema): SuggestedBound['keyword'] {
  if (type === 'array') return 'maxItems';
  return type === 'object' ? 'maxProperties' : 'maxLength';
}

function costWith(bounded: readonly Open[], most: number, rule: RuleInSchema, compiled: CompiledRule): bigint {
  const around = bounded.some(({ declared }) => declared === undefined);
  const bounds: OtherBounds = {
    within: each => (around ? (boundOf(each) ?? most) : undefined),
    declared: declared => (bounded.some(each => each.declared === declared) ? inBytes(declared, most) : undefined),
  };
  return ruleCost(rule, compiled, bounds);
}

/** Characters of texts may take four bytes. */
function inBytes({ type }: DeclaredType, most: number): number {
  return type.kind === 'string' || type.kind === 'dyn' ? 4 * most : most;
}

function cheapest(open: readonly Open[], costOf: (each: Open) => bigint): Open {
  const [first, ...others] = open.map(each => ({ each, cost: costOf(each) }));
  const best = others.reduce((one, other) => (other.cost < (one?.cost ?? other.cost) ? other : one), first);
  return best?.each as Open;
}
