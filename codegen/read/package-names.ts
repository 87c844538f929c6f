// Tells which declarations are kubewright's own, wherever the package is installed and whatever a user calls them.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from './compiler.js';

const PACKAGE = 'kubewright';
const OWN_FOLDERS = /^(dist\/)?((decorators|runtime)\/.*)$/;

/** The path of a file inside the kubewright package, such as `decorators/fields.ts`; undefined for all other files. */
export function packagePath(file: string): string | undefined {
  if (!paths.has(file)) paths.set(file, findPackagePath(file));
  return paths.get(file);
}

/** Asked for each symbol, of few files. */
const paths = new Map<string, string | undefined>();

function findPackagePath(file: string): string | undefined {
  const root = packageRoot(dirname(file));
  if (root === undefined) return undefined;
  return OWN_FOLDERS.exec(relative(root, file).replaceAll('\\', '/'))?.[2];
}

const roots = new Map<string, string | undefined>();

/** What was found out before may have changed. */
export function forgetPackages(): void {
  roots.clear();
  paths.clear();
}

/** The manifests that were looked for since then, whether they are there or not. */
export function packageManifests(): readonly string[] {
  return [...roots.keys()].map(folder => join(folder, 'package.json'));
}

/** Whether a file is of the package that this code is of, and not of another version. */
export function isOwnPackage(file: string): boolean {
  own ??= packageRoot(realpathSync(dirname(fileURLToPath(import.meta.url))));
  return own !== undefined && packageRoot(dirname(file)) === own;
}

let own: string | undefined;

function packageRoot(folder: string): string | undefined {
  if (!roots.has(folder)) roots.set(folder, findPackageRoot(folder));
  return roots.get(folder);
}

function findPackageRoot(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) {
    const name = nameIn(manifest);
    if (name !== undefined) return name === PACKAGE ? folder : undefined;
  }
  const above = dirname(folder);
  return above === folder ? undefined : packageRoot(above);
}

function nameIn(manifest: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name;
  } catch {
    return undefined;
  }
}

/** What an expression or type names, behind imports and their aliases. */
export function resolved(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): ts.Symbol | undefined {
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The name under which kubewright declares a symbol; undefined if it is not kubewright's. */
export function ourName(symbol: ts.Symbol | undefined): string | undefined {
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return undefined;
  return packagePath(declaration.getSourceFile().fileName) === undefined ? undefined : symbol?.name;
}
