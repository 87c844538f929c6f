// The folder in which the projects of tests seem to be: none of their files is written, but packages are found from there.
// Made and removed by the run, since the processes in which many test files run are ended from outside.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    sourceFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-source-')));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(fileURLToPath(new URL('..', import.meta.url)), join(folder, 'node_modules', 'kubewright'));
  project.provide('sourceFolder', folder);
  return () => rmSync(folder, { recursive: true });
}
