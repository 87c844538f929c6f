// TypeScript sources as JavaScript, one file at a time and without types, kept in a folder for the next start.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ts } from 'ts-morph';

const require = createRequire(import.meta.url);

/** What the two formats of modules are called by Node. */
export type ModuleFormat = 'module' | 'commonjs';

/** How to transpile; plain data, so that it can be handed to another process. */
export interface TranspileSettings {
  /** Those of the project that matter for one file alone. */
  readonly compilerOptions: ts.CompilerOptions;
  /** Where outputs are kept: one for each source file. */
  readonly cacheFolder: string;
}

/** A source that is no TypeScript. Positions count from 1. */
export interface SyntaxFault {
  readonly code: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Thrown instead of running what was not understood. */
export class SyntaxFaults extends SyntaxError {
  override readonly name = 'SyntaxFaults';

  constructor(
    readonly file: string,
    readonly faults: readonly SyntaxFault[],
  ) {
    super(faults.map(({ line, column, message }) => `${file}:${line}:${column} - ${message}`).join('\n'));
  }
}

/**
 * The JavaScript of a source file, with its source map inside. It is read from the cache where that has it, which takes no
 * compiler. A cache that cannot be written is done without.
 * @throws SyntaxFaults
 */
export function transpile(file: string, text: string, format: ModuleFormat, settings: TranspileSettings): string {
  const key = hash(packageVersion(), JSON.stringify(settings.compilerOptions), format, file, text);
  // By the file's path, so that the cache does not grow with every save.
  const entry = join(settings.cacheFolder, `${hash(file)}.js`);
  const mark = `\n//# kubewright:${key}\n`;
  const cached = readIfThere(entry);
  if (cached?.endsWith(mark)) return cached;

  const output = compile(file, text, format, settings.compilerOptions) + mark;
  keep(entry, output, settings.cacheFolder);
  return output;
}

function compile(file: string, text: string, format: ModuleFormat, options: ts.CompilerOptions): string {
  const { ts } = require('ts-morph') as typeof import('ts-morph');
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      // As `nodenext` implies it.
      esModuleInterop: true,
      ...options,
      module: format === 'module' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      isolatedModules: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  const faults = diagnostics.flatMap(({ category, code, messageText, file: source, start = 0 }) => {
    if (category !== ts.DiagnosticCategory.Error || source === undefined) return [];
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    const message = ts.flattenDiagnosticMessageText(messageText, '\n');
    return [{ code, message, line: line + 1, column: character + 1 }];
  });
  if (faults.length > 0) throw new SyntaxFaults(file, faults);
  return outputText;
}

function keep(entry: string, output: string, folder: string): void {
  // Two processes may write at once; each writes a file of its own and renames it.
  const temporary = `${entry}.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, output);
    renameSync(temporary, entry);
  } catch {
    // The next start takes longer, and that is all.
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function hash(...parts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex').slice(0, 32);
}

/** The compiler comes with it, in one version. */
function packageVersion(): string {
  return (require('kubewright/package.json') as { readonly version: string }).version;
}
