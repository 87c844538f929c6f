// A user's project in memory, for tests of the reader.
import { join, relative } from 'node:path';
import { inject } from 'vitest';
import { checkModel } from '../codegen/check/check-model.js';
import type { Diagnostic } from '../codegen/model/diagnostic.js';
import { type ProjectReading, type ReadMemory, readProject } from '../codegen/read/read-project.js';
import './source-folder.js';

const OPTIONS = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  experimentalDecorators: true,
  customConditions: ['source'],
  types: [],
  skipLibCheck: true,
};

/** What was read, with all findings of reader and checks. */
export interface SourceReading extends ProjectReading {
  readonly diagnostics: readonly Diagnostic[];
  /** `file:line:column code` of each finding. */
  readonly findings: readonly string[];
}

/** Of one process, in which many test files run: what many projects import is read and parsed once. */
const memory: ReadMemory = {};
const folder = inject('sourceFolder');

/** Reads a project that has these files, which are not written. `options` are compiler options beside the usual ones. */
export async function readSource(
  files: { readonly [path: string]: string },
  options: { readonly [name: string]: unknown } = {},
): Promise<SourceReading> {
  const tsconfig = { compilerOptions: { ...OPTIONS, ...options }, exclude: ['node_modules'] };
  const all = { 'package.json': '{ "type": "module" }', 'tsconfig.json': JSON.stringify(tsconfig), ...files };
  const sources = new Map(Object.entries(all).map(([path, text]) => [join(folder, path), text]));
  const reading = await readProject({ tsconfig: join(folder, 'tsconfig.json'), sources }, memory);
  const diagnostics = checkModel(reading.model);
  const findings = diagnostics.map(
    ({ file, line, column, code }) => `${relative(folder, file)}:${line}:${column} ${code}`,
  );
  return { ...reading, diagnostics, findings };
}
