// `npm run tutorial`: follows docs/tutorial in an empty folder, and compares what is printed with what it shows.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EmbeddedWorld } from './embedded-world.js';
import { follow } from './follow.js';
import { type Command, withOutputs } from './page.js';
import type { Shell } from './shell.js';
import { temporaryShell } from './temporary-shell.js';
import { FOLDER, type Page, tutorialPages } from './tutorial-pages.js';
import type { World } from './world.js';

const USAGE = `npm run tutorial                with kubewright dev, as newcomers do
npm run tutorial -- --real      on etcd, kube-apiserver and kube-controller-manager, with the operator as a process
npm run tutorial -- --record    writes what is printed into the pages, in the place of comparing; then read the diff`;

process.exitCode = await main();

/** @returns the exit status */
async function main(): Promise<number> {
  let wishes: ReturnType<typeof readWishes>;
  try {
    wishes = readWishes();
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    return 1;
  }
  if (wishes.help) {
    console.log(USAGE);
    return 0;
  }
  try {
    await run(wishes);
    return 0;
  } catch (error) {
    console.error(messageOf(error));
    return 1;
  }
}

function readWishes() {
  const { values } = parseArgs({
    options: {
      real: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values;
}

async function run({ real, record }: { readonly real: boolean; readonly record: boolean }): Promise<void> {
  const pages = tutorialPages();
  const { shell, guard, remove } = await temporaryShell();
  let world: World | undefined;
  try {
    world = real ? await realWorld() : new EmbeddedWorld(guard);
    if (record) await recordAll(pages, shell, world);
    else {
      await follow(pages, { world, shell, tell });
      console.log('All of it prints what the pages show.');
    }
  } finally {
    await world?.stop();
    await remove();
  }
}

/** Writes the pages when all of it has been followed: some with other outputs, and some as they were, would be of no use. */
async function recordAll(pages: readonly Page[], shell: Shell, world: World): Promise<void> {
  const outputs = new Map<Page, Map<Command, string>>();
  const record = (page: Page, command: Command, output: string) => {
    if (output !== '') console.log(output.replaceAll(/^/gm, '  '));
    outputs.set(page, (outputs.get(page) ?? new Map<Command, string>()).set(command, output));
  };
  await follow(pages, { world, shell, tell, record });
  for (const [page, printed] of outputs) writeFileSync(FOLDER + page.name, withOutputs(page.text, printed));
}

function tell({ name }: Page, { command }: Command): void {
  console.log(`${name}  $ ${command}`);
}

/** Loaded where it is wanted: it is the only one that needs programs of Kubernetes. */
async function realWorld(): Promise<World> {
  const { RealWorld } = await import('./real-world.js');
  return await RealWorld.start();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
