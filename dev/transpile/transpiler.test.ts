import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModuleFormat, SyntaxFaults, transpile } from './transpiler.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-transpile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function javascript(text: string, { format = 'module' as ModuleFormat, options = {} } = {}): string {
  const compilerOptions = { experimentalDecorators: true, ...options };
  return transpile('/p/a.ts', text, format, { compilerOptions, cacheFolder: join(folder, 'cache') });
}

describe('transpile', () => {
  it('makes calls of decorators, and drops types', () => {
    const output = javascript("import { type A, mark } from './b.js';\n@mark export class C { a!: A; }\n");
    expect(output).toContain("import { mark } from './b.js';");
    expect(output).toMatch(/__decorate\(\[\s*mark\s*\], C\)/);
    expect(output).not.toContain('a!');
  });

  it('writes the format that Node is told', () => {
    const text = "import { a } from './b.js';\nexport const b = a;\n";
    expect(javascript(text)).toContain('export const b');
    expect(javascript(text, { format: 'commonjs' })).toContain('exports.b = ');
  });

  it('carries the source map', () => {
    expect(javascript('export const a: number = 1;')).toContain('//# sourceMappingURL=data:application/json');
  });

  it('answers from the cache what has not changed, and keeps one output for each file', () => {
    const output = javascript('export const a = 1;');
    const [entry = ''] = readdirSync(join(folder, 'cache'));
    const path = join(folder, 'cache', entry);
    writeFileSync(path, `/* from the cache */${output}`);
    expect(javascript('export const a = 1;')).toContain('from the cache');
    expect(javascript('export const a = 2;')).not.toContain('from the cache');
    expect(javascript('export const a = 2;', { options: { target: 99 } })).not.toContain('from the cache');
    expect(readdirSync(join(folder, 'cache'))).toEqual([entry]);
  });

  it('does without a cache that cannot be written', () => {
    writeFileSync(join(folder, 'cache'), 'a file');
    expect(javascript('export const a = 1;')).toContain('export const a = 1;');
  });

  it('names each mistake with its place, and keeps nothing', () => {
    expect(() => javascript('export const a = ;\n')).toThrow(SyntaxFaults);
    expect(() => javascript('export const a = ;\n')).toThrow('/p/a.ts:1:18 - Expression expected.');
  });
});
