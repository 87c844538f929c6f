import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeClock } from '../../clock/fake-clock.js';
import { ConfigError } from '../config-error.js';
import { createClient } from '../create-client.js';
import { loadAccess } from '../kube-config.js';
import { LONGEST_RUN } from './exec-program.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubewright-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const API = 'client.authentication.k8s.io/v1';
const ANSWER = { apiVersion: API, kind: 'ExecCredential', status: { token: 'TOKEN$runs' } };

let plugins = 0;

/** A plugin that keeps what it was told, and then does this; in its script `$runs` says how often it has been started. */
function pluginThat(script: string) {
  const path = join(folder, `plugin-${++plugins}`);
  const head = [
    '#!/bin/sh',
    `echo "$*|$GREETING|$KUBERNETES_EXEC_INFO" >> ${path}.runs`,
    `runs=$(wc -l < ${path}.runs)`,
  ];
  writeFileSync(path, `${[...head, script].join('\n')}\n`, { mode: 0o755 });
  return {
    path,
    /** What it was told each time. */
    runs: () =>
      readFileSync(`${path}.runs`, 'utf8')
        .trim()
        .split('\n')
        .map(line => {
          const [args, greeting, info = ''] = line.split('|');
          return { args, greeting, info: JSON.parse(info) };
        }),
  };
}

/** A script that prints this; in it, `$runs` is replaced. */
function printing(answer: unknown): string {
  return `cat <<END\n${typeof answer === 'string' ? answer : JSON.stringify(answer)}\nEND`;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function configOf(exec: object, cluster: object = {}): string {
  const kubeconfig = join(folder, `config-${++plugins}`);
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'dev' } }],
    clusters: [{ name: 'k', cluster: { server: 'https://api.example/base', ...cluster } }],
    users: [{ name: 'dev', user: { exec: { apiVersion: API, interactiveMode: 'Never', ...exec } } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  return kubeconfig;
}

async function access(exec: object, clock = new FakeClock(), cluster: object = {}) {
  return loadAccess({ kubeconfig: configOf(exec, cluster) }, { env: {}, clock });
}

const expiring = (afterSeconds: number, clock: FakeClock) => {
  const expirationTimestamp = new Date(clock.now() + afterSeconds * 1000).toISOString();
  return { ...ANSWER, status: { ...ANSWER.status, expirationTimestamp } };
};

describe('a credential plugin', () => {
  test('gets its arguments, its environment, and nothing of the cluster unless it is to', async () => {
    const plugin = pluginThat(printing(ANSWER));
    const env = [{ name: 'GREETING', value: 'hello' }];
    const { credentials } = await access({ command: plugin.path, args: ['a', 'b c'], env });
    expect((await credentials()).headers).toEqual({ authorization: 'Bearer TOKEN1' });
    const info = { kind: 'ExecCredential', apiVersion: API, spec: { interactive: false } };
    expect(plugin.runs()).toEqual([{ args: 'a b c', greeting: 'hello', info }]);
  });

  test('gets the cluster with provideClusterInfo, with what is meant for plugins', async () => {
    const plugin = pluginThat(printing(ANSWER));
    const ca = Buffer.from('CA').toString('base64');
    const { credentials } = await access({ command: plugin.path, provideClusterInfo: true }, undefined, {
      'certificate-authority-data': ca,
      'tls-server-name': 'api',
      'proxy-url': 'http://proxy:3128',
      'disable-compression': true,
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
    });
    await credentials();
    expect(plugin.runs()[0]?.info.spec.cluster).toEqual({
      server: 'https://api.example/base',
      'tls-server-name': 'api',
      'certificate-authority-data': ca,
      'proxy-url': 'http://proxy:3128',
      'disable-compression': true,
      config: { audience: 'x' },
    });
  });

  test('is run once for calls at the same time, and for those that follow', async () => {
    const plugin = pluginThat(printing(ANSWER));
    const { credentials } = await access({ command: plugin.path });
    const all = await Promise.all([credentials(), credentials(), credentials()]);
    expect(new Set(all.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer TOKEN1']));
    await credentials();
    expect(plugin.runs()).toHaveLength(1);
  });

  test('is run again a little before its answer expires', async () => {
    const clock = new FakeClock();
    const plugin = pluginThat(printing(expiring(60, clock)));
    const { credentials } = await access({ command: plugin.path }, clock);
    await credentials();
    await clock.advance(49_999);
    await credentials();
    expect(plugin.runs()).toHaveLength(1);
    await clock.advance(1);
    await credentials();
    expect(plugin.runs()).toHaveLength(2);
  });

  test('that gives the same short-lived answer again is not run for each call', async () => {
    const clock = new FakeClock();
    const plugin = pluginThat(printing(expiring(5, clock)));
    const { credentials } = await access({ command: plugin.path }, clock);
    for (let call = 0; call < 5; call++) await credentials();
    expect(plugin.runs()).toHaveLength(1);
    await clock.advance(5000);
    await credentials();
    expect(plugin.runs()).toHaveLength(2);
  });

  test('is run again when its answer was refused, once for all who were refused', async () => {
    const plugin = pluginThat(printing(ANSWER));
    const { credentials } = await access({ command: plugin.path });
    const refused = await credentials();
    const others = await Promise.all([credentials(refused), credentials(refused)]);
    expect([...others, await credentials(refused)].map(({ headers }) => headers.authorization)).toEqual(
      Array(3).fill('Bearer TOKEN2'),
    );
    expect(plugin.runs()).toHaveLength(2);
  });

  test('is not run for each call to a server that refuses whatever is shown', async () => {
    const clock = new FakeClock();
    const plugin = pluginThat(printing(ANSWER));
    const { credentials } = await access({ command: plugin.path }, clock);
    for (let call = 0; call < 5; call++) await credentials(await credentials());
    expect(plugin.runs()).toHaveLength(2);
    const refused = await credentials();
    await clock.advance(9_999);
    expect(await credentials(refused)).toEqual(refused);
    await clock.advance(1);
    expect((await credentials(refused)).headers.authorization).toBe('Bearer TOKEN3');
  });

  test('is not run for each call when its answer seems to have expired already', async () => {
    const clock = new FakeClock();
    const plugin = pluginThat(printing(expiring(-60, clock)));
    const { credentials } = await access({ command: plugin.path }, clock);
    for (let call = 0; call < 5; call++) await credentials();
    expect(plugin.runs()).toHaveLength(1);
    await clock.advance(10_000);
    await credentials();
    expect(plugin.runs()).toHaveLength(2);
  });

  test('that fails is left in peace for a while, which grows up to 30 s, and then run again', async () => {
    const clock = new FakeClock();
    const plugin = pluginThat(`[ $runs -lt 8 ] && { echo "no network $runs" >&2; exit 1; }\n${printing(ANSWER)}`);
    const { credentials } = await access({ command: plugin.path }, clock);
    for (const [index, rest] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      const message = `ended with code 1: no network ${index + 1}`;
      await expect(credentials()).rejects.toThrow(message);
      await clock.advance(rest * 1000 - 1);
      await expect(credentials()).rejects.toThrow(message);
      expect(plugin.runs()).toHaveLength(index + 1);
      await clock.advance(1);
    }
    expect((await credentials()).headers.authorization).toBe('Bearer TOKEN8');
  });

  test('that has failed once and works again is run at once when it is needed next', async () => {
    const clock = new FakeClock();
    const fails = '[ $runs -eq 1 -o $runs -eq 3 ] && exit 1';
    const plugin = pluginThat(`${fails}\n${printing(expiring(60, clock))}`);
    const { credentials } = await access({ command: plugin.path }, clock);
    await expect(credentials()).rejects.toThrow('ended with code 1');
    await clock.advance(1000);
    await credentials();
    await clock.advance(60_000);
    await expect(credentials()).rejects.toThrow('ended with code 1');
    await clock.advance(1000);
    expect((await credentials()).headers.authorization).toBe('Bearer TOKEN4');
  });

  test('may give a certificate', async () => {
    const status = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
    const { credentials } = await access({ command: pluginThat(printing({ ...ANSWER, status })).path });
    expect(await credentials()).toMatchObject({ headers: {}, tls: { cert: 'CERT', key: 'KEY' } });
  });

  test('of the older version is asked, and answers, in that one', async () => {
    const apiVersion = 'client.authentication.k8s.io/v1beta1';
    const plugin = pluginThat(printing({ ...ANSWER, apiVersion }));
    const { credentials } = await access({ command: plugin.path, apiVersion, interactiveMode: undefined });
    await credentials();
    expect(plugin.runs()[0]?.info).toEqual({ kind: 'ExecCredential', apiVersion, spec: { interactive: false } });
  });
});

describe('a plugin that fails is named, with', () => {
  const fails = async (exec: object, message: string) => {
    const { credentials } = await access(exec);
    await expect(credentials()).rejects.toThrow(ConfigError);
    await expect(credentials()).rejects.toThrow(message);
  };

  test('what to install', async () => {
    const installHint = 'Get it:\n  \u001b[1mapt install x\u001b[0m';
    const name = 'the credential plugin no-such-plugin of user "dev"';
    await fails(
      { command: 'no-such-plugin', installHint },
      `${name} is not installed: there is no no-such-plugin. Get it: apt install x`,
    );
    await fails(
      { command: './none' },
      `${name.replace('no-such-plugin', './none')} is not installed: there is no ${folder}`,
    );
  });

  test('the end of what it said, without what terminals obey', async () => {
    const { path } = pluginThat('printf "\\033[31mlog in\\033[0m\\n first\\007" >&2; exit 3');
    await fails({ command: path }, `${path} of user "dev" ended with code 3: log in first`);
  });

  test('how it was ended', async () => {
    await fails({ command: pluginThat('kill -9 $$').path }, 'was ended by SIGKILL');
    await fails({ command: pluginThat('exec yes').path }, 'was ended by SIGKILL: it prints too much');
  });

  test('that it did not end, even while something that it has started holds its output open', async () => {
    const clock = new FakeClock();
    const plugin = pluginThat('echo waiting >&2; sleep 20; echo');
    const { credentials } = await access({ command: plugin.path }, clock);
    const failure = credentials().catch((error: unknown) => error);
    await expect.poll(() => clock.pending).toBe(1);
    await clock.advance(LONGEST_RUN);
    expect(String(await failure)).toContain('was ended by SIGKILL: it did not end within 300 s');
    expect(clock.pending).toBe(0);
  });

  test('that its client was closed', async () => {
    const plugin = pluginThat('echo $$ > $0.pid; sleep 20; echo');
    const { path } = plugin;
    const clock = new FakeClock();
    const kubeconfig = configOf({ command: path });
    const client = await createClient('test', { kubeconfig, clock });
    const failure = client.kind('v1', 'Pod').catch((error: unknown) => error);
    await expect.poll(() => existsSync(`${path}.pid`) && readFileSync(`${path}.pid`, 'utf8')).toMatch(/\d+\n/);
    const pid = Number(readFileSync(`${path}.pid`, 'utf8'));
    await client.close();
    expect(String(await failure)).toContain('the client is closed');
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(clock.pending).toBe(0);
    await client.kind('v1', 'Pod').catch(() => {});
    expect(plugin.runs()).toHaveLength(1);
  });

  test.each([
    ['is missing', { command: 'no-such-plugin', args: ['--secret=SECRET'] }, 'is not installed'],
    ['gets a null byte', { command: 'sh', args: ['--secret=SECRET\0'] }, 'cannot be started: a null byte is in its'],
  ])('none of its arguments when it %s', async (_, exec, message) => {
    const error = await (await access(exec)).credentials().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(inspect(error, { depth: null })).toContain(message);
    expect(inspect(error, { depth: null })).not.toContain('SECRET');
  });

  test('that it cannot be started', async () => {
    const path = join(folder, 'text');
    writeFileSync(path, 'no program');
    await fails({ command: path }, 'cannot be started: spawn');
  });

  test('that it wants a person where there is none', async () => {
    const { path } = pluginThat(printing(ANSWER));
    await fails(
      { command: path, interactiveMode: 'Always' },
      'wants to ask a person (interactiveMode: Always), and there',
    );
  });

  test.each<[string, unknown, string]>([
    ['no JSON', 'token: SECRET', 'printed no ExecCredential in JSON'],
    ['a list', [], 'printed no ExecCredential in JSON'],
    [
      'another version',
      { ...ANSWER, apiVersion: 'v2' },
      'printed an ExecCredential of v2, and the kubeconfig wants one of client',
    ],
    ['no status', { ...ANSWER, status: null }, 'printed neither a token nor a certificate'],
    ['a token that is none', { ...ANSWER, status: { token: 5 } }, 'printed neither a token nor a certificate'],
    ['a certificate alone', { ...ANSWER, status: { clientCertificateData: 'C' } }, 'a certificate without its key'],
    ['a time that is none', { ...ANSWER, status: { token: 't', expirationTimestamp: 'soon' } }, 'that is no time'],
  ])('%s in its answer', async (_, answer, message) => {
    await fails({ command: pluginThat(printing(answer)).path }, message);
  });
});
