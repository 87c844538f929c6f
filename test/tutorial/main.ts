// `npm run tutorial`: follows docs/tutorial in an empty folder, and compares what is printed with what it shows.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EmbeddedWorld } from './embedded-world.js';
import { follow } from './follow.js';
import { type Command, withOutputs } from './page.js';
import { temporaryShell } from './temporary-shell.js';
import { FOLDER, type Page, tutorialPages } from './tutorial-pages.js';

const USAGE = `npm run tutorial                with kubewright dev, as newcomers do
npm run tutorial -- --real      on etcd, kube-apiserver and kube-controller-manager, with the operator as a process
npm run tutorial -- --record    writes what is printed into the pages, in the place of comparing; then read the diff`;

const { values } = parseArgs({
  options: { real: { type: 'boolean' }, record: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}

const { shell, remove } = await temporaryShell();
const world = values.real === true ? await realWorld() : new EmbeddedWorld();
const outputs = new Map<Page, Map<Command, string>>();
const record = (page: Page, command: Command, output: string) => {
  if (output !== '') console.log(output.replaceAll(/^/gm, '  '));
  outputs.set(page, (outputs.get(page) ?? new Map<Command, string>()).set(command, output));
};
const tell = ({ name }: Page, { command }: Command) => console.log(`${name}  $ ${command}`);
try {
  await follow(tutorialPages(), { world, shell, tell, ...(values.record === true && { record }) });
  console.log('All of it prints what the pages show.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const [page, printed] of outputs) writeFileSync(FOLDER + page.name, withOutputs(page.text, printed));
  await world.stop();
  remove();
}

/** Loaded where it is wanted: it is the only one that needs programs of Kubernetes. */
async function realWorld() {
  const { RealWorld } = await import('./real-world.js');
  return await RealWorld.start();
}
