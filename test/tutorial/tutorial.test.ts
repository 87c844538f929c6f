// The tutorial is followed in an empty folder, with `kubewright dev`: each command prints what the pages show.
import { expect, onTestFinished, test } from 'vitest';
import { findKubectl } from '../../hack/control-plane/find-kubectl.js';
import { EmbeddedWorld } from './embedded-world.js';
import { follow, OtherOutput } from './follow.js';
import { temporaryShell } from './temporary-shell.js';
import { type Page, tutorialPages } from './tutorial-pages.js';

const { binary } = await findKubectl();

test.skipIf(binary === undefined)('prints what its pages show', { timeout: 600_000 }, async () => {
  const commands = await followed(tutorialPages());
  expect(commands.length).toBeGreaterThan(90);
});

test.skipIf(binary === undefined)('is found out when it shows something else', async () => {
  const [first] = tutorialPages();
  const steps = first?.steps.slice(0, 1).concat({
    ...{ type: 'command', command: 'echo three', output: 'two', isReal: false },
    ...{ place: 'docs/tutorial/01.md:7', line: 7, length: 1 },
  });
  const page = { name: '01.md', text: '', steps: steps ?? [] };
  const error = await followed([page]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OtherOutput);
  expect(String(error)).toMatch(
    /docs\/tutorial\/01\.md:7: echo three\n--- shown\ntwo\n--- printed, with status 0\nthree$/,
  );
});

async function followed(pages: readonly Page[]): Promise<readonly string[]> {
  const { shell, remove } = await temporaryShell();
  const world = new EmbeddedWorld();
  onTestFinished(async () => {
    await world.stop();
    remove();
  });
  const commands: string[] = [];
  await follow(pages, { world, shell, tell: (_, { command }) => commands.push(command) });
  return commands;
}
