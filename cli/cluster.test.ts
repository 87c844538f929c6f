import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BUILT_CLI } from '../test/built-cli.js';

// Each test starts the command at least once.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
const running: Running[] = [];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubewright-cluster-')));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Running {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** Its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function cluster(...args: readonly string[]): Running {
  return clusterTo('pipe', ...args);
}

function clusterTo(stdout: 'pipe' | number, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [BUILT_CLI, 'cluster', ...args], {
    cwd: folder,
    env: { ...process.env, HOME: folder, NO_COLOR: '1' },
    stdio: ['ignore', stdout, 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', text => (printed.stdout += text));
  child.stderr?.on('data', text => (printed.stderr += text));
  const ended = once(child, 'close').then(([status, signal]) => status ?? signal);
  running.push({ child, printed, ended });
  return { child, printed, ended };
}

/** Resolves to the URL when it is ready. */
async function ready({ child, printed, ended }: Running): Promise<string> {
  for (;;) {
    const url = /ready at (\S+)\. [\s\S]*not-modelled/.exec(printed.stdout)?.[1];
    if (url !== undefined) return url;
    const status = await Promise.race([
      ended,
      once(child.stdout as NodeJS.ReadableStream, 'data').then(() => undefined),
    ]);
    if (status !== undefined) throw new Error(`ended with ${status}: ${printed.stderr}`);
  }
}

async function names(url: string): Promise<readonly string[]> {
  const list: any = await (await fetch(`${url}/api/v1/namespaces/default/configmaps`)).json();
  return list.items.map((item: any) => item.metadata.name).filter((name: string) => name !== 'kube-root-ca.crt');
}

async function create(url: string, name: string): Promise<number> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers, body })).status;
}

const serverIn = (path: string): string => (load(readFileSync(path, 'utf8')) as any).clusters[0].cluster.server;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('it says how to use it, and %s ends it', async signal => {
  const command = cluster();
  const url = await ready(command);
  const kubeconfig = join(folder, '.cache/kubewright/cluster.kubeconfig');
  expect(command.printed.stdout).toContain(`\n  export KUBECONFIG=${kubeconfig}\n`);
  expect(command.printed.stdout).toContain(`${url}/kubewright/not-modelled`);
  expect(serverIn(kubeconfig)).toBe(url);
  expect(statSync(kubeconfig).mode & 0o077).toBe(0);
  // That is kubectl's own: `kubectl config` takes it.
  expect(existsSync(`${kubeconfig}.lock`)).toBe(false);
  command.child.kill(signal);
  expect(await command.ended).toBe(0);
  expect(command.printed.stderr).toBe('');
  expect(readdirSync(dirname(kubeconfig))).toEqual(['cluster.kubeconfig']);
  await expect(fetch(url)).rejects.toThrow();
});

test('in a project, the kubeconfig is beside its dependencies, for folders below, too', async () => {
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{}');
  const command = cluster();
  await ready(command);
  expect(existsSync(join(folder, 'node_modules/.cache/kubewright/cluster.kubeconfig'))).toBe(true);
});

test('with --tls the kubeconfig has all that a client needs', async () => {
  const command = cluster('--tls', '--kubeconfig', 'a b.yaml');
  const url = await ready(command);
  expect(command.printed.stdout).toContain(`export KUBECONFIG='${folder}/a b.yaml'\n`);
  const { clusters, users } = load(readFileSync(join(folder, 'a b.yaml'), 'utf8')) as any;
  expect(clusters[0].cluster).toEqual({ server: url, 'certificate-authority-data': expect.any(String) });
  expect(Object.keys(users[0].user)).toEqual(['client-certificate-data', 'client-key-data']);
});

test('a kubeconfig of somebody else stays as it is', async () => {
  const theirs = 'kind: Config\ncontexts: [{ name: production }]\n';
  writeFileSync(join(folder, 'theirs.yaml'), theirs);
  const command = cluster('--kubeconfig', 'theirs.yaml');
  expect(await command.ended).toBe(1);
  expect(command.printed.stderr).toContain('theirs.yaml exists, and is not a kubeconfig that kubewright wrote');
  expect(command.printed.stderr).toContain('hint: name another file');
  expect(readFileSync(join(folder, 'theirs.yaml'), 'utf8')).toBe(theirs);
});

test('a kubeconfig of its own is written anew, but not under the feet of another one', async () => {
  const first = cluster('--kubeconfig', 'own.yaml');
  await ready(first);
  const second = cluster('--kubeconfig', 'own.yaml');
  expect(await second.ended).toBe(1);
  expect(second.printed.stderr).toContain(`error: the kubeconfig own.yaml is in use by the process ${first.child.pid}`);
  first.child.kill('SIGKILL');
  await first.ended;
  const url = await ready(cluster('--kubeconfig', 'own.yaml'));
  expect(serverIn(join(folder, 'own.yaml'))).toBe(url);
});

test.each([
  ['an empty path', ['--data', ''], 2, "error: option '--data <folder>' argument '' is invalid. It is empty.\n"],
  ['a file for a folder', ['--data', 'taken'], 1, /^error: ENOTDIR: .*\nhint: the system has refused this: look at/],
  [
    'a folder for a file',
    ['--kubeconfig', '.'],
    1,
    /^error: \S+ exists, and is not a kubeconfig that kubewright wrote\n/,
  ],
])('%s is refused, and not called a bug', async (_, args, status, message) => {
  writeFileSync(join(folder, 'taken'), '');
  const command = cluster(...args);
  expect(await command.ended).toBe(status);
  expect(command.printed.stderr).toMatch(message);
});

test('a data folder that holds other files is left as it is', async () => {
  mkdirSync(join(folder, 'photos'));
  writeFileSync(join(folder, 'photos/cat.jpg'), '');
  const command = cluster('--data', 'photos');
  expect(await command.ended).toBe(1);
  expect(command.printed.stderr).toMatch(
    /^error: the folder \S+photos is not empty, .* but cat\.jpg\nhint: name a new/,
  );
  expect(readdirSync(join(folder, 'photos'))).toEqual(['cat.jpg']);
});

test.runIf(existsSync('/proc/self'))('a place that takes no folders is told, and not tried for ever', async () => {
  const command = cluster('--data', '/proc/kubewright');
  expect(await command.ended).toBe(1);
  expect(command.printed.stderr).toMatch(/^error: ENOENT: .*\nhint: the system has refused this/);
});

test.runIf(existsSync('/dev/full'))('output that cannot be written ends it, with the reason', async () => {
  const full = openSync('/dev/full', 'w');
  const command = clusterTo(full, '--data', 'data');
  closeSync(full);
  expect(await command.ended).toBe(1);
  expect(command.printed.stderr).toBe(
    'error: the output cannot be written: ENOSPC: no space left on device, write\nhint: look at where the output goes, and the space on its disk\n',
  );
  expect(readdirSync(join(folder, 'data')).sort()).toEqual(['kubeconfig', 'service-account.key', 'store.jsonl']);
});

test('a reader that has read enough does not end it', async () => {
  const command = cluster();
  await ready(command);
  command.child.stdout?.destroy();
  command.child.kill('SIGTERM');
  expect([await command.ended, command.printed.stderr]).toEqual([0, '']);
});

test('a data folder that is damaged is told, with what to do', async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data/store.jsonl'), 'something else\n');
  const command = cluster('--data', 'data');
  expect(await command.ended).toBe(1);
  expect(command.printed.stderr).toMatch(/^error: \S+store\.jsonl:1 is damaged\nhint: bring back a copy of it/);
});

test('a port that is taken is told, with what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const command = cluster('--port', `${port}`);
  expect(await command.ended).toBe(1);
  expect(command.printed).toMatchObject({
    stdout: '',
    stderr: `error: the port ${port} of 127.0.0.1 is taken\nhint: choose another one with --port, or none: then a free one is taken\n`,
  });
  server.close();
});

test.each([['--port', 'x'], ['--port', '70000'], ['--prot', '1'], ['extra']])('%s %s is misuse', async (...args) => {
  const command = cluster(...args);
  expect(await command.ended).toBe(2);
  expect(command.printed.stderr).toContain('hint: run it with --help');
});

test('a data folder is for one at a time, and has all that was acknowledged before SIGKILL', async () => {
  const first = cluster('--data', 'data');
  const url = await ready(first);
  expect(serverIn(join(folder, 'data/kubeconfig'))).toBe(url);
  const second = cluster('--data', 'data', '--kubeconfig', 'other.yaml');
  expect(await second.ended).toBe(1);
  expect(second.printed.stderr).toContain(`in use by the process ${first.child.pid}\nhint: `);

  const acknowledged: string[] = [];
  const writing = (async () => {
    for (let number = 0; ; number += 1) {
      const name = `map-${String(number).padStart(5, '0')}`;
      const status = await create(url, name).catch(() => undefined);
      if (status === undefined) return;
      expect(status).toBe(201);
      acknowledged.push(name);
      if (number === 50) first.child.kill('SIGKILL');
    }
  })();
  expect(await first.ended).toBe('SIGKILL');
  await writing;

  const again = await ready(cluster('--data', 'data'));
  expect(await names(again)).toEqual(expect.arrayContaining(acknowledged));
  // One more may have been kept that was not acknowledged.
  expect((await names(again)).length - acknowledged.length).toBeOneOf([0, 1]);
});
