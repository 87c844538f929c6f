// Holds what `kubewright generate` makes of each folder below golden/ against the files committed there.
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { expectedFiles, generatedFiles, goldenCases } from './golden-case.js';

// Some cases load the whole program twice.
vi.setConfig({ testTimeout: 60_000 });

/** No case can be without ts-morph or have a package.json of its own, and what fills the stack is too large for one. */
const NOT_SHOWN = {
  KW0001: 'test/package/package.test.ts',
  KW0009: 'codegen/config/read-config.test.ts',
  KW0010: 'codegen/config/read-config.test.ts',
  KW0011: 'codegen/config/read-config.test.ts',
  KW0012: 'codegen/read/too-deep.test.ts',
  KW0013: 'codegen/generate.test.ts',
  KW0014: 'codegen/unreadable.test.ts',
};

describe('generate', () => {
  // The committed files were made without one: what a run leaves to the next changes nothing.
  const memory = {};

  it.each(goldenCases())('makes of %s what is committed, byte for byte', async name => {
    const expected = expectedFiles(name);
    expect(await generatedFiles(name, memory)).toEqual(expected);
    // A case that expects nothing would pass whatever is broken.
    expect(Object.keys(expected)).not.toEqual([]);
  });

  it('gives manifests or errors, never both', () => {
    for (const name of goldenCases()) {
      const { 'diagnostics.txt': diagnostics = '', ...manifests } = expectedFiles(name);
      expect([name, / - error /.test(diagnostics)]).toEqual([name, Object.keys(manifests).length === 0]);
    }
  });

  it('shows every diagnostic of the reference in some case', () => {
    const reference = readFileSync(new URL('../docs/reference/diagnostics.md', import.meta.url), 'utf8');
    const documented = Array.from(reference.matchAll(/^\| (KW\d{4}) /gm), ([, code]) => code);
    const shown = goldenCases().map(name => expectedFiles(name)['diagnostics.txt'] ?? '');
    const missing = documented.filter(code => !shown.some(text => text.includes(`${code}:`)));
    expect(missing).toEqual(Object.keys(NOT_SHOWN));
  });

  it.each(Object.entries(NOT_SHOWN))('cannot show %s in a case, so it is fed in %s', (code, path) => {
    expect(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')).toContain(code);
  });
});
