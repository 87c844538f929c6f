import { expect, test } from 'vitest';
import type { Labels } from './label-requirement.js';
import { type LabelSelector, matchesSelector, selectorText } from './label-selector.js';

const app = 'app.kubernetes.io/name';

test.each<[LabelSelector | Labels, string]>([
  [{}, ''],
  [{ [app]: 'redis' }, 'app.kubernetes.io/name=redis'],
  [{ tier: '', app: 'a' }, 'app=a,tier='],
  [{ matchLabels: 'a' }, 'matchLabels=a'],
  [{ matchLabels: undefined }, ''],
  [{ matchLabels: { app: 'a' } }, 'app=a'],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['db', 'cache'] }] }, 'tier in (cache,db)'],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['db'] }] }, 'tier notin (db)'],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, 'tier'],
  [{ matchLabels: { z: '1' }, matchExpressions: [{ key: 'a', operator: 'DoesNotExist', values: [] }] }, '!a,z=1'],
])('%j reads %j', (selector, text) => {
  expect(selectorText(selector)).toBe(text);
});

test.each<[LabelSelector | Labels, Labels | undefined, boolean]>([
  [{}, undefined, true],
  [{ app: 'a' }, { app: 'a', tier: 'db' }, true],
  [{ app: 'a' }, { app: 'b' }, false],
  [{ app: 'a' }, undefined, false],
  [{ matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, { app: 'a' }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['db', 'x'] }] }, { tier: 'db' }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['db'] }] }, {}, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['db'] }] }, {}, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['db'] }] }, { tier: 'db' }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, { tier: 'db' }, false],
  [{ matchExpressions: [{ key: 'toString', operator: 'Exists' }] }, {}, false],
])('%j with labels %j: %j', (selector, labels, holds) => {
  expect(matchesSelector(selector, labels)).toBe(holds);
});

test.each<[LabelSelector | Labels, string]>([
  [{ 'a b': 'c' }, 'letters, digits'],
  [{ app: 'a,tier=b' }, 'the label value "a,tier=b"'],
  [{ app: 'a'.repeat(64) }, 'at most 63'],
  [{ app: undefined as never }, 'label selector on "app": the value must be a text, got undefined'],
  [{ matchLabels: { app: undefined as never } }, 'label selector on "app": the value must be a text, got undefined'],
  [{ matchLabels: { app: 'a' }, tier: 'b' } as never, 'besides matchLabels and matchExpressions it has "tier"'],
  [{ matchlabels: { app: 'a' } } as never, 'label selector on "matchlabels": the value must be a text'],
  [undefined as never, 'there is none, but undefined'],
  [null as never, 'there is none, but null'],
  [{ matchExpressions: [{ key: 'a', operator: 'Like', values: ['b'] }] }, 'unknown operator Like'],
  [{ matchExpressions: [{ key: 'a', operator: 'In', values: [] }] }, 'In needs values'],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] }, 'Exists takes no values'],
])('%j is refused', (selector, problem) => {
  expect(() => selectorText(selector)).toThrow(problem);
});
