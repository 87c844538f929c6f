// From the values of the flags to the options of the manager.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CertificateFiles } from '../certificates/file-certificates.js';
import type { ManagerOptions } from '../manager/manager-options.js';
import {
  electionTimingOf,
  type GivenValues,
  type Key,
  namedBy,
  shardingTimingOf,
  type Values,
} from './given-values.js';
import { togetherProblems } from './refuse-together.js';

/** The options, and a sentence for each mistake; with any the options are not to be used. */
export interface ToldOptions {
  readonly options: ManagerOptions;
  readonly problems: readonly string[];
}

export function managerOptionsOf(name: string, { values, given }: GivenValues): ToldOptions {
  const problems = [...togetherProblems({ values, given })];
  const named = namedBy(given);
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
    webhookServer: webhookServerOf(values, named, given, problems),
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
  given: ReadonlyMap<string, string>,
  problems: string[],
): NonNullable<ManagerOptions['webhookServer']> {
  if (!values.webhooks) return false;
  const { webhookHost: host, webhookClientCa, webhookSecretName: secretName } = values;
  const { webhookCertPath: dir, webhookCertName: certName, webhookCertKey: keyName } = values;
  // Where the operator has a default for one of them, an admin may want the other.
  const usesFiles = dir !== undefined && (secretName === undefined || !given.has('webhookSecretName'));
  const clientCa =
    webhookClientCa === undefined ? undefined : readPem(webhookClientCa, named('webhookClientCa'), problems);
  return {
    port: values.webhookPort,
    shutdownDelay: values.webhookShutdownDelay,
    ...(host !== undefined && { host }),
    ...(usesFiles && { certificates: certificateFiles(dir, certName, keyName) }),
    ...(!usesFiles && secretName !== undefined && { certificates: { selfIssued: { secretName } } }),
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
    if (holdsCertificate(text)) return text;
    problems.push(`${origin} ${JSON.stringify(file)}: there is no certificate in it`);
  } catch (error) {
    problems.push(`${origin} ${JSON.stringify(file)}: it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return undefined;
}

function holdsCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined;
  } catch {
    return false;
  }
}
