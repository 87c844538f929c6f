// One build: sources -> what the operator needs to run, and the manifests that the cluster needs.
import { readText } from '../codegen/files/read-text.js';
import type { Diagnostic, GeneratedFile } from '../codegen/index.js';
import { createGenerator, type Generator } from '../codegen/index.js';
import type { ProjectSettings } from './transpile/project-settings.js';
import { formatOf, isSource } from './transpile/source-files.js';
import { SyntaxFaults, type TranspileSettings, transpile } from './transpile/transpiler.js';

/** What to build; plain data, because it is handed to a worker. */
export interface BuildRequest {
  /** Absolute path of the tsconfig. */
  readonly tsconfig: string;
  readonly out?: string;
  readonly roleName?: string;
  /** An absolute path; what may be kept for the next time is kept there. */
  readonly cacheFolder: string;
  /** Sources to look at for syntax errors, which `generate` does not see in files without declarations. */
  readonly changed: readonly string[];
}

/** What came of it. */
export interface Build {
  readonly diagnostics: readonly Diagnostic[];
  /** Empty if a diagnostic is an error: then nothing was written. */
  readonly files: readonly GeneratedFile[];
  /** Absolute paths of the sources, wherever they are; absent if the build did not come so far as to know. */
  readonly sources?: readonly string[];
  /** Absent if a diagnostic is an error. */
  readonly settings?: ProjectSettings;
}

/**
 * Transpiles what has changed, and brings the manifests of the project up to date.
 * @throws InputError and FileError, as `generate` does
 */
export async function build({ tsconfig, cacheFolder, changed, out, roleName }: BuildRequest): Promise<Build> {
  const syntax = await transpiled(tsconfig, cacheFolder, changed);
  if (syntax.length > 0) return { diagnostics: syntax, files: [] };
  const { diagnostics, files, sources } = await generatorOf(tsconfig, out, roleName).generate();
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics, files: [], sources };
  const { readProjectSettings } = await import('./transpile/project-settings.js');
  return { diagnostics, files, sources, settings: readProjectSettings(tsconfig, cacheFolder) };
}

const generators = new Map<string, Generator>();

/** One for each way to generate a project: it keeps what has not changed. */
function generatorOf(project: string, outputDir: string | undefined, roleName: string | undefined): Generator {
  const key = JSON.stringify([project, outputDir, roleName]);
  const options = {
    project,
    ...(outputDir !== undefined && { outputDir }),
    ...(roleName !== undefined && { roleName }),
  };
  const generator = generators.get(key) ?? createGenerator(options);
  generators.set(key, generator);
  return generator;
}

/** Into the cache, where the operator will find it. */
async function transpiled(tsconfig: string, cacheFolder: string, changed: readonly string[]): Promise<Diagnostic[]> {
  const sources = changed.filter(isSource);
  if (sources.length === 0) return [];
  // Loads ts-morph, which `generate` may find missing, and says so better.
  const { readProjectSettings } = await import('./transpile/project-settings.js');
  const settings = readProjectSettings(tsconfig, cacheFolder).transpile;
  return sources.flatMap(file => syntaxErrors(file, settings));
}

function syntaxErrors(file: string, settings: TranspileSettings): Diagnostic[] {
  // It may have been removed.
  const text = readText(file);
  if (text === undefined) return [];
  try {
    transpile(file, text, formatOf(file), settings);
    return [];
  } catch (error) {
    if (!(error instanceof SyntaxFaults)) throw error;
    return error.faults.map(({ code, ...rest }) => ({ ...rest, file, code: `TS${code}`, severity: 'error' }));
  }
}
