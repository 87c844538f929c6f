// What values of flags cannot be together, though each may be.
import { isLoopback } from '../http/loopback.js';
import { type ElectionTiming, JITTER } from '../leader-election/leader-election-options.js';
import { durationOfMilliseconds } from '../meta/durations.js';
import { type BindAddress, bindAddressText, collide } from './bind-address.js';
import {
  electionTimingOf,
  type GivenValues,
  type Key,
  namedBy,
  shardingTimingOf,
  type Values,
} from './given-values.js';

/** A sentence for each mistake. */
export function togetherProblems({ values, given }: GivenValues): readonly string[] {
  const problems: string[] = [];
  const named = namedBy(given);
  refuseLonely(values, given, problems);
  refuseCollisions(values, named, problems);
  refuseOpenServers(values, named, problems);
  refuseLongDelay(values, named, problems);
  if (values.leaderElect) refuseTiming(electionTimingOf(values), 'leaderElect', named, problems);
  if (values.sharding) refuseTiming(shardingTimingOf(values), 'sharding', named, problems);
  if (values.shardingFilterWatches && values.shardingBy !== 'namespace') {
    problems.push(`${named('shardingFilterWatches')} needs --sharding-by=namespace: servers can filter by that alone`);
  }
  return problems;
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
  { base: 'metricsSecure', say: '--metrics-secure', keys: ['metricsCertPath'] },
  {
    base: 'webhooks',
    say: '--webhooks',
    keys: [
      'webhookPort',
      'webhookHost',
      'webhookCertPath',
      'webhookSecretName',
      'webhookClientCa',
      'webhookShutdownDelay',
    ],
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

/** The webhooks are only one part of what has to stop in that time. */
function refuseLongDelay(values: Values, named: (key: Key) => string, problems: string[]): void {
  const { webhooks, webhookShutdownDelay: delay, gracefulShutdownTimeout: timeout } = values;
  if (!webhooks || timeout <= 0 || delay < timeout) return;
  const [one, other] = [delay, timeout].map(durationOfMilliseconds);
  problems.push(
    `${named('webhookShutdownDelay')} (${one}) is to be shorter than ${named('gracefulShutdownTimeout')} (${other}): no stop could end in time`,
  );
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
