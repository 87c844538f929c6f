// Three kinds of tests: of units, with some that have a process to themselves (`isolated`), on the embedded control plane, and
// on a real one. What holds on any control plane is tested on both.
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

// etcd, kube-apiserver and kubectl live for minutes or less, and spend a fifth of their time on memory that nobody needs back.
process.env.GOGC ??= '400';

const onAny = ['test/cluster/**/*.test.ts'];
const onEmbedded = ['test/demo/**/*.test.ts'];
const onReal = ['test/real/**/*.test.ts', '**/*.real.test.ts'];
const exclude = [...configDefaults.exclude, 'dist/**', 'test/golden/**'];
// What leaves nothing behind shares a process with others, which spares the start of one for each file.
const folders = [
  ...['codegen', 'controllers', 'decorators', 'dev', 'devcluster', 'hack', 'manifests'],
  ...['runtime', 'scalars', 'schema', 'spelling', 'testing'],
];
/** Of those: change what a process does with signals, stray rejections or timers, replace modules, or fill the stack. */
const alone = [
  ...['connect-time', 'shutdown-signal', 'stray-rejections'],
  ...['control-plane', 'generate-cache', 'source-watcher', 'unreadable', 'too-deep'],
];
const sharing = folders.map(folder => `${folder}/**/!(${alone.join('|')}).test.ts`);

export default defineConfig({
  // The package imports itself by its own name; this condition in its "exports" leads to the sources.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    pool: 'forks',
    // The default leaves a core free, which is half of two; but test files wait for other processes most of their time.
    maxWorkers: availableParallelism() + 1,
    reporters: ['default', './test/reporter.ts'],
    // No test is about time, and a busy machine is no fault.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          globalSetup: './test/source-folder.ts',
          include: sharing,
          exclude: [...exclude, ...onReal],
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          globalSetup: ['./test/fresh-build.ts', './test/source-folder.ts'],
          include: ['**/*.test.ts'],
          exclude: [...exclude, ...sharing, ...onAny, ...onEmbedded, ...onReal],
        },
      },
      {
        extends: true,
        test: {
          name: 'embedded',
          isolate: false,
          include: [...onAny, ...onEmbedded],
          exclude,
          provide: { target: 'embedded' },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          isolate: false,
          include: [...onAny, ...onReal],
          exclude,
          provide: { target: 'real' },
          globalSetup: './test/real/global-setup.ts',
          runner: './test/real/runner.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
