// Finds rules that need not be written: another decorator of the same class says the same.
import { basename } from 'node:path';
import type { RbacRule } from '../model/api-model.js';
import type { Diagnostic, Origin } from '../model/diagnostic.js';
import { warning } from './finding.js';

/** Classes are looked at one by one: a class that leans on the rules of another would break when that one goes. */
export function checkRbacOverlap(rules: readonly RbacRule[]): readonly Diagnostic[] {
  const byClass = Map.groupBy(rules, ({ declaredOn }) => JSON.stringify(declaredOn));
  return [...byClass.values()].flatMap(ofClass => {
    const written = ofClass.filter(({ said }) => said !== undefined);
    const implied = ofClass.filter(({ impliedBy }) => impliedBy !== undefined);
    return written.flatMap((rule, at) => {
      const others = written.filter((_, other) => other !== at);
      return impliedPart(rule, implied) ?? repeated(rule, others) ?? [];
    });
  });
}

function impliedPart(rule: RbacRule, implied: readonly RbacRule[]): Diagnostic | undefined {
  if (rule.roleName !== undefined || rule.urls !== undefined || rule.apiGroups.length === 0) return undefined;
  const by = new Map<string, string>();
  for (const verb of rule.verbs) {
    const sources = pairs(rule).map(pair => implied.find(each => allows(each, pair, verb))?.impliedBy);
    if (sources.length > 0 && sources.every(source => source !== undefined)) by.set(verb, [...new Set(sources)].join());
  }
  if (by.size === 0) return undefined;
  const all = by.size === new Set(rule.verbs).size;
  const verbs = [...by.keys()].join(', ');
  const sources = [...new Set(by.values())].join(' and ');
  const on = rule.resources.join(', ');
  const message = `${all ? '' : `${verbs} on `}${all ? `the rule on ${on}` : on} is implied by ${sources} already`;
  const hint = all ? 'drop the decorator' : `leave out ${verbs}`;
  return warning(rule.said?.verbs ?? rule.origin, 'KW4015', message, hint);
}

/** Of two equal rules the later one is told of. */
function repeated(rule: RbacRule, others: readonly RbacRule[]): Diagnostic | undefined {
  const cover = others.find(other => covers(other, rule) && (!covers(rule, other) || isBefore(other, rule)));
  if (cover === undefined) return undefined;
  const { file, line } = cover.origin;
  const where = file === rule.origin.file ? `line ${line}` : `${basename(file)}:${line}`;
  return warning(rule.origin, 'KW4016', `the rule of ${where} allows this already`, 'drop one of the two');
}

function isBefore({ origin: a }: { readonly origin: Origin }, { origin: b }: { readonly origin: Origin }): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

type Pair = readonly [group: string, resource: string];

function pairs({ apiGroups, resources }: RbacRule): readonly Pair[] {
  return apiGroups.flatMap(group => resources.map((resource): Pair => [group, resource]));
}

function allows(rule: RbacRule, [group, resource]: Pair, verb: string): boolean {
  return has(rule.apiGroups, group) && has(rule.resources, resource) && has(rule.verbs, verb);
}

function covers(one: RbacRule, other: RbacRule): boolean {
  if (one.namespace !== other.namespace || one.roleName !== other.roleName) return false;
  const { urls = [] } = other;
  if (urls.length + pairs(other).length === 0) return false;
  const names = one.resourceNames;
  const ofNames = names === undefined || (other.resourceNames?.every(name => names.includes(name)) ?? false);
  return (
    ofNames &&
    urls.every(url => has(one.urls ?? [], url)) &&
    other.verbs.every(verb => has(one.verbs, verb)) &&
    pairs(other).every(pair => other.verbs.every(verb => allows(one, pair, verb)))
  );
}

function has(list: readonly string[], text: string): boolean {
  return list.includes(text) || list.includes('*');
}
