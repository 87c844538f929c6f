// Writes `runtime/kinds/`: the core kinds as TypeScript, read from a real API server. `--check` only compares.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startControlPlane } from '../control-plane/control-plane.js';
import { committedFiles, KINDS_FOLDER, staleFiles } from './committed-files.js';
import { kindFiles } from './kind-files.js';
import { readServedApi } from './served-api.js';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
  const controlPlane = await startControlPlane();
  const ask = async (path: string) => JSON.parse(await controlPlane.kubectl.output(['get', '--raw', path]));
  const files = await readServedApi(ask)
    .then(kindFiles)
    .finally(() => controlPlane.stop());
  const stale = staleFiles(files, await committedFiles());
  if (values.check === true) {
    if (stale.length > 0) {
      throw new Error(`${stale.join(', ')} in runtime/kinds: stale. Run node --import tsx hack/kinds/generate.ts`);
    }
    return;
  }
  for (const name of stale) {
    const text = files.get(name);
    await (text === undefined ? rm(join(KINDS_FOLDER, name)) : writeFile(join(KINDS_FOLDER, name), text));
    console.log(`${text === undefined ? 'removed' : 'wrote'} runtime/kinds/${name}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
