import { expect, test } from 'vitest';
import { seededRandom } from '../../devcluster/faults/seeded-random.js';
import { matchesPattern } from '../../schema/pattern.js';
import { patternSample } from './pattern-sample.js';
import { randomText } from './random-text.js';

test.for([
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
  '^(a|bc|d{2,3}e?)+$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  '^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$',
  '^(?:[A-Z][a-z]+ ?)+$',
  '^(?P<major>[0-9]+)\\.(?P<minor>[0-9]+)$',
  '^[[:alpha:]][[:alnum:]_]*$',
  '^[]a]+$',
  '^[a-]+$',
  '^sha256:[0-9a-f]{64}$',
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  '^/[^?#]*$',
  '\\bfoo\\b',
  '^a{3}$',
  '^.{2}\\.x*?$',
])('a pattern has samples that match: %s', pattern => {
  const random = seededRandom(5);
  const samples = Array.from({ length: 50 }, () => patternSample(pattern, random));
  expect(samples.filter(each => !matchesPattern(pattern, each))).toEqual([]);
});

test.for([
  {},
  { minLength: 3 },
  { maxLength: 0 },
  { minLength: 2, maxLength: 2 },
  { format: 'date-time' },
  { format: 'ipv6' },
  { pattern: '^a+$', maxLength: 2 },
])('a text is what its schema allows: %j', schema => {
  const random = seededRandom(5);
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema as { minLength?: number; maxLength?: number };
  const texts = Array.from({ length: 50 }, () => randomText({ type: 'string', ...schema }, random));
  for (const text of texts) {
    expect([...(text ?? '?'.repeat(99))].length).toBeGreaterThanOrEqual(minLength);
    expect([...(text ?? '?'.repeat(99))].length).toBeLessThanOrEqual(maxLength);
  }
});

test('a text that nobody finds is none', () => {
  expect(randomText({ type: 'string', pattern: '^a$', minLength: 2 }, seededRandom(5))).toBeUndefined();
});
