// The licenses of what was joined into one file: whoever gets the file has to get them too.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The texts of all packages that these files are from, by name, after our own.
 * @param files as esbuild names its inputs
 * @param own files with our own texts
 * @throws Error for a package that says nothing of a license
 */
export function licenseTexts(files: readonly string[], own: readonly string[]): string {
  const folders = new Set(files.map(packageFolder).filter(folder => folder !== undefined));
  const ours = own.map(file => readFileSync(file, 'utf8').trimEnd());
  return [...ours, ...[...folders].map(licenseOf).sort()].join(`\n\n${'-'.repeat(80)}\n\n`).concat('\n');
}

/** `node_modules/@peculiar/x509/build/index.js` -> `node_modules/@peculiar/x509`. */
function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const names = existsSync(folder)
    ? readdirSync(folder).filter(file => /^(licen[cs]e|copying|notice)\b/i.test(file))
    : [];
  if (names.length === 0 && typeof license !== 'string') throw new Error(`${folder} says nothing of its license`);
  const texts = names.sort().map(file => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n');
}
