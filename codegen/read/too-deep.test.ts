import { describe, expect, it } from 'vitest';
import { readSource } from '../../test/source-project.js';

describe('a source that nests too deeply for the compiler', () => {
  const source = (path: string) => `import { CustomResource, PrintColumn, Resource } from 'kubewright';
class RedisSpec {
  size?: string;
}
@Resource({ group: 'example.com', version: 'v1', kind: 'Redis' })
@PrintColumn('Size', ${path})
export class Redis extends CustomResource<RedisSpec> {}
`;

  it('is told of where its brackets are deepest', async () => {
    const path = `${'('.repeat(50_000)}'.spec.size'${')'.repeat(50_000)}`;
    const { findings } = await readSource({ 'redis.ts': source(path) });
    expect(findings).toEqual(['redis.ts:6:50021 KW0012']);
  });

  it('is told of where its signs are', async () => {
    const { findings } = await readSource({ 'redis.ts': source(`${'!'.repeat(50_000)}true`) });
    expect(findings).toEqual(['redis.ts:6:50021 KW0012']);
  });

  it.each([
    ['lists that are spread', `[${'...['.repeat(2000)}'x'${']'.repeat(2001)}[0]`],
    ['a chain of operators', `'x'${" + 'x'".repeat(2000)}`],
    ['a chain of calls', `'x'${'.trim()'.repeat(2000)}`],
  ])('is not given to a compiler that has the stack for it, but not the time: %s', async (_, path) => {
    const { findings } = await readSource({ 'redis.ts': source(path) });
    expect(findings).toEqual([expect.stringMatching(/^redis.ts:6:\d+ KW0012$/)]);
  });

  it('may be long', async () => {
    const fields = Array.from({ length: 3000 }, (_, at) => `  size${at}?: string;\n`).join('');
    const text = source("'.spec.size'").replace('  size?: string;\n', `  size?: string;\n${fields}`);
    expect((await readSource({ 'redis.ts': text })).findings).toEqual([]);
  });

  it('is read with fewer', async () => {
    const { findings } = await readSource({ 'redis.ts': source("(((('.spec.size'))))") });
    expect(findings).toEqual([]);
  });
});
