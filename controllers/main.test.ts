import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { readFlags } from 'kubewright';
import { describe, expect, it } from 'vitest';

describe.concurrent('the operator as a process', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const run = (...args: string[]) => {
    const command = ['--conditions=source', '--import', 'tsx', main, ...args];
    return new Promise<{ status: unknown; stdout: string; stderr: string }>(resolve => {
      execFile(process.execPath, command, (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
      );
    });
  };

  it('prints its flags when asked, and ends with 0', async () => {
    expect(await run('--help')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Usage: redis-operator \[flags\]\n[\s\S]*--health-probe-bind-address ADDRESS/),
      stderr: '',
    });
  });

  it('says on standard error what is wrong, and ends with 2', async () => {
    expect(await run('--log-level', 'loud')).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('\nredis-operator: --log-level "loud": no log level "loud"; use one of debug,'),
    });
  });

  it('logs without a stack trace that there is no kubeconfig, and ends with 1', async () => {
    const { status, stdout, stderr } = await run('--kubeconfig', '/nowhere/config', '--log-format', 'json');
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      level: 'fatal',
      time: expect.any(String),
      error: { name: 'ConfigError', message: 'there is no kubeconfig file /nowhere/config' },
      msg: 'the operator has ended',
    });
  });
});

describe('the Deployment', () => {
  const read = (path: string) => load(readFileSync(new URL(`../config/${path}`, import.meta.url), 'utf8')) as any;

  it('gives the operator flags that it has, and time enough to stop', () => {
    const { spec } = read('manager/manager.yaml').spec.template;
    const [{ args, env, lifecycle }] = spec.containers;
    const patches = read('certmanager/manager_patch.yaml') as { path: string; value: string }[];
    const argv = [...args, ...patches.flatMap(({ path, value }) => (path.endsWith('/args/-') ? [value] : []))];
    const variables = Object.fromEntries(
      env.map(({ name, value = '' }: { name: string; value?: string }) => [name, value]),
    );
    const exit = (status: number): never => {
      throw new Error(`ends with ${status}`);
    };
    const { manager } = readFlags('redis-operator', { argv, env: variables, exit });
    expect(manager).toMatchObject({
      leaderElection: {},
      metrics: { port: 8443, secure: true },
      healthProbe: { port: 8081 },
      webhookServer: { port: 9443, certificates: { dir: expect.any(String) } },
    });
    const stop = (manager.gracefulShutdownTimeout ?? 0) / 1000 + lifecycle.preStop.sleep.seconds;
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(stop);
  });
});
