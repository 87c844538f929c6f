import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('every code in the source is in docs/reference/diagnostics.md, and the other way round', () => {
  const documented = [
    ...readFileSync(join(ROOT, 'docs/reference/diagnostics.md'), 'utf8').matchAll(/^\| (KW\d{4}) /gm),
  ];
  const codes = documented.map(([, code]) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect([...codes].sort()).toEqual([...codesInSource()].sort());
});

function codesInSource(): ReadonlySet<string> {
  const files = ['config', 'read', 'check'].flatMap(folder =>
    readdirSync(join(ROOT, 'codegen', folder))
      .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map(name => join(ROOT, 'codegen', folder, name)),
  );
  return new Set(files.flatMap(file => readFileSync(file, 'utf8').match(/KW\d{4}/g) ?? []));
}
