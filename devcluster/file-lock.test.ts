import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { LockedError, lockFile } from './file-lock.js';

const folder = mkdtempSync(join(tmpdir(), 'kubewright-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

let locks = 0;
function newPath(): string {
  locks += 1;
  return join(folder, `lock-${locks}`);
}

test('a lock is had by one at a time', () => {
  const path = newPath();
  const release = lockFile(path, 'the thing');
  expect(() => lockFile(path, 'the thing')).toThrow(LockedError);
  release();
  expect(existsSync(path)).toBe(false);
  lockFile(path, 'the thing')();
});

test('a process that runs keeps it, and is named; that of one that was killed is taken over', async () => {
  const path = newPath();
  const source = `import { lockFile } from ${JSON.stringify(new URL('file-lock.ts', import.meta.url).href)};
    lockFile(${JSON.stringify(path)}, 'it'); console.log('locked'); setInterval(() => {}, 1000);`;
  const other = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', source],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    await once(other.stdout, 'data');
    expect(() => lockFile(path, 'the thing')).toThrow(`the thing is in use by the process ${other.pid}`);
  } finally {
    other.kill('SIGKILL');
    await once(other, 'close');
  }
  lockFile(path, 'the thing')();
});

test.each<[string, object | string]>([
  ['that was cut in the middle', '{"pid":'],
  ['of a former process with the id of this one', { pid: process.pid, started: 'before' }],
  ['that is no lock', '[]'],
])('a file %s is taken over', (_, content) => {
  const path = newPath();
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const release = lockFile(path, 'the thing');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  release();
});

test.runIf(existsSync('/proc/self/stat'))('a later process with the id of the owner is not taken for it', () => {
  const path = newPath();
  writeFileSync(path, JSON.stringify({ pid: process.ppid, started: 'long ago' }));
  lockFile(path, 'the thing')();
});

test.runIf(existsSync('/proc/self/stat'))(
  'a process that has ended and is not forgotten yet does not keep it',
  async () => {
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const pid = Number(String(await once(parent.stdout, 'data')));
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      await vi.waitFor(() => expect(stat()[0]).toBe('Z'));
      const path = newPath();
      writeFileSync(path, JSON.stringify({ pid, started: stat()[19] }));
      lockFile(path, 'the thing')();
    } finally {
      parent.kill('SIGKILL');
      await once(parent, 'close');
    }
  },
);
