import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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

test('many at the moment at which its owner has ended: one has it at a time', { timeout: 60_000 }, async () => {
  const [path, inside] = [newPath(), join(folder, 'inside')];
  const source = `import { rmSync, writeFileSync } from 'node:fs';
    import { lockFile } from ${JSON.stringify(new URL('file-lock.ts', import.meta.url).href)};
    const [path, inside] = ${JSON.stringify([path, inside])};
    console.log('ready');
    process.stdin.once('data', () => {
      for (let held = 0; held < 30; ) {
        let release;
        try { release = lockFile(path, 'it'); } catch (error) { if (error.name === 'LockedError') continue; throw error; }
        held += 1;
        writeFileSync(inside, '', { flag: 'wx' });
        rmSync(inside);
        release();
        try { writeFileSync(path, '{"pid":0,"started":"of nobody"}', { flag: 'wx' }); } catch {}
      }
      process.exit(0);
    });`;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', source];
  const all = Array.from({ length: 3 }, () => spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
  await Promise.all(all.map(each => once(each.stdout, 'data')));
  const ended = all.map(each => once(each, 'close'));
  for (const each of all) each.stdin.write('go');
  expect(await Promise.all(ended)).toEqual(all.map(() => [0, null]));
  rmSync(path, { force: true });
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

test('that of a process that was killed while it took one over is taken over, too', () => {
  const path = newPath();
  const dead = JSON.stringify({ pid: 999_999_999, started: 'x' });
  writeFileSync(path, dead);
  writeFileSync(`${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 8)}`, dead);
  lockFile(path, 'the thing')();
  expect(readdirSync(folder).filter(name => name.startsWith(basename(path)))).toEqual([]);
});

test.runIf(existsSync('/proc/self/stat'))('a later process with the id of the owner is not taken for it', () => {
  const path = newPath();
  writeFileSync(path, JSON.stringify({ pid: process.ppid, started: 'long ago' }));
  lockFile(path, 'the thing')();
});

test.runIf(existsSync('/proc/self/stat'))(
  'a process that has ended and is not forgotten yet does not keep it',
  async () => {
    // It ends once its parent has become a program that does not look at it.
    const child = 'until [ "$(cat /proc/$$/comm)" = sleep ]; do :; done';
    const parent = spawn('sh', ['-c', `(${child}) & echo $!; exec sleep 60`], { stdio: ['ignore', 'pipe', 'inherit'] });
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
