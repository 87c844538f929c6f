// A manager in a process of its own: signals, failures and what nobody catches, as an admin sees them.
import { expect, test } from 'vitest';
import { type NodeProgram, nodeProgram } from '../../test/node-program.js';

const IMPORTS = {
  'runtime/manager/manager.ts': 'Manager',
  'runtime/manager/shutdown-signal.ts': 'shutdownSignal',
  'runtime/log/create-logger.ts': 'createLogger',
  'runtime/log/exit-on-uncaught.ts': 'exitOnUncaught',
  'runtime/clock/aborted.ts': 'aborted',
};

/** An operator with one runnable, whose `run` is the code. */
function operator(run: string, options = ''): NodeProgram {
  return nodeProgram(
    IMPORTS,
    `const log = createLogger();
    exitOnUncaught(log);
    try {
      const manager = new Manager({ name: 'redis-operator', log, client: {}, healthProbe: false, ${options} });
      const alive = setInterval(() => {}, 60_000);
      manager.add({
        addTo: context => context.addRunnable('leaderElection', { name: 'controller/redis', run: async signal => { ${run} } }),
      });
      await manager.run(shutdownSignal());
      clearInterval(alive);
    } catch (error) {
      log.fatal('the operator has ended', { error });
    }`,
  );
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s: everything stops in order, and the status is 0', async name => {
  const program = operator(`await aborted(signal); log.info('controller ends');`);
  await program.lineWith('manager started');
  program.child.kill(name);
  expect(JSON.parse(await program.line())).toMatchObject({ msg: 'manager stops', because: name });
  expect(JSON.parse(await program.line())).toMatchObject({ msg: 'controller ends' });
  expect(JSON.parse(await program.line())).toMatchObject({ msg: 'manager stopped' });
  expect(await program.ended()).toEqual({ status: 0, signal: null, errors: '' });
});

test('a second signal ends a stop that hangs, at once and with status 1', async () => {
  const program = operator(`await new Promise(() => {});`);
  await program.lineWith('manager started');
  program.child.kill('SIGTERM');
  await program.lineWith('manager stops');
  program.child.kill('SIGTERM');
  expect(await program.ended()).toMatchObject({ status: 1, signal: null });
});

test('a stop that hangs is given up in time: the log names what still runs, and the status is 1', async () => {
  const program = operator(`await new Promise(() => {});`, 'gracefulShutdownTimeout: 50');
  await program.lineWith('manager started');
  program.child.kill('SIGTERM');
  await program.lineWith('manager stops');
  expect(JSON.parse(await program.line())).toMatchObject({
    level: 'fatal',
    error: {
      message:
        'manager redis-operator did not stop within 0.05 s (gracefulShutdownTimeout): still running: controller/redis',
    },
  });
  expect(await program.ended()).toMatchObject({ status: 1, errors: '' });
});

test('a runnable that fails ends the operator with status 1, and the log says with what', async () => {
  const program = operator(`throw new Error('broken');`);
  await program.lineWith('manager stops');
  expect(JSON.parse(await program.lineWith('fatal'))).toMatchObject({ error: { message: 'broken' } });
  expect(await program.ended()).toMatchObject({ status: 1, errors: '' });
});

test('what nobody has caught beside it ends the operator with status 1, and the log says with what', async () => {
  const program = operator(`setImmediate(() => { throw new Error('stray'); }); await aborted(signal);`);
  expect(JSON.parse(await program.lineWith('fatal'))).toMatchObject({ error: { message: 'stray' } });
  expect(await program.ended()).toMatchObject({ status: 1, errors: '' });
});
