// Runs the real tests, or skips every one of them when there is no control plane.
import { inject, type RunnerTestFile, type RunnerTestSuite, TestRunner } from 'vitest';
import './provided.js';

/** Skips before any hook runs, so tests and their hooks can rely on a control plane. */
export default class RealTestRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    if ('unavailable' in inject('controlPlane')) {
      files.forEach(skip);
    }
  }
}

function skip(suite: RunnerTestSuite): void {
  suite.mode = 'skip';
  for (const task of suite.tasks) {
    if (task.type === 'suite') {
      skip(task);
    } else {
      task.mode = 'skip';
    }
  }
}
