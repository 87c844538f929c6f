// A golden case: a folder of decorated source, and what `kubewright generate` makes of it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDiagnostics } from '../cli/format-diagnostics.js';
import { generateOnce } from '../codegen/generate.js';
import type { GenerateOptions } from '../codegen/index.js';
import type { ReadMemory } from '../codegen/read/read-project.js';

const ROOT = fileURLToPath(new URL('golden', import.meta.url));
const DIAGNOSTICS = 'diagnostics.txt';

/** File names below the case's folder (`expected/*.yaml`, `diagnostics.txt`) and their content. */
export type GoldenFiles = { readonly [name: string]: string };

/** The names of all cases. */
export function goldenCases(): readonly string[] {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return folders.map(({ name }) => name).sort();
}

/** What the committed files of a case say. */
export function expectedFiles(name: string): GoldenFiles {
  const folder = join(ROOT, name);
  const manifests = existsSync(join(folder, 'expected')) ? readdirSync(join(folder, 'expected')).sort() : [];
  const names = [...(existsSync(join(folder, DIAGNOSTICS)) ? [DIAGNOSTICS] : []), ...manifests.map(inExpected)];
  return Object.fromEntries(names.map(file => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** What the real pipeline makes of a case now, from source to files. With a memory, what cases share is parsed once. */
export async function generatedFiles(name: string, memory: ReadMemory = {}): Promise<GoldenFiles> {
  const out = mkdtempSync(join(tmpdir(), 'kubewright-golden-'));
  try {
    const project = join(ROOT, name);
    const { diagnostics, files } = await generateOnce(
      { scaffold: false, exclude: ['expected'], ...optionsOf(name), project, outputDir: out },
      memory,
    );
    const manifests = files.map(({ path }) => [inExpected(nameIn(path)), withoutVersion(readFileSync(path, 'utf8'))]);
    return Object.fromEntries([
      ...(diagnostics.length > 0 ? [[DIAGNOSTICS, formatDiagnostics(diagnostics, { from: project })]] : []),
      ...manifests,
    ]);
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Makes the committed files of a case what the pipeline makes of it now. Answers the names of the changed files. */
export async function updateCase(name: string): Promise<readonly string[]> {
  const before = expectedFiles(name);
  const after = await generatedFiles(name);
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    file => before[file] !== after[file],
  );
  for (const file of changed) {
    const path = join(ROOT, name, file);
    const content = after[file];
    if (content === undefined) {
      rmSync(path);
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
  return changed.map(file => join(name, file));
}

/** The absolute paths of the CustomResourceDefinitions of all cases. */
export function goldenDefinitions(): readonly string[] {
  return goldenManifests().filter(path => /^kind: CustomResourceDefinition$/m.test(readFileSync(path, 'utf8')));
}

/** The absolute paths of everything but those. */
export function goldenCompanions(): readonly string[] {
  const definitions = new Set(goldenDefinitions());
  return goldenManifests().filter(path => !definitions.has(path));
}

function goldenManifests(): readonly string[] {
  return goldenCases().flatMap(name =>
    Object.keys(expectedFiles(name))
      .filter(file => file.endsWith('.yaml'))
      .map(file => join(ROOT, name, file)),
  );
}

/** What a case wants other than the defaults, and other than that nothing is scaffolded; this repository's own choice of files is not theirs. */
function optionsOf(name: string): GenerateOptions {
  const file = join(ROOT, name, 'options.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GenerateOptions) : {};
}

/** Each folder may have one. */
function nameIn(path: string): string {
  return basename(path) === 'kustomization.yaml' ? `${basename(dirname(path))}-kustomization.yaml` : basename(path);
}

function inExpected(file: string): string {
  return `expected/${file}`;
}

/** The one line of each document that changes with every release. */
function withoutVersion(manifest: string): string {
  return manifest.replace(/^([ #]+kubewright\.dev\/version:) .*$/gm, '$1 VERSION');
}
