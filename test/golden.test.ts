// Holds what `kubewright generate` makes of each folder below golden/ against the files committed there.
import { describe, expect, it } from 'vitest';
import { expectedFiles, generatedFiles, goldenCases } from './golden-case.js';

describe('generate', () => {
  it.each(goldenCases())('makes of %s what is committed, byte for byte', async name => {
    const expected = expectedFiles(name);
    expect(await generatedFiles(name)).toEqual(expected);
    // A case that expects nothing would pass whatever is broken.
    expect(Object.keys(expected)).not.toEqual([]);
  });

  it('gives manifests or errors, never both', () => {
    for (const name of goldenCases()) {
      const { 'diagnostics.txt': diagnostics = '', ...manifests } = expectedFiles(name);
      expect([name, / - error /.test(diagnostics)]).toEqual([name, Object.keys(manifests).length === 0]);
    }
  });
});
