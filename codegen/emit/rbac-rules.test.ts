import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RbacRule } from '../model/api-model.js';
import { mergeRules, type PolicyRule } from './rbac-rules.js';

const origin = { file: '/reconciler.ts', line: 1, column: 1 };

function rule(groups: string, resources: string, verbs: string, names = ''): RbacRule {
  const list = (text: string) => (text === '' ? [] : text.split(' '));
  return {
    apiGroups: groups.split(' ').map(group => (group === 'core' ? '' : group)),
    resources: list(resources),
    verbs: list(verbs),
    ...(names !== '' && { resourceNames: list(names) }),
    origin,
  };
}

const merged = (...rules: RbacRule[]) =>
  mergeRules(rules).map(({ apiGroups = [], resources = [], verbs, resourceNames = [], nonResourceURLs = [] }) =>
    [apiGroups.join(), resources.join(), verbs.join(), ...resourceNames, ...nonResourceURLs].join(' | '),
  );

const onUrls = (urls: string, verbs: string): RbacRule => ({
  ...rule('a', '', verbs),
  apiGroups: [],
  urls: urls.split(' '),
});

const ALL = {
  groups: ['', 'a', 'b', '*'],
  resources: ['x', 'y', 'z', 'x/status', '*'],
  verbs: ['get', 'list', 'watch', '*'],
};

describe('mergeRules', () => {
  it.each<[string, RbacRule[], string[]]>([
    [
      'joins the verbs of one resource',
      [rule('a', 'x', 'list get'), rule('a', 'x', 'get watch')],
      ['a | x | get,list,watch'],
    ],
    [
      'joins resources with equal verbs',
      [rule('core', 'pods', 'get'), rule('core', 'events', 'get')],
      [' | events,pods | get'],
    ],
    ['joins groups with equal resources and verbs', [rule('b', 'x', 'get'), rule('a', 'x', 'get')], ['a,b | x | get']],
    [
      'splits a rule whose resources differ elsewhere',
      [rule('a', 'x y', 'get'), rule('a', 'y', 'list')],
      ['a | x | get', 'a | y | get,list'],
    ],
    [
      'keeps a rule for named objects apart from the one for all',
      [rule('a', 'x', 'get'), rule('a', 'x', 'delete', 'one')],
      ['a | x | get', 'a | x | delete | one'],
    ],
    [
      'joins URLs with equal verbs, apart from resources, and puts them first',
      [rule('core', 'pods', 'get'), onUrls('/b', 'get'), onUrls('/a /b', 'get'), onUrls('/a', 'post')],
      [' |  | get,post | /a', ' |  | get | /b', ' | pods | get'],
    ],
    ['lets * stand for all verbs', [rule('a', 'x', 'get'), rule('a', 'x', '*')], ['a | x | *']],
    ['leaves out rules that grant nothing', [rule('a', 'x', ''), rule('a', '', 'get')], []],
    [
      'does not lose a verb when groups join late, as controller-gen does',
      [rule('a', 'x', 'get'), rule('b', 'x', 'get'), rule('a b', 'x', 'list')],
      ['a,b | x | get,list'],
    ],
    [
      'sorts by groups, then resources, then names',
      [rule('b', 'x', 'get'), rule('a', 'z', 'list'), rule('core', 'pods', 'get watch'), rule('a', 'y', 'get', 'n')],
      [' | pods | get,watch', 'a | y | get | n', 'a | z | list', 'b | x | get'],
    ],
  ])('%s', (_, rules, expected) => {
    expect(merged(...rules)).toEqual(expected);
  });

  const some = (...texts: string[]) => fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1 });
  const rules = fc.array(
    fc.record({
      apiGroups: some(...ALL.groups),
      resources: some(...ALL.resources),
      verbs: some(...ALL.verbs),
      resourceNames: fc.oneof(fc.constant<string[]>([]), some('one', 'two')),
      urls: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, some('/a', '/b', '/c/*')),
      origin: fc.constant(origin),
    }),
    { maxLength: 12 },
  );

  it('grants exactly what the rules grant', () => {
    fc.assert(
      fc.property(rules, given => {
        expect(permissions(mergeRules(given))).toEqual(permissions(given));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on the order of the rules or of their lists', () => {
    fc.assert(
      fc.property(rules, fc.infiniteStream(fc.nat()), (given, random) => {
        const shuffle = <T>(list: readonly T[]) =>
          list
            .map(item => ({ item, at: random.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const shuffled = shuffle(given).map(({ resources, verbs, apiGroups, urls, ...rest }) => ({
          ...rest,
          urls: shuffle(urls),
          verbs: shuffle(verbs),
          apiGroups: shuffle(apiGroups),
          resources: shuffle(resources),
        }));
        expect(mergeRules(shuffled)).toEqual(mergeRules(given));
      }),
      { numRuns: 1000 },
    );
  });

  it('is done when it is done: merging again changes nothing', () => {
    fc.assert(
      fc.property(rules, given => {
        const once = mergeRules(given);
        const again = once.map(({ apiGroups = [], resources = [], nonResourceURLs = [], ...rest }) => {
          return { ...rest, apiGroups, resources, urls: nonResourceURLs, origin };
        });
        expect(mergeRules(again)).toEqual(once);
      }),
    );
  });
});

/** Each single thing that is allowed; `*` contains all others. */
function permissions(rules: readonly (PolicyRule | RbacRule)[]): readonly string[] {
  const expand = (texts: readonly string[], all: readonly string[]) => (texts.includes('*') ? all : texts);
  const allowed = new Set<string>();
  for (const { apiGroups = [], resources = [], resourceNames = [], verbs, ...rest } of rules) {
    const urls = ('urls' in rest ? rest.urls : 'nonResourceURLs' in rest ? rest.nonResourceURLs : undefined) ?? [];
    for (const url of urls) for (const verb of expand(verbs, ALL.verbs)) allowed.add(`${url} ${verb}`);
    for (const group of expand(apiGroups, ALL.groups)) {
      for (const resource of expand(resources, ALL.resources)) {
        for (const name of resourceNames.length === 0 ? ['(all)'] : resourceNames) {
          for (const verb of expand(verbs, ALL.verbs)) allowed.add(`${group}/${resource}/${name} ${verb}`);
        }
      }
    }
  }
  return [...allowed].sort();
}
