import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Env, endOf, problems, quiet, read } from '../../test/flag-reading.js';
import { testAuthority } from '../../test/webhook-world.js';
import { electionTiming } from '../leader-election/leader-election-options.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import { metricsEndpoint } from '../metrics/metrics-server-options.js';
import { shardingPlan } from '../sharding/sharding-options.js';
import { type FlagDefaults, readFlags } from './read-flags.js';

const byDefault: ManagerOptions = {
  name: 'op',
  cacheSyncTimeout: 120_000,
  watchAgeLimit: 240_000,
  gracefulShutdownTimeout: 30_000,
  healthProbe: { port: 8081 },
  metrics: false,
  debug: false,
  webhookServer: { port: 9443, shutdownDelay: 0 },
  leaderElection: false,
  sharding: false,
};
const metricsByDefault = { port: 8443, secure: true, requestDetails: false };
const electionByDefault = { leaseDuration: 15_000, renewDeadline: 10_000, retryPeriod: 2000 };
const shardingByDefault = { ...electionByDefault, shards: 16, by: 'object', filterWatches: false };

describe('the flags of every operator', () => {
  it('have defaults', () => {
    expect(read([])).toEqual({ log: { level: 'info', modules: {} }, manager: byDefault, own: {} });
  });

  it.each<[string, object]>([
    ['--log-level debug', { level: 'debug' }],
    ['--log-level=WARN', { level: 'warn' }],
    ['-log-level=info,cache=debug', { level: 'info', modules: { cache: 'debug' } }],
    ['--log-format json', { level: 'info', format: 'json' }],
  ])('%s: of the log', (line, log) => {
    expect(read(line.split(' ')).log).toEqual({ modules: {}, ...log });
  });

  it.each<[string, Partial<ManagerOptions>]>([
    ['--kubeconfig /a/b', { kubeconfig: '/a/b' }],
    ['--context kind-a', { context: 'kind-a' }],
    ['--namespace a', { namespaces: ['a'] }],
    ['--namespace=a --namespace b-1,c --namespace a', { namespaces: ['a', 'b-1', 'c'] }],
    ['--kube-api-qps 0.5', { rateLimit: { qps: 0.5 } }],
    ['--kube-api-qps=20 --kube-api-burst=30', { rateLimit: { qps: 20, burst: 30 } }],
    ['--cache-sync-timeout=1m30s', { cacheSyncTimeout: 90_000 }],
    ['--watch-age-limit=10m', { watchAgeLimit: 600_000 }],
    ['--watch-age-limit=0', { watchAgeLimit: Number.POSITIVE_INFINITY }],
    ['--graceful-shutdown-timeout -1s', { gracefulShutdownTimeout: -1000 }],
    ['--health-probe-bind-address=:0', { healthProbe: { port: 0 } }],
    ['--health-probe-bind-address 127.0.0.1:8082', { healthProbe: { host: '127.0.0.1', port: 8082 } }],
    ['--health-probe-bind-address=0', { healthProbe: false }],
    ['--metrics-bind-address=:8443', { metrics: metricsByDefault }],
    ['--metrics-bind-address=[::]:9000', { metrics: { ...metricsByDefault, host: '::', port: 9000 } }],
    ['--metrics-bind-address=127.0.0.1:8443', { metrics: { ...metricsByDefault, host: '127.0.0.1' } }],
    [
      '--metrics-bind-address=[::1]:8080 --metrics-secure=false --metrics-request-details',
      { metrics: { host: '::1', port: 8080, secure: false, requestDetails: true } },
    ],
    [
      '--metrics-bind-address=:8443 --metrics-cert-path=/c',
      { metrics: { ...metricsByDefault, certificates: { dir: '/c' } } },
    ],
    [
      '--metrics-bind-address=:8443 --metrics-cert-path=/c --metrics-cert-name=a --metrics-cert-key=b',
      { metrics: { ...metricsByDefault, certificates: { dir: '/c', certName: 'a', keyName: 'b' } } },
    ],
    ['--metrics-bind-address=0 --metrics-cert-path=/c', {}],
    ['--debug-bind-address=localhost:6060', { debug: { host: 'localhost', port: 6060 } }],
    ['--webhooks=false --webhook-port=1', { webhookServer: false }],
    ['--webhooks=T --webhook-port=0', { webhookServer: { port: 0, shutdownDelay: 0 } }],
    [
      '--webhook-host=10.0.0.1 --webhook-shutdown-delay=5s',
      { webhookServer: { host: '10.0.0.1', port: 9443, shutdownDelay: 5000 } },
    ],
    [
      '--webhook-cert-path=/c --webhook-cert-name=a --webhook-cert-key=b',
      {
        webhookServer: { port: 9443, shutdownDelay: 0, certificates: { dir: '/c', certName: 'a', keyName: 'b' } },
      },
    ],
    [
      '--webhook-secret-name=s',
      { webhookServer: { port: 9443, shutdownDelay: 0, certificates: { selfIssued: { secretName: 's' } } } },
    ],
    ['--leader-elect', { leaderElection: electionByDefault }],
    ['--leader-elect=1', { leaderElection: electionByDefault }],
    ['--leader-elect --leader-elect=false', {}],
    ['--leader-elect=false --leader-elect-lease-duration=60s', {}],
    [
      '--leader-elect --leader-elect-resource-name=a --leader-elect-resource-namespace=b --leader-elect-lease-duration=1m ' +
        '--leader-elect-renew-deadline=40s --leader-elect-retry-period=500ms',
      {
        leaderElection: { name: 'a', namespace: 'b', leaseDuration: 60_000, renewDeadline: 40_000, retryPeriod: 500 },
      },
    ],
    ['--sharding --leader-elect', { sharding: shardingByDefault as object, leaderElection: electionByDefault }],
    [
      '--sharding --sharding-shards=32 --sharding-by=namespace --sharding-filter-watches --sharding-resource-name=a ' +
        '--sharding-resource-namespace=b --sharding-lease-duration=1m --sharding-renew-deadline=40s --sharding-retry-period=5s',
      {
        sharding: {
          shards: 32,
          by: 'namespace',
          filterWatches: true,
          name: 'a',
          namespace: 'b',
          leaseDuration: 60_000,
          renewDeadline: 40_000,
          retryPeriod: 5000,
        },
      },
    ],
  ])('%s: of the manager', (line, manager) => {
    expect(read(line.split(' ')).manager).toEqual({ ...byDefault, ...manager });
  });

  it('have defaults that the rooms behind them have too', () => {
    expect(electionTiming({})).toEqual(electionByDefault);
    expect(shardingPlan({})).toEqual(shardingByDefault);
    expect(metricsEndpoint({ port: 8443 })).toEqual({ host: undefined, port: 8443, secure: true });
  });

  it('read the CAs of webhook clients', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flags-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { ca: certificate } = await testAuthority();
    await writeFile(join(folder, 'ca.crt'), certificate);
    expect(read(['--webhook-client-ca', join(folder, 'ca.crt')]).manager.webhookServer).toMatchObject({
      clientCa: certificate,
    });
    for (const text of ['no certificate', certificate.replace(/[A-Z]{3}/, '===')]) {
      await writeFile(join(folder, 'key'), text);
      expect(problems(['--webhook-client-ca', join(folder, 'key')])).toEqual([
        `--webhook-client-ca "${folder}/key": there is no certificate in it`,
      ]);
    }
    expect(problems([], { KUBEWRIGHT_WEBHOOK_CLIENT_CA: '/nowhere' })).toEqual([
      'KUBEWRIGHT_WEBHOOK_CLIENT_CA "/nowhere": it cannot be read (ENOENT)',
    ]);
  });
});

describe('the environment', () => {
  it.each<[Env, Partial<ManagerOptions>]>([
    [{ KUBEWRIGHT_LEADER_ELECT: 'true' }, { leaderElection: electionByDefault }],
    [{ KUBEWRIGHT_NAMESPACE: 'a, b' }, { namespaces: ['a', 'b'] }],
    [{ KUBEWRIGHT_METRICS_BIND_ADDRESS: ':8443' }, { metrics: metricsByDefault }],
    [{ ENABLE_WEBHOOKS: 'false' }, { webhookServer: false }],
    [{ KUBEWRIGHT_WEBHOOK_PORT: '', KUBEWRIGHT_NAMESPACE: '', LEADER_ELECT: 'true' }, {}],
    [{ ENABLE_WEBHOOK: 'false' }, {}],
    [{ KUBEWRIGHT_DEBUG: '1', KUBEWRIGHT_WEBHOOK_SERVICE_PORT: '443' }, {}],
    // Two letters of a short name are too many for a slip.
    [{ KUBEWRIGHT_CONTACT: 'ops@example.com' }, {}],
  ])('%j is read', (env, manager) => {
    expect(read([], env).manager).toEqual({ ...byDefault, ...manager });
  });

  it('gives way to the command line, where nothing of it is even looked at', () => {
    const env = {
      KUBEWRIGHT_WEBHOOK_PORT: 'tcp://10.0.0.1:443',
      KUBEWRIGHT_NAMESPACE: 'a',
      KUBEWRIGHT_LEADER_ELECT: '1',
    };
    const { manager } = read(['--webhook-port=1', '--namespace=b', '--leader-elect=false'], env);
    expect(manager).toEqual({
      ...byDefault,
      namespaces: ['b'],
      webhookServer: { port: 1, shutdownDelay: 0 },
    });
  });

  it('has names that begin as the operator likes', () => {
    const env = { MY_LEADER_ELECT: 'true', KUBEWRIGHT_LEADER_ELECT: 'maybe' };
    expect(readFlags('op', { ...quiet([], env), envPrefix: 'MY_' }).manager.leaderElection).toEqual(electionByDefault);
  });

  it.each<[Env, string]>([
    [{ KUBEWRIGHT_LEADER_ELECT: 'yes' }, 'KUBEWRIGHT_LEADER_ELECT "yes": it is to be true or false'],
    [
      { KUBEWRIGHT_WEBHOOK_PORT: 'tcp://10.0.0.1:443' },
      'KUBEWRIGHT_WEBHOOK_PORT "tcp://10.0.0.1:443": it is to be a whole number from 0 to 65535',
    ],
    [{ KUBEWRIGHT_NAMESPACE: 'a,,b' }, 'KUBEWRIGHT_NAMESPACE "": it is to be the name of a namespace'],
    [
      { KUBEWRIGHT_LEADER_ELCT: 'true' },
      'the variable KUBEWRIGHT_LEADER_ELCT is not read: did you mean KUBEWRIGHT_LEADER_ELECT?',
    ],
    [{ KUBEWRIGHT_METRICS_CERT_NAME: 'a' }, 'KUBEWRIGHT_METRICS_CERT_NAME has no effect without --metrics-cert-path'],
  ])('%j is refused', (env, told) => {
    expect(problems([], env)).toEqual([told]);
  });
});

describe('--help', () => {
  it.each([
    ['--help'],
    ['-h'],
    ['-help'],
    ['--log-level=loud', '--help'],
    ['run', '--help'],
    ['--kubeconfig', '--help'],
  ])('wins: %j', (...argv) => {
    const { status, text } = endOf(() => read(argv));
    expect(status).toBe(0);
    expect(text).toMatch(/^Usage: op \[flags\]\n/);
  });

  it('tells of each flag its variable, what it is for, and its default', () => {
    const { text } = endOf(() => read(['--help']));
    expect(text).toContain(
      '  --leader-elect  [KUBEWRIGHT_LEADER_ELECT]\n      one replica acts, the others stand by (default: false)\n',
    );
    expect(text).toContain('  --health-probe-bind-address ADDRESS  [KUBEWRIGHT_HEALTH_PROBE_BIND_ADDRESS]\n');
    expect(text).toContain('  --webhooks  [ENABLE_WEBHOOKS]\n');
    expect(text).toContain('  --kubeconfig FILE\n');
    expect(text).not.toContain('Of this operator');
    expect(text.split('\n').filter(line => line.length > 140)).toEqual([]);
  });
});

describe('the defaults that an operator says', () => {
  it('take the place of the others, and --help tells of them', () => {
    const options = { defaults: { metricsBindAddress: ':8443', leaderElect: true, shardingShards: 8 } };
    const { manager } = readFlags('op', { ...quiet([]), ...options });
    expect(manager).toEqual({ ...byDefault, metrics: metricsByDefault, leaderElection: electionByDefault });
    const { text } = endOf(() => readFlags('op', { ...quiet(['--help']), ...options }));
    expect(text).toContain('such as :8443; 0 for nowhere (default: :8443)\n');
  });

  it('give way to what an admin says of the certificate, whichever way', () => {
    const certificatesOf = (argv: readonly string[], defaults: FlagDefaults) =>
      readFlags('op', { ...quiet(argv), defaults }).manager.webhookServer;
    const files = { certificates: { dir: '/c' } };
    const issued = { certificates: { selfIssued: { secretName: 's' } } };
    expect(certificatesOf(['--webhook-cert-path=/c'], { webhookSecretName: 'other' })).toMatchObject(files);
    expect(certificatesOf(['--webhook-secret-name=s'], { webhookCertPath: '/other' })).toMatchObject(issued);
  });

  it('can switch something off, and then what belongs to it has no effect', () => {
    const told = (argv: readonly string[], defaults: FlagDefaults) =>
      endOf(() => readFlags('op', { ...quiet(argv), defaults })).text;
    expect(told(['--webhook-port=1'], { webhooks: false })).toContain(
      '--webhook-port has no effect without --webhooks\n',
    );
    const plain = { metricsBindAddress: '127.0.0.1:8080', metricsSecure: false };
    expect(told(['--metrics-cert-path=/c'], plain)).toContain(
      '--metrics-cert-path has no effect without --metrics-secure\n',
    );
  });

  it('are of flags that there are: that is told to who has written them', () => {
    const defaults = { leaderElct: true, leaderElect: true };
    expect(() => readFlags('op', { ...quiet([]), defaults })).toThrow(
      new TypeError('defaults: not every operator has a flag leaderElct: did you mean "leaderElect"?'),
    );
  });

  it('can be wrong too', () => {
    const { text } = endOf(() => readFlags('op', { ...quiet([]), defaults: { cacheSyncTimeout: '5' } }));
    expect(text).toContain('op: the default of --cache-sync-timeout "5": it is to be a duration');
  });
});
