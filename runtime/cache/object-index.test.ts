import { expect, test } from 'vitest';
import { type Thing, thing } from '../../test/things.js';
import { ObjectIndex } from './object-index.js';

test('forgets values that no object has any more', () => {
  const index = new ObjectIndex<Thing>(({ data = {} }) => new Set(Object.values(data)));
  const a = thing('a', 1, { data: { x: 'red', y: 'blue' } });
  const now = thing('a', 2, { data: { x: 'blue' } });
  const b = thing('b', 3, { data: { x: 'green' } });
  index.replace(undefined, a);
  index.replace(undefined, b);
  index.replace(a, now);
  expect([...index.values()]).toEqual(['blue', 'green']);
  index.delete(now);
  index.deleteAll(new Set([b]));
  expect([...index.values()]).toEqual([]);
});
