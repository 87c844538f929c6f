// What a tsconfig says about how its sources become JavaScript.
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';
import type { TranspileSettings } from './transpiler.js';

/** What running a project from its sources takes. */
export interface ProjectSettings {
  readonly transpile: TranspileSettings;
  /** Conditions of package.json `exports` that hold, besides those of Node. */
  readonly conditions: readonly string[];
  /** Where the project's own compiler writes to. */
  readonly outFolder: string | undefined;
  /** Absolute paths of the files that the tsconfig extends, without those of packages. */
  readonly extended: readonly string[];
}

/** Reads a tsconfig with what it extends. Mistakes in it are for others to report. */
export function readProjectSettings(tsconfig: string, cacheFolder: string): ProjectSettings {
  const host: ts.ParseConfigFileHost = {
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    // The files of the project are not asked for.
    readDirectory: () => [],
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => dirname(tsconfig),
    onUnRecoverableConfigFileDiagnostic: () => {},
  };
  const options = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host)?.options ?? {};
  // The compiler keeps them with the file, and its types do not tell.
  const { extendedSourceFiles = [] } = (options.configFile ?? {}) as {
    readonly extendedSourceFiles?: readonly string[];
  };
  const ofOneFile = Object.fromEntries(OF_ONE_FILE.filter(name => name in options).map(name => [name, options[name]]));
  return {
    transpile: { compilerOptions: ofOneFile, cacheFolder: join(cacheFolder, 'transpiled') },
    conditions: options.customConditions ?? [],
    outFolder: options.outDir,
    extended: extendedSourceFiles.filter(file => !file.includes('/node_modules/')),
  };
}

const OF_ONE_FILE = [
  'target',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
  'verbatimModuleSyntax',
  'esModuleInterop',
  'importHelpers',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
] as const;
