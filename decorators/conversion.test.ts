import { expect, test } from 'vitest';
import { ConvertsTo, conversionOf } from './conversion.js';
import { CustomResource } from './custom-resource.js';
import type { Snapshot } from './snapshot.js';

class Hub extends CustomResource<{ size: string }> {}

const conversion = {
  to: ({ spec }: Snapshot<Old>) => ({ spec: { size: `${spec.length}` } }),
  from: ({ spec }: Snapshot<Hub>) => ({ spec: { length: spec.size.length } }),
};

@ConvertsTo(Hub, conversion)
class Old extends CustomResource<{ length: number }> {}

test('a conversion is kept with its class, for the server that will be asked for it', () => {
  expect(conversionOf(Old)).toEqual({ hub: Hub, conversion });
  expect(conversionOf(Hub)).toBeUndefined();
});

test('a class of a class with a conversion has none of its own', () => {
  class Derived extends Old {}
  expect(conversionOf(Derived)).toBeUndefined();
});

test('two conversions of one class are refused', () => {
  expect(() => ConvertsTo<Old, Hub>(Hub, conversion)(Old)).toThrow('Old has @ConvertsTo twice');
});
