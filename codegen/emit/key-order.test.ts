import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byKey } from './key-order.js';

describe('byKey', () => {
  it.each([
    ['letters by code point, capitals first', ['Zone', 'apiVersion', 'kind', 'metadata']],
    ['a prefix before what it starts', ['port', 'portName', 'ports']],
    ['digits as numbers', ['tier2', 'tier10', 'tier100']],
    ['the shorter spelling of equal numbers first', ['a1', 'a01', 'a2']],
    ['punctuation before digits before letters', ['a-', 'a.b', 'a1', 'aB', 'ab']],
    ['extensions of Kubernetes after the keywords', ['type', 'x-kubernetes-list-map-keys', 'x-kubernetes-list-type']],
  ])('orders %s', (_, keys) => {
    expect([...keys].reverse().sort(byKey)).toEqual(keys);
  });

  it('gives one order for every order of the input', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'B', '0', '1', '9', '-', 'é'), maxLength: 5 });
    fc.assert(
      fc.property(fc.uniqueArray(key), fc.infiniteStream(fc.nat()), (keys, random) => {
        const shuffled = keys.map(text => ({ text, at: random.next().value })).sort((a, b) => a.at - b.at);
        expect(shuffled.map(({ text }) => text).sort(byKey)).toEqual([...keys].sort(byKey));
      }),
    );
  });
});
