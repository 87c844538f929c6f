// What kubewright itself is: another version, or another build of it, may make other manifests of the same sources.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageVersion } from '../emit/generated-by.js';
import { hashOf } from '../files/fingerprint.js';
import { statOf } from '../files/source-tree.js';

/** One text for kubewright, the packages that it makes manifests with, and Node. */
export function identity(): string {
  const own = fileURLToPath(import.meta.url);
  const root = dirname(dirname(dirname(own)));
  // A build writes all of its files, of which this module is none; of sources each may be changed by itself.
  const files = own.endsWith('.ts')
    ? ['codegen', 'schema'].flatMap(name => filesBelow(join(root, name)))
    : [join(root, 'codegen', 'index.js')];
  const stamps = [...files, ...PACKAGES.map(manifestOf)].map(stampOf);
  return hashOf([packageVersion(), process.version, process.platform, ...stamps].join('\n'));
}

const PACKAGES = ['ts-morph', '@ts-morph/common', 'js-yaml', 're2js'];

function manifestOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(`${name}/package.json`);
  } catch {
    return name;
  }
}

function stampOf(path: string): string {
  const { size, mtimeMs, ctimeMs, ino } = statOf(path) ?? {};
  return `${path} ${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
