// Writes the data of the embedded control plane, read from a real one and from Go's sources. `--check` only compares.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startControlPlane } from '../control-plane/control-plane.js';
import { goModuleFolders } from './go-modules.js';
import { servedData } from './served-data.js';
import { wireMessages } from './wire-messages.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The schemas serve codegen too. */
const FOLDERS: Readonly<Record<string, string>> = {
  'resources.json': 'devcluster/builtin/data/',
  'schemas.json': 'schema/published/data/',
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
  const stale: string[] = [];
  for (const [name, text] of await wantedFiles()) {
    const path = join(ROOT, name);
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue;
    stale.push(name);
    if (values.check !== true) {
      await writeFile(path, text);
      console.log(`wrote ${name}`);
    }
  }
  if (values.check === true && stale.length > 0) {
    throw new Error(`${stale.join(', ')} stale. Run node --import tsx hack/builtin/generate.ts`);
  }
}

async function wantedFiles(): Promise<Map<string, string>> {
  const folders = await goModuleFolders();
  const controlPlane = await startControlPlane();
  const served = await servedData(controlPlane.kubectl).finally(() => controlPlane.stop());
  const files = new Map([...served.files].map(([name, text]) => [FOLDERS[name] + name, text]));
  return files.set('devcluster/protobuf/data/messages.json', await wireMessages(folders, served));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
