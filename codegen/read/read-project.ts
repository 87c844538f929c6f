// The entry of the reader: a tsconfig in, the model out. Loads the compiler only when it is asked to read.
import type { Input } from '../files/source-tree.js';
import type { ApiModel } from '../model/api-model.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { CoreDescriptions } from './core-types.js';

/** What to read. */
export interface ReadOptions {
  /** Absolute path of the tsconfig.json whose files are the project. */
  readonly tsconfig: string;
  /** How much of the descriptions of Kubernetes' own types is kept; default `summary`, the first sentence of each. */
  readonly coreDescriptions?: CoreDescriptions;
  /** Patterns, as in a tsconfig, for the files that may declare something; default: all of the project. */
  readonly include?: readonly string[];
  /** Patterns for those that declare nothing; default: none. */
  readonly exclude?: readonly string[];
  /** Texts that stand in for those on disk, by absolute path. */
  readonly sources?: ReadonlyMap<string, string>;
}

/** What was read, and what it took. */
export interface ProjectReading {
  /** Whatever could be read; with errors among its diagnostics nothing should be generated from it. */
  readonly model: ApiModel;
  /** Number of source files that were loaded. */
  readonly files: number;
  /** Absolute paths of the files of the tsconfig, and of what was loaded for them; without packages. */
  readonly sources: readonly string[];
  /**
   * `fast`: the files that declare something and what their declarations need. `full`: the whole project as tsc sees it,
   * which is loaded to confirm errors.
   */
  readonly program: 'fast' | 'full';
  /** Folders that may hold sources and could not be listed, with the reason; absent: none. */
  readonly unreadableFolders?: ReadonlyMap<string, string>;
  /** All that was learnt of the disk, by absolute path. */
  readonly inputs?: ReadonlyMap<string, Input>;
}

/** What one reading leaves for the next. */
export interface ReadMemory {
  reader?: import('./project-reader.js').ProjectReader;
}

/**
 * Reads the API classes and controllers of a project through its tsconfig. Never throws for what the user wrote: mistakes
 * are diagnostics in the model, ordered by file and position. With a memory, it is quicker the next time.
 */
export async function readProject(options: ReadOptions, memory: ReadMemory = {}): Promise<ProjectReading> {
  let reader: typeof import('./project-reader.js');
  try {
    reader = await import('./project-reader.js');
  } catch (error) {
    if (!isMissingTsMorph(error)) throw error;
    return {
      model: { resources: [], rbacRules: [], diagnostics: [missingTsMorph(options.tsconfig)] },
      files: 0,
      sources: [],
      program: 'fast',
    };
  }
  memory.reader ??= new reader.ProjectReader();
  return memory.reader.read(options);
}

function isMissingTsMorph(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'MODULE_NOT_FOUND' && String(message).includes("'ts-morph'");
}

function missingTsMorph(tsconfig: string): Diagnostic {
  return {
    file: tsconfig,
    line: 1,
    column: 1,
    code: 'KW0001',
    severity: 'error',
    message: 'ts-morph, which reads the source, is not installed',
    hint: 'npm install --save-dev ts-morph',
  };
}
