// What the guide shows is what is compiled and tested.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../docs/guides/redis-desired-state.md');
const sources = [read('./desired-redis.ts'), read('./desired-redis.test.ts')];
const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text);

it('has the whole function, the class and the Pod that waits', () => {
  expect(blocks.filter(block => sources[0]?.includes(block))).toHaveLength(3);
});

it('shows no other code than a call of the function, as the tests make it', () => {
  const others = blocks.filter(block => !sources[0]?.includes(block));
  expect(others).toEqual(['const { objects, status } = desiredRedis(redis, observedOf([readyPod, outdatedPod]));\n']);
  expect(sources[1]).toMatch(/const \{ objects, status \} = desiredRedis\(.*, observedOf\(/);
});

it('links to files that are there', () => {
  for (const [, path = ''] of page.matchAll(/\]\(([^)#]+)\)/g)) {
    if (path.endsWith('.ts') || path.endsWith('.md'))
      expect(() => read(`../../docs/guides/${path}`), path).not.toThrow();
  }
});
