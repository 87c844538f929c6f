import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('the operator as a process', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const run = (...args: string[]) => {
    const command = ['--conditions=source', '--import', 'tsx', main, ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('prints its flags when asked, and ends with 0', () => {
    expect(run('--help')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Usage: redis-operator \[flags\]\n[\s\S]*--health-probe-bind-address ADDRESS/),
      stderr: '',
    });
  });

  it('says on standard error what is wrong, and ends with 2', () => {
    expect(run('--log-level', 'loud')).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('\nredis-operator: --log-level "loud": no log level "loud"; use one of debug,'),
    });
  });

  it('logs without a stack trace that there is no kubeconfig, and ends with 1', () => {
    const { status, stdout, stderr } = run('--kubeconfig', '/nowhere/config', '--log-format', 'json');
    expect([status, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      level: 'fatal',
      time: expect.any(String),
      error: { name: 'ConfigError', message: 'there is no kubeconfig file /nowhere/config' },
      msg: 'the operator has ended',
    });
  });
});
