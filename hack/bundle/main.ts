// `npm run bundle`: writes dist/install.yaml and dist/chart/.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findKubectl } from '../control-plane/find-kubectl.js';
import { bundle } from './bundle.js';

const USAGE = `npm run bundle [-- --image NAME:TAG]

Writes dist/install.yaml and dist/chart/ of what is in config/.

  --image NAME:TAG   the operator's image (default: as config/manager has it)
`;

try {
  const { values } = parseArgs({ options: { image: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) process.stdout.write(USAGE);
  else await main(values.image);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(image: string | undefined): Promise<void> {
  const found = await findKubectl();
  if (found.binary === undefined) throw new Error(`it takes kubectl, which has kustomize in it: ${found.reason}`);
  const files = await bundle({ kubectl: found.binary, ...(image !== undefined && { image }) });
  await rm('dist/chart', { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join('dist', path)), { recursive: true });
    await writeFile(join('dist', path), text);
  }
  console.log(`dist/install.yaml\ndist/chart/ (${files.size - 1} files)`);
}
