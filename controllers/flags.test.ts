import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseFlags } from './flags.js';

describe('the flags', () => {
  it('have defaults', () => {
    expect(parseFlags([])).toEqual({ log: { level: 'info', modules: {} }, manager: { healthProbe: { port: 8081 } } });
  });

  it.each<[string[], object, object]>([
    [['--log-level', 'debug'], { level: 'debug' }, {}],
    [['--log-level=WARN'], { level: 'warn' }, {}],
    [['--log-level', 'info,cache=debug'], { level: 'info', modules: { cache: 'debug' } }, {}],
    [['--log-format', 'json'], { level: 'info', format: 'json' }, {}],
    [['--kubeconfig', '/a/b'], { level: 'info' }, { kubeconfig: '/a/b' }],
    [['--namespace', 'a'], { level: 'info' }, { namespaces: ['a'] }],
    [['--namespace=a', '--namespace', 'b-1'], { level: 'info' }, { namespaces: ['a', 'b-1'] }],
    [['--health-port', '0'], { level: 'info' }, { healthProbe: { port: 0 } }],
    [['--health-port', '65535'], { level: 'info' }, { healthProbe: { port: 65535 } }],
    [['--debug-port', '6060'], { level: 'info' }, { debug: { port: 6060 } }],
  ])('%j are read', (args, log, manager) => {
    expect(parseFlags(args)).toEqual({
      log: { modules: {}, ...log },
      manager: { healthProbe: { port: 8081 }, ...manager },
    });
  });

  it('give way to --help', () => {
    expect(parseFlags(['--log-level', 'loud', '--help'])).toBe('help');
  });

  it.each([
    [['--log-level', 'loud'], 'no log level "loud"; use one of debug, info, warn, error, fatal'],
    [['--log-format', 'xml'], '--log-format is json or text, not "xml"'],
    [['--health-port', '65536'], '--health-port is a number from 0 to 65535, not "65536"'],
    [['--health-port', '8081x'], '--health-port is a number from 0 to 65535, not "8081x"'],
    [['--debug-port', '-1'], "Option '--debug-port' argument is ambiguous"],
    [['--debug-port=x'], '--debug-port is a number from 0 to 65535, not "x"'],
    [['--health-port='], '--health-port is a number from 0 to 65535, not ""'],
    [['--namespace', ''], '--namespace is the name of a namespace, not ""'],
    [['--namespace', 'a,b'], '--namespace is the name of a namespace, not "a,b"'],
    [['--namespaces', 'a'], "Unknown option '--namespaces'"],
    [['--kubeconfig'], "Option '--kubeconfig <value>' argument missing"],
    [['run'], "Unexpected argument 'run'"],
  ])('%j are refused', (args, says) => {
    expect(() => parseFlags(args)).toThrow(says);
  });
});

describe('the operator as a process', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const run = (...args: string[]) => {
    const command = ['--conditions=source', '--import', 'tsx', main, ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('prints its usage when asked, and ends with 0', () => {
    expect(run('--help')).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^Usage: redis-operator \[options\]\n[\s\S]*--health-port PORT/),
      stderr: '',
    });
  });

  it('says on standard error what is wrong, last, and ends with 2', () => {
    expect(run('--log-level', 'loud')).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^Usage: [\s\S]*\n\nredis-operator: no log level "loud"; use one of debug, info, warn, error, fatal\n$/,
      ),
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
