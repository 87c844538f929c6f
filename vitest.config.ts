// Two kinds of tests: those of units, and those that need a real control plane.
import { configDefaults, defineConfig } from 'vitest/config';

const realTests = ['test/real/**/*.test.ts', '**/*.real.test.ts'];
const exclude = [...configDefaults.exclude, 'dist/**', 'test/golden/**'];

export default defineConfig({
  // The package imports itself by its own name; this condition in its "exports" leads to the sources.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    pool: 'forks',
    reporters: ['default', './test/reporter.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['**/*.test.ts'], exclude: [...exclude, ...realTests] },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: realTests,
          exclude,
          globalSetup: './test/real/global-setup.ts',
          runner: './test/real/runner.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
