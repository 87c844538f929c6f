import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const subject = fileURLToPath(new URL('./shutdown-signal.ts', import.meta.url));

/** Prints what it sees; the first interval keeps it alive, as a controller would. */
const program = `
  import { shutdownSignal } from ${JSON.stringify(subject)};
  const signal = shutdownSignal();
  console.log(shutdownSignal() === signal ? 'same signal' : 'another signal');
  const alive = setInterval(() => {}, 60_000);
  signal.addEventListener('abort', () => {
    console.log('stopping: ' + signal.reason.message);
    if (process.argv.includes('obedient')) clearInterval(alive);
  });
  console.log('ready');
`;

describe('shutdownSignal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('aborts at the first %s and leaves the end to the program', async name => {
    const { child, line } = start('obedient');
    expect(await line()).toBe('same signal');
    expect(await line()).toBe('ready');
    const exited = once(child, 'exit');
    child.kill(name);
    expect(await line()).toBe(`stopping: ${name}`);
    expect(await exited).toEqual([0, null]);
  });

  it('ends the process with status 1 at the second signal', async () => {
    const { child, line } = start('stubborn');
    await line();
    expect(await line()).toBe('ready');
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    expect(await line()).toBe('stopping: SIGINT');
    child.kill('SIGTERM');
    expect(await exited).toEqual([1, null]);
  });
});

function start(manner: 'obedient' | 'stubborn'): { child: ChildProcess; line: () => Promise<string> } {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program, manner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, line: async () => String((await lines.next()).value) };
}
