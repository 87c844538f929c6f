// The flags that every operator has: what its admin sets. Names are those of kubebuilder's projects and of Kubernetes'
// own components, where these have such a flag.
import { parseLogLevels } from '../log/log-level.js';
import { parseBindAddress } from './bind-address.js';
import type { FlagSpecs } from './flag-spec.js';
import { parseFilled, parseHost, parseNamespace, parseObjectName, parseShortName } from './parse-text.js';

const NAME = { placeholder: 'NAME', parse: parseFilled } as const;
const FILE = { placeholder: 'FILE', parse: parseFilled } as const;
const FOLDER = { placeholder: 'FOLDER', parse: parseFilled } as const;
const ADDRESS = { type: 'string', placeholder: 'ADDRESS', parse: parseBindAddress } as const;
const COUNT = { type: 'integer', placeholder: 'N' } as const;

/** In the order, and in the groups, of `--help`. */
export const FLAG_GROUPS = {
  'The log': {
    logLevel: {
      type: 'string',
      placeholder: 'LEVELS',
      default: 'info',
      parse: parseLogLevels,
      description: 'least level: debug, info, warn, error or fatal; and those of modules that differ: info,cache=debug',
    },
    logFormat: {
      type: 'string',
      placeholder: 'FORMAT',
      choices: ['json', 'text'],
      description: 'json or text; by default text on a terminal, else json',
    },
  },
  'The API server': {
    kubeconfig: {
      type: 'string',
      ...FILE,
      env: false,
      description: "by default KUBECONFIG, then ~/.kube/config, then the Pod's service account",
    },
    context: { type: 'string', ...NAME, description: 'context of the kubeconfig; by default its current one' },
    namespace: {
      type: 'string',
      ...NAME,
      multiple: true,
      parse: parseNamespace,
      description: 'watch this namespace only; may be repeated, or a list with commas; by default all',
    },
    kubeApiQps: {
      type: 'number',
      placeholder: 'N',
      minimum: 0.001,
      description:
        'requests a second that are sent at most, watches aside; by default the server sheds what is too much',
    },
    kubeApiBurst: {
      ...COUNT,
      minimum: 1,
      description: 'requests that may be sent at once after a rest, with --kube-api-qps; by default 10',
    },
    cacheSyncTimeout: {
      type: 'duration',
      default: '2m',
      minimum: '1ms',
      description: 'how long caches may take to sync before the operator gives up',
    },
    watchAgeLimit: {
      type: 'duration',
      default: '4m',
      minimum: '0s',
      description: 'how long a watch may be silent before the operator is not ready; 0 for any time',
    },
  },
  'Health, metrics, debugging': {
    healthProbeBindAddress: {
      ...ADDRESS,
      default: ':8081',
      description: 'where /healthz and /readyz are served; 0 for nowhere',
    },
    metricsBindAddress: {
      ...ADDRESS,
      default: '0',
      description: 'where /metrics is served, such as :8443; 0 for nowhere',
    },
    metricsSecure: {
      type: 'boolean',
      default: true,
      description:
        'serve metrics over HTTPS, for whom the API server lets read them; false for addresses of this machine only',
    },
    metricsCertPath: {
      type: 'string',
      ...FOLDER,
      description: 'folder with the certificate of the metrics; by default the operator makes one',
    },
    metricsCertName: { type: 'string', ...FILE, description: 'certificate in --metrics-cert-path; by default tls.crt' },
    metricsCertKey: { type: 'string', ...FILE, description: 'its key, there too; by default tls.key' },
    metricsRequestDetails: {
      type: 'boolean',
      description: 'also durations, sizes and retries of requests to the API server',
    },
    debugBindAddress: {
      ...ADDRESS,
      default: '0',
      description: 'where /debug/ is served, an address of this machine such as 127.0.0.1:6060; 0 for nowhere',
    },
  },
  Webhooks: {
    webhooks: {
      type: 'boolean',
      default: true,
      env: 'ENABLE_WEBHOOKS',
      description: 'serve webhooks, if the operator has any; false where the API server cannot reach it',
    },
    webhookPort: {
      ...COUNT,
      placeholder: 'PORT',
      default: 9443,
      minimum: 0,
      maximum: 65_535,
      description: 'their port',
    },
    webhookHost: {
      type: 'string',
      placeholder: 'HOST',
      parse: parseHost,
      description: 'address of the interface that they listen on; by default all',
    },
    webhookCertPath: {
      type: 'string',
      ...FOLDER,
      description:
        'folder with their certificate; by default /tmp/k8s-webhook-server/serving-certs if it is there, else the replicas issue one',
    },
    webhookCertName: { type: 'string', ...FILE, description: 'certificate in --webhook-cert-path; by default tls.crt' },
    webhookCertKey: { type: 'string', ...FILE, description: 'its key, there too; by default tls.key' },
    webhookSecretName: {
      type: 'string',
      ...NAME,
      parse: parseObjectName,
      description: 'Secret in which the replicas share the certificate that they issue; by default webhook-server-cert',
    },
    webhookClientCa: {
      type: 'string',
      ...FILE,
      description: 'CAs of which clients must have a certificate; by default whoever reaches the port may ask',
    },
    webhookShutdownDelay: {
      type: 'duration',
      default: '0s',
      minimum: '0s',
      description: 'how long they go on listening when the stop has begun',
    },
  },
  'Several replicas': {
    leaderElect: { type: 'boolean', description: 'one replica acts, the others stand by' },
    leaderElectResourceName: {
      type: 'string',
      ...NAME,
      parse: parseObjectName,
      description: "name of the Lease; by default the operator's",
    },
    leaderElectResourceNamespace: {
      type: 'string',
      ...NAME,
      parse: parseNamespace,
      description: "namespace of the Lease; by default the Pod's",
    },
    leaderElectLeaseDuration: {
      type: 'duration',
      default: '15s',
      minimum: '1ms',
      description: 'so long others leave the Lease to a leader of which they hear nothing',
    },
    leaderElectRenewDeadline: {
      type: 'duration',
      default: '10s',
      minimum: '1ms',
      description: 'so long a leader acts that cannot renew it',
    },
    leaderElectRetryPeriod: { type: 'duration', default: '2s', minimum: '1ms', description: 'wait between two tries' },
    sharding: { type: 'boolean', description: 'all replicas act, each on a share of the objects' },
    shardingShards: {
      ...COUNT,
      default: 16,
      minimum: 1,
      maximum: 256,
      description: 'parts that the objects are split into',
    },
    shardingBy: {
      type: 'string',
      placeholder: 'WHAT',
      default: 'object',
      choices: ['object', 'namespace'],
      description: 'object, or namespace to keep the objects of a namespace together',
    },
    shardingFilterWatches: {
      type: 'boolean',
      description:
        "keep only the replica's own share in its caches, where the server can filter; with --sharding-by=namespace",
    },
    shardingResourceName: {
      type: 'string',
      ...NAME,
      parse: parseShortName,
      description: "what the names of the Leases begin with; by default the operator's name",
    },
    shardingResourceNamespace: {
      type: 'string',
      ...NAME,
      parse: parseNamespace,
      description: "namespace of the Leases; by default the Pod's",
    },
    shardingLeaseDuration: {
      type: 'duration',
      default: '15s',
      minimum: '1ms',
      description: 'as --leader-elect-lease-duration',
    },
    shardingRenewDeadline: {
      type: 'duration',
      default: '10s',
      minimum: '1ms',
      description: 'as --leader-elect-renew-deadline',
    },
    shardingRetryPeriod: {
      type: 'duration',
      default: '2s',
      minimum: '1ms',
      description: 'as --leader-elect-retry-period',
    },
  },
  'The end': {
    gracefulShutdownTimeout: {
      type: 'duration',
      default: '30s',
      description:
        'how long the stop may take, less than terminationGracePeriodSeconds of the Pod; below 0 for any time',
    },
  },
} as const satisfies Readonly<Record<string, FlagSpecs>>;

/** All of them. */
export const MANAGER_FLAGS = {
  ...FLAG_GROUPS['The log'],
  ...FLAG_GROUPS['The API server'],
  ...FLAG_GROUPS['Health, metrics, debugging'],
  ...FLAG_GROUPS.Webhooks,
  ...FLAG_GROUPS['Several replicas'],
  ...FLAG_GROUPS['The end'],
} as const;
