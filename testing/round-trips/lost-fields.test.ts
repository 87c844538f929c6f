import { expect, test } from 'vitest';
import { withoutLost } from './lost-fields.js';

const object = {
  spec: { tls: { secret: 's', days: 1 }, items: [{ a: 1, b: 2 }, { b: 3 }], map: { x: { a: 1 }, y: { b: 2 } } },
};
const { tls, items, map } = object.spec;

test.for([
  [['.spec.tls.days'], { spec: { tls: { secret: 's' }, items, map } }],
  [['.spec.tls.days', '.spec.tls.secret'], { spec: { items, map } }],
  [['.spec.tls'], { spec: { items, map } }],
  [['.spec.items[*].b'], { spec: { tls, items: [{ a: 1 }, {}], map } }],
  [['.spec.map.*.a'], { spec: { tls, items, map: { y: { b: 2 } } } }],
  [['.spec.map.*'], { spec: { tls, items } }],
  [['.spec'], {}],
  [['.spec.other.field', '.status', '.spec.tls.secret.more'], object],
] as const)('what gets lost at %j is taken out, with objects that hold nothing else', ([paths, rest]) => {
  expect(withoutLost(object, paths)).toEqual(rest);
});

test('an object is the same without what gets lost, whether there is an empty one around it or none', () => {
  expect(withoutLost({ spec: {} }, ['.spec.a'])).toEqual(withoutLost({ spec: { a: 1 } }, ['.spec.a']));
});
