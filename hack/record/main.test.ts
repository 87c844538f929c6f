// `npm run record` when it does not come to its end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../test/lamp-project.js';

const POLL = { timeout: 25_000 };

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'record-'));
  for (const name of ['bin', 'tmp']) mkdirSync(join(home, name));
  program('kubectl', `echo '{ "clientVersion": { "gitVersion": "v1.36.0" } }'`);
  program('npx', `echo $$ > '${home}/begun'; mv '${home}/begun' '${home}/pid'; exec tail -f /dev/null`);
});
afterEach(() => rmSync(home, { recursive: true }));

/** Puts a program before those of the same name. */
function program(name: string, script: string): void {
  writeFileSync(join(home, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function start() {
  const env = {
    ...process.env,
    PATH: [join(home, 'bin'), process.env.PATH].join(delimiter),
    TMPDIR: join(home, 'tmp'),
  };
  const args = ['--import', 'tsx', '--conditions=source', 'hack/record/main.ts'];
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function leftBehind(): readonly string[] {
  return readdirSync(join(home, 'tmp')).filter(name => name.startsWith('kubewright'));
}

function assets(): readonly string[] {
  const folder = new URL('../../docs/assets/', import.meta.url);
  return readdirSync(folder).map(name => name + readFileSync(new URL(name, folder), 'utf8'));
}

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('%s leaves neither process nor file', async signal => {
  const before = assets();
  const recorder = start();
  const closed = once(recorder, 'close');
  await expect.poll(() => existsSync(join(home, 'pid')), POLL).toBe(true);
  const pid = Number(readFileSync(join(home, 'pid'), 'utf8'));
  onTestFinished(() => {
    if (isAlive(pid)) process.kill(pid);
  });
  expect(leftBehind()).toHaveLength(1);
  recorder.kill(signal);
  expect(await closed).toEqual([null, signal]);
  await expect.poll(leftBehind, POLL).toEqual([]);
  await expect.poll(() => isAlive(pid), POLL).toBe(false);
  expect(assets()).toEqual(before);
});
