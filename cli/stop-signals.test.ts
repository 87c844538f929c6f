import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, expect, test, vi } from 'vitest';
import { type StopSignals, startedByScript, stopSignals } from './stop-signals.js';

let signals: StopSignals | undefined;
afterEach(() => {
  signals?.forget();
  vi.restoreAllMocks();
});

test('the first signal stops, a second one hurries, the same press of a key does not', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  signals = stopSignals();
  const { stop, hurry } = signals;
  expect([stop.aborted, hurry.aborted]).toEqual([false, false]);
  process.emit('SIGINT');
  now.mockReturnValue(1100);
  process.emit('SIGINT');
  expect([stop.aborted, hurry.aborted]).toEqual([true, false]);
  now.mockReturnValue(2000);
  process.emit('SIGTERM');
  expect([stop.aborted, hurry.aborted]).toEqual([true, true]);
});

test('forgotten, they are the business of the process again', () => {
  const before = process.listenerCount('SIGINT');
  stopSignals().forget();
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test.each<[string | undefined, boolean]>([
  ["'kubewright'", true],
  ['kubewright dev --port 6443', true],
  ['kubewright dev &', false],
  ['kubewright cluster & npm test', false],
  ['concurrently "kubewright dev" vite', false],
  ['kubewright-like', false],
  [undefined, false],
])('npm’s script %s ends what it started with itself: %s', (script, expected) => {
  expect(startedByScript({ npm_lifecycle_script: script })).toBe(expected);
});

test.runIf(process.platform !== 'win32')('the end of npm’s shell is a signal to stop', async () => {
  const program = `
    import { stopSignals } from ${JSON.stringify(new URL('stop-signals.ts', import.meta.url).href)};
    const { stop } = stopSignals();
    const busy = setInterval(() => {}, 1000);
    stop.addEventListener('abort', () => { clearInterval(busy); console.log('stopped'); });
    console.log('started');`;
  const shell = spawn('sh', ['-c', '"$0" --input-type=module --eval "$1" & wait', process.execPath, program], {
    env: { ...process.env, npm_lifecycle_script: 'kubewright', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(shell.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('started');
  shell.kill('SIGTERM');
  expect((await lines.next()).value).toBe('stopped');
});
