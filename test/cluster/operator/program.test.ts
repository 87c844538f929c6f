// The operator's own program, with flags and variables: each does on a cluster what it says.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { Lease } from 'kubewright/kinds';
import { describe, expect, onTestFinished } from 'vitest';
import { freePorts } from '../../../hack/control-plane/ports.js';
import { test } from './fixture.js';

const MAIN = ['--import', 'tsx', '--conditions=source', 'controllers/main.ts'];

describe('the program of the operator', () => {
  test('serves where its flags and variables say, takes the lead, and hands it over at the end', async ({
    controlPlane,
    admin,
    namespace,
  }) => {
    const [health, metrics, debug, webhook] = await freePorts(4);
    const { child, until } = start(
      [
        ...[`--kubeconfig=${controlPlane.adminKubeconfig}`, `--namespace=${namespace}`, '--log-format=json'],
        ...['--leader-elect', '--leader-elect-resource-name', 'chosen', '-leader-elect-retry-period=1s'],
        ...[`--metrics-bind-address=127.0.0.1:${metrics}`, '--metrics-secure=false', `--webhook-port=${webhook}`],
        `--health-probe-bind-address=127.0.0.1:${health}`,
      ],
      { POD_NAMESPACE: namespace, KUBEWRIGHT_DEBUG_BIND_ADDRESS: `127.0.0.1:${debug}`, KUBEWRIGHT_LOG_LEVEL: 'debug' },
    );
    await until('starting workers');
    const { spec } = await admin.get(Lease, { namespace, name: 'chosen' });
    expect(spec?.holderIdentity).not.toBe('');
    expect(await textOf(health, '/readyz?verbose')).toContain('[+]webhook-server ok');
    expect(await textOf(metrics, '/metrics')).toContain('leader_election_master_status{name="chosen"} 1');
    expect(await textOf(debug, '/debug/log-level')).toContain('debug');
    expect(await statusOverTls(webhook)).toBe(404);

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await admin.get(Lease, { namespace, name: 'chosen' })).spec?.holderIdentity).toBeFalsy();
  });

  test('serves no webhooks, and nothing else, where it is told not to', async ({ controlPlane, namespace }) => {
    const [webhook = 0] = await freePorts(1);
    const { child, until } = start(
      [`--kubeconfig=${controlPlane.adminKubeconfig}`, '--health-probe-bind-address=0', `--webhook-port=${webhook}`],
      { ENABLE_WEBHOOKS: 'false', KUBEWRIGHT_NAMESPACE: namespace },
    );
    await until('starting workers');
    await expect(statusOverTls(webhook)).rejects.toThrow('ECONNREFUSED');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

/** Starts the program; it is killed with the test. */
function start(flags: readonly string[], env: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, [...MAIN, ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let errors = '';
  child.stderr?.on('data', data => {
    errors += String(data);
  });
  if (child.stdout === null) throw new Error('the operator was started without a pipe for its log');
  const log = createInterface({ input: child.stdout });
  const lines: string[] = [];
  /** Waits for a line with this text in it. */
  const until = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      log.on('line', line => {
        lines.push(line);
        if (line.includes(text)) resolve();
      });
      log.on('close', () => reject(new Error(`the operator has ended: ${errors}${lines.slice(-10).join('\n')}`)));
    });
  return { child, until };
}

async function textOf(port: number | undefined, path: string): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).text();
}

function statusOverTls(port: number | undefined): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/no-webhook', method: 'POST', rejectUnauthorized: false }, response => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end('{}');
  });
}
