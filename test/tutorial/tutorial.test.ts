// The tutorial is followed in an empty folder, with `kubewright dev`: each command prints what the pages show.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { EmbeddedWorld } from './embedded-world.js';
import { follow, OtherOutput } from './follow.js';
import { temporaryShell, tutorialKubectl } from './temporary-shell.js';
import { type Page, tutorialPages } from './tutorial-pages.js';

const { binary } = await tutorialKubectl();

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

test.skipIf(binary === undefined)('leaves nothing behind when it is killed', { timeout: 120_000 }, async () => {
  const { child, folder } = tutorialCommand();
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      text += chunk;
      // There is a cluster by then.
      if (text.includes('kubectl api-resources')) resolve();
    });
    child.on('close', () => reject(new Error(`it has ended:\n${text}`)));
  });
  const homes = () => readdirSync(folder).filter(name => name.startsWith('kubewright-tutorial-'));
  const [home = ''] = homes();
  const config = join(folder, home, 'work/redis-operator/node_modules/.cache/kubewright/kubeconfig');
  const [server = ''] = /http:.*/.exec(readFileSync(config, 'utf8')) ?? [];
  const isThere = () =>
    fetch(server).then(
      () => true,
      () => false,
    );
  expect(await isThere()).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(homes, { timeout: 60_000 }).toEqual([]);
  expect(await isThere()).toBe(false);
});

test('says what it does not know', { timeout: 120_000 }, async () => {
  const { child } = tutorialCommand('--rael');
  let text = '';
  child.stderr.on('data', chunk => {
    text += chunk;
  });
  const [status] = await once(child, 'close');
  expect(text).toMatch(/^Unknown option '--rael'.*\n\nnpm run tutorial {5}/);
  expect(status).toBe(1);
});

/** `npm run tutorial`, with a folder for what is temporary. */
function tutorialCommand(...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kubewright-tutorial-test-'));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const command = ['--import', 'tsx', '--conditions=source', 'test/tutorial/main.ts', ...args];
  const child = spawn(process.execPath, command, { cwd: root, env: { ...process.env, TMPDIR: folder } });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return { child, folder };
}

async function followed(pages: readonly Page[]): Promise<readonly string[]> {
  const { shell, guard, remove } = await temporaryShell();
  const world = new EmbeddedWorld(guard);
  onTestFinished(async () => {
    await world.stop();
    await remove();
  });
  const commands: string[] = [];
  await follow(pages, { world, shell, tell: (_, { command }) => commands.push(command) });
  return commands;
}
