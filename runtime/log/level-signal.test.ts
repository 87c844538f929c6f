import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { nodeProgram } from '../../test/node-program.js';
import { createLogger, type LoggerOptions } from './create-logger.js';
import { toggleDebugOnSignal } from './level-signal.js';

test.each<[string, LoggerOptions, string]>([
  ['what it was before', { level: 'warn' }, 'warn'],
  ['info where it was debug from the start', { level: 'debug' }, 'info'],
])('the level becomes debug at a signal, and %s at the next', async (_, options, before) => {
  const log = createLogger(options);
  onTestFinished(toggleDebugOnSignal(log, 'SIGWINCH'));
  const levels: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    await signalled('SIGWINCH');
    levels.push(log.level);
  }
  expect(levels).toEqual(options.level === 'debug' ? ['info', 'debug', 'info'] : ['debug', before, 'debug']);
});

test('the levels of modules are as they were, too', async () => {
  const log = createLogger({ level: 'debug', modules: { cache: 'error' } });
  onTestFinished(toggleDebugOnSignal(log, 'SIGWINCH'));
  await signalled('SIGWINCH');
  expect([log.level, log.modules]).toEqual(['debug', {}]);
  await signalled('SIGWINCH');
  expect([log.level, log.modules]).toEqual(['debug', { cache: 'error' }]);
});

test('what it was set to meanwhile is what comes back', async () => {
  const log = createLogger();
  onTestFinished(toggleDebugOnSignal(log, 'SIGWINCH'));
  await signalled('SIGWINCH');
  log.level = 'error';
  await signalled('SIGWINCH');
  expect(log.level).toBe('debug');
  await signalled('SIGWINCH');
  expect(log.level).toBe('error');
});

test('SIGUSR2 is the signal, seen from outside', async () => {
  const program = nodeProgram(
    {
      'runtime/log/create-logger.ts': 'createLogger',
      'runtime/log/level-signal.ts': 'toggleDebugOnSignal',
    },
    `const log = createLogger();
    toggleDebugOnSignal(log);
    setInterval(() => log.debug('beat'), 5);
    log.info('started');`,
  );
  await program.lineWith('started');
  program.child.kill('SIGUSR2');
  expect(await program.line()).toContain('"beat"');
  program.child.kill('SIGTERM');
  expect(await program.ended()).toMatchObject({ signal: 'SIGTERM' });
});

async function signalled(signal: NodeJS.Signals): Promise<void> {
  const received = once(process, signal);
  process.kill(process.pid, signal);
  await received;
}
