// Ends a run with one line of counts, and says why real tests were skipped.
import type { Reporter, TestModule, TestProject } from 'vitest/node';
import './real/provided.js';

/** Prints `N passed, N failed, N skipped`, alone on the last line. Goes after the default reporter. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    for (const reason of skipReasons(modules)) {
      console.log(`Real tests were skipped: ${reason}`);
    }
    const { passed, failed, skipped } = count(modules);
    console.log(`${passed} passed, ${failed + unhandledErrors.length} failed, ${skipped} skipped`);
  }
}

/** A module or suite that failed outside of its tests, such as in a hook, counts as one that failed. */
function count(modules: readonly TestModule[]): Record<'passed' | 'failed' | 'skipped', number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length > 0 ? 1 : 0;
    for (const suite of module.children.allSuites()) {
      counts.failed += suite.errors().length > 0 ? 1 : 0;
    }
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'pending' ? 'skipped' : state] += 1;
    }
  }
  return counts;
}

function skipReasons(modules: readonly TestModule[]): Set<string> {
  const projects = new Set<TestProject>(modules.map(module => module.project));
  const reasons = [...projects].flatMap(project => {
    // Absent in projects without real tests.
    const { controlPlane, helm } = project.getProvidedContext() as Partial<
      ReturnType<TestProject['getProvidedContext']>
    >;
    return [controlPlane, helm].map(provided =>
      provided !== undefined && 'unavailable' in provided ? provided.unavailable : undefined,
    );
  });
  return new Set(reasons.filter(reason => reason !== undefined));
}
