import { describe, expect, it } from 'vitest';
import { type NodeProgram, nodeProgram } from '../../test/node-program.js';

/** Prints what it sees; the first interval keeps it alive, as a controller would. */
function start(manner: 'obedient' | 'stubborn'): NodeProgram {
  return nodeProgram(
    { 'runtime/manager/shutdown-signal.ts': 'shutdownSignal' },
    `const signal = shutdownSignal();
    console.log(shutdownSignal() === signal ? 'same signal' : 'another signal');
    const alive = setInterval(() => {}, 60_000);
    signal.addEventListener('abort', () => {
      console.log('stopping: ' + signal.reason.message);
      if (${manner === 'obedient'}) clearInterval(alive);
    });
    console.log('ready');`,
  );
}

describe('shutdownSignal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('aborts at the first %s and leaves the end to the program', async name => {
    const { child, line, ended } = start('obedient');
    expect(await line()).toBe('same signal');
    expect(await line()).toBe('ready');
    child.kill(name);
    expect(await line()).toBe(`stopping: ${name}`);
    expect(await ended()).toMatchObject({ status: 0, signal: null });
  });

  it('ends the process with status 1 at the second signal', async () => {
    const { child, line, ended } = start('stubborn');
    await line();
    expect(await line()).toBe('ready');
    child.kill('SIGINT');
    expect(await line()).toBe('stopping: SIGINT');
    child.kill('SIGTERM');
    expect(await ended()).toMatchObject({ status: 1, signal: null });
  });
});
