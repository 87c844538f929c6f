// What the real pipeline makes of a case, from source to YAML.
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { type GenerateOptions, generate } from '../../codegen/index.js';
import { type Facts, factsOf } from './facts.js';

/** The text of the one definition of a case. */
export async function definitionOf(name: string, options: GenerateOptions = {}): Promise<string> {
  const { documents } = await generate({ scaffold: false, write: false, ...options, project: folderOf(name) });
  const [definition, ...more] = documents.filter(({ path }) => path.startsWith('crd/bases/'));
  if (definition === undefined || more.length > 0) throw new Error(`${name} is to have one definition`);
  return definition.content;
}

/** Its facts. */
export async function factsOfCase(name: string): Promise<Facts> {
  return factsOf(load(await definitionOf(name)));
}

/** What is said of a case, by its codes. */
export async function codesOf(name: string): Promise<readonly string[]> {
  const { diagnostics } = await generate({ scaffold: false, write: false, project: folderOf(name) });
  return diagnostics.map(({ code }) => code);
}

function folderOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
