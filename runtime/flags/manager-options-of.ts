// From the values of the flags to the options of the manager, and what cannot be together.
import { readFileSync } from 'node:fs';
import type { CertificateFiles } from '../certificates/file-certificates.js';
import { isLoopback } from '../http/loopback.js';
import { type ElectionTiming, JITTER } from '../leader-election/leader-election-options.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import { durationOfMilliseconds } from '../meta/durations.js';
import { type BindAddress, bindAddressText, collide } from './bind-address.js';
import { type FlagValues, flagName } from './flag-spec.js';
import type { MANAGER_FLAGS } from './manager-flags.js';

type Values = FlagValues<typeof MANAGER_FLAGS>;
type Key = keyof Values & string;

/** What was found, with where it was given. */
export interface GivenValues {
  readonly values: Values;
  readonly given: ReadonlyMap<string, string>;
}

/** The options, and a sentence for each mistake; with any the options are not to be used. */
export interface ToldOptions {
  readonly options: ManagerOptions;
  readonly problems: readonly string[];
}

export function managerOptionsOf(name: string, { values, given }: GivenValues): ToldOptions {
  const problems: string[] = [];
  const named = (key: Key): string => given.get(key) ?? `--${flagName(key)}`;

  refuseLonely(values, given, problems);
  refuseCollisions(values, named, problems);
  refuseOpenServers(values, named, problems);
  if (values.leaderElect) refuseTiming(electionTimingOf(values), 'leaderElect', named, problems);
  if (values.sharding) refuseTiming(shardingTimingOf(values), 'sharding', named, problems);
  if (values.shardingFilterWatches && values.shardingBy !== 'namespace') {
    problems.push(`${named('shardingFilterWatches')} needs --sharding-by=namespace: servers can filter by that alone`);
  }

  const { kubeconfig, context, namespace: namespaces, kubeApiQps: qps, kubeApiBurst: burst } = values;
  const options: ManagerOptions = {
    name,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    ...(namespaces.length > 0 && { namespaces: [...new Set(namespaces)] }),
    ...(qps !== undefined && { rateLimit: { qps, ...(burst !== undefined && { burst }) } }),
    cacheSyncTimeout: values.cacheSyncTimeout,
    watchAgeLimit: values.watchAgeLimit === 0 ? Number.POSITIVE_INFINITY : values.watchAgeLimit,
    gracefulShutdownTimeout: values.gracefulShutdownTimeout,
    healthProbe: values.healthProbeBindAddress,
    metrics: metricsOf(values),
    debug: values.debugBindAddress,
    webhookServer: webhookServerOf(values, named, problems),
    leaderElection: leaderElectionOf(values),
    sharding: shardingOf(values),
  };
  return { options, problems };
}

function metricsOf(values: Values): ManagerOptions['metrics'] & (object | false) {
  if (values.metricsBindAddress === false) return false;
  const { metricsCertPath: dir, metricsCertName: certName, metricsCertKey: keyName } = values;
  return {
    ...values.metricsBindAddress,
    secure: values.metricsSecure,
    requestDetails: values.metricsRequestDetails,
    ...(dir !== undefined && { certificates: certificateFiles(dir, certName, keyName) }),
  };
}

function webhookServerOf(
  values: Values,
  named: (key: Key) => string,
  problems: string[],
): NonNullable<ManagerOptions['webhookServer']> {
  if (!values.webhooks) return false;
  const { webhookHost: host, webhookClientCa, webhookSecretName: secretName } = values;
  const { webhookCertPath: dir, webhookCertName: certName, webhookCertKey: keyName } = values;
  const clientCa =
    webhookClientCa === undefined ? undefined : readPem(webhookClientCa, named('webhookClientCa'), problems);
  return {
    port: values.webhookPort,
    shutdownDelay: values.webhookShutdownDelay,
    ...(host !== undefined && { host }),
    ...(dir !== undefined && { certificates: certificateFiles(dir, certName, keyName) }),
    ...(secretName !== undefined && { certificates: { selfIssued: { secretName } } }),
    ...(clientCa !== undefined && { clientCa }),
  };
}

function leaderElectionOf(values: Values): ManagerOptions['leaderElection'] & (object | false) {
  if (!values.leaderElect) return false;
  const { leaderElectResourceName: name, leaderElectResourceNamespace: namespace } = values;
  return {
    ...electionTimingOf(values),
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

function shardingOf(values: Values): ManagerOptions['sharding'] & (object | false) {
  if (!values.sharding) return false;
  const { shardingResourceName: name, shardingResourceNamespace: namespace } = values;
  return {
    ...shardingTimingOf(values),
    shards: values.shardingShards,
    by: values.shardingBy,
    filterWatches: values.shardingFilterWatches,
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

function certificateFiles(dir: string, certName: string | undefined, keyName: string | undefined): CertificateFiles {
  return { dir, ...(certName !== undefined && { certName }), ...(keyName !== undefined && { keyName }) };
}

function readPem(file: string, origin: string, problems: string[]): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
    problems.push(`${origin} ${JSON.stringify(file)}: there is no certificate in it`);
  } catch (error) {
    problems.push(`${origin} ${JSON.stringify(file)}: it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return undefined;
}

function electionTimingOf(values: Values): ElectionTiming {
  return {
    leaseDuration: values.leaderElectLeaseDuration,
    renewDeadline: values.leaderElectRenewDeadline,
    retryPeriod: values.leaderElectRetryPeriod,
  };
}

function shardingTimingOf(values: Values): ElectionTiming {
  return {
    leaseDuration: values.shardingLeaseDuration,
    renewDeadline: values.shardingRenewDeadline,
    retryPeriod: values.shardingRetryPeriod,
  };
}

/** What has no effect without another one. One that was switched off by hand explains the rest: a patch of a manifest does that. */
const NEEDS: readonly { readonly base: Key; readonly say: string; readonly keys: readonly Key[] }[] = [
  { base: 'kubeApiQps', say: '--kube-api-qps', keys: ['kubeApiBurst'] },
  { base: 'metricsCertPath', say: '--metrics-cert-path', keys: ['metricsCertName', 'metricsCertKey'] },
  { base: 'webhookCertPath', say: '--webhook-cert-path', keys: ['webhookCertName', 'webhookCertKey'] },
  {
    base: 'metricsBindAddress',
    say: '--metrics-bind-address',
    keys: ['metricsSecure', 'metricsCertPath', 'metricsRequestDetails'],
  },
  {
    base: 'leaderElect',
    say: '--leader-elect',
    keys: [
      'leaderElectResourceName',
      'leaderElectResourceNamespace',
      'leaderElectLeaseDuration',
      'leaderElectRenewDeadline',
      'leaderElectRetryPeriod',
    ],
  },
  {
    base: 'sharding',
    say: '--sharding',
    keys: [
      'shardingShards',
      'shardingBy',
      'shardingFilterWatches',
      'shardingResourceName',
      'shardingResourceNamespace',
      'shardingLeaseDuration',
      'shardingRenewDeadline',
      'shardingRetryPeriod',
    ],
  },
];

function refuseLonely(values: Values, given: ReadonlyMap<string, string>, problems: string[]): void {
  for (const { base, say, keys } of NEEDS) {
    const isThere = values[base] !== undefined && values[base] !== false;
    if (isThere || given.has(base)) continue;
    for (const key of keys) {
      const origin = given.get(key);
      if (origin !== undefined) problems.push(`${origin} has no effect without ${say}`);
    }
  }
  const [path, secret] = [given.get('webhookCertPath'), given.get('webhookSecretName')];
  if (path !== undefined && secret !== undefined) {
    problems.push(`${path} and ${secret}: the certificate comes from one of them`);
  }
}

function refuseCollisions(values: Values, named: (key: Key) => string, problems: string[]): void {
  const { webhookHost: host, webhookPort: port, webhooks } = values;
  const servers: [Key, BindAddress | false][] = [
    ['healthProbeBindAddress', values.healthProbeBindAddress],
    ['metricsBindAddress', values.metricsBindAddress],
    ['debugBindAddress', values.debugBindAddress],
    ['webhookPort', webhooks && { port, ...(host !== undefined && { host }) }],
  ];
  for (const [at, [key, address]] of servers.entries()) {
    for (const [otherKey, other] of servers.slice(at + 1)) {
      if (!address || !other || !collide(address, other)) continue;
      const [one, two] = [address, other].map(bindAddressText);
      problems.push(`${named(key)} (${one}) and ${named(otherKey)} (${two}): two servers cannot listen on one port`);
    }
  }
}

function refuseOpenServers(values: Values, named: (key: Key) => string, problems: string[]): void {
  const { metricsBindAddress: metrics, debugBindAddress: debug } = values;
  if (metrics && !values.metricsSecure && !isLoopback(metrics.host)) {
    problems.push(
      `${named('metricsSecure')}=false and ${named('metricsBindAddress')}=${bindAddressText(metrics)}: ` +
        `without HTTPS anybody on the network could read them; listen on 127.0.0.1:${metrics.port}`,
    );
  }
  if (debug && !isLoopback(debug.host)) {
    problems.push(
      `${named('debugBindAddress')} ${JSON.stringify(bindAddressText(debug))}: it shows what the operator knows to whoever asks, ` +
        `so it is to be of this machine: 127.0.0.1:${debug.port}, and kubectl port-forward`,
    );
  }
}

/** As client-go does. */
function refuseTiming(
  { leaseDuration, renewDeadline, retryPeriod }: ElectionTiming,
  of: 'leaderElect' | 'sharding',
  named: (key: Key) => string,
  problems: string[],
): void {
  const tell = (key: Key, value: number) => `${named(key)} (${durationOfMilliseconds(value)})`;
  const renew = tell(`${of}RenewDeadline`, renewDeadline);
  if (leaseDuration <= renewDeadline) {
    const lease = tell(`${of}LeaseDuration`, leaseDuration);
    problems.push(`${lease} is to be longer than ${renew}: a leader has to stop before another may begin`);
  }
  if (renewDeadline <= JITTER * retryPeriod) {
    const retry = tell(`${of}RetryPeriod`, retryPeriod);
    problems.push(`${renew} is to be longer than ${JITTER} × ${retry}: one try that fails is not to cost the lead`);
  }
}
