// The API server that a kubeconfig names, or that of the Pod, as one user reaches it.
import { type Clock, systemClock } from '../clock/clock.js';
import type { Logger } from '../log/logger.js';
import type { Access, Credentials } from './access.js';
import { environmentProxy } from './auth/environment-proxy.js';
import type { ExecCluster } from './auth/exec-plugin.js';
import type { Fields } from './auth/fields.js';
import { type Impersonation, impersonationHeaders } from './auth/impersonation.js';
import { type Kubeconfig, readKubeconfig } from './auth/kubeconfig-file.js';
import { fixedProof, type ProofSource } from './auth/proof.js';
import { proxyUrl } from './auth/proxy-url.js';
import { type PemSource, pemSource, userProof } from './auth/user-proof.js';
import { ConfigError } from './config-error.js';
import { type ConfigSource, findConfig } from './find-config.js';
import { inClusterAccess } from './in-cluster.js';

/** What is the same for all ways to find a server. */
export interface LoadOptions {
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly clock?: Clock | undefined;
  /** Gets a warning when the server's certificate is not to be checked, and when new tokens cannot be kept. */
  readonly log?: Logger | undefined;
  /** Ends a plugin that runs, when nobody needs the credentials any more. */
  readonly signal?: AbortSignal | undefined;
}

/** The name of the cluster's extension that plugins are told of. */
const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';

/**
 * The API server that the configuration names; see `findConfig` for where it is looked for.
 * @throws ConfigError when it is missing or wrong
 */
export async function loadAccess(source: ConfigSource = {}, options: LoadOptions = {}): Promise<Access> {
  const { env = process.env, clock = systemClock, log, signal } = options;
  const found = findConfig(source, env);
  if (found.kind === 'in-cluster') return inClusterAccess(env, clock);
  const { user, cluster, ...chosen } = choose(readKubeconfig(found.files), source.context);
  const tls = tlsOf(cluster, clock);
  const server = serverOf(cluster);
  const proxy = proxyOf(cluster, server, env);
  const headers = impersonationOf(user);
  const disableCompression = cluster.flag('disable-compression');
  const access = { server, user: chosen.userName, namespace: chosen.namespace, proxy, disableCompression };
  // As client-go: whoever listens to an unencrypted connection must not learn the credentials.
  if (server.protocol === 'http:') return { ...access, credentials: async () => ({ headers, tls: {} }) };
  if (tls.insecure) log?.warn('The certificate of the API server is not checked', { server: server.href });
  await tls.ca?.current();
  const forPlugins = async (): Promise<ExecCluster> => execCluster(cluster, server, await tls.ca?.current());
  const proofs = user
    ? await userProof(user, chosen.userName ?? '', forPlugins, { clock, log, signal })
    : fixedProof({});
  return { ...access, credentials: refused => credentials(refused, proofs, tls, headers) };
}

interface Choice {
  readonly cluster: Fields;
  readonly user: Fields | undefined;
  readonly userName: string | undefined;
  readonly namespace: string;
}

function choose(config: Kubeconfig, wished: string | undefined): Choice {
  const files = config.files.join(', ');
  const name = wished ?? config.currentContext;
  const known = [...config.contexts.keys()].join(', ') || 'none';
  if (name === undefined) {
    const next = `Choose one (${known}): kubectl config use-context NAME`;
    throw new ConfigError(`the kubeconfig ${files} has no current context. ${next}`);
  }
  const context = config.contexts.get(name);
  if (context === undefined) throw new ConfigError(`the kubeconfig ${files} has no context "${name}", only: ${known}`);
  const clusterName = context.text('cluster');
  const userName = context.text('user');
  const cluster = clusterName === undefined ? undefined : config.clusters.get(clusterName);
  if (cluster === undefined) throw missing('cluster', clusterName, config.clusters);
  const user = userName === undefined ? undefined : config.users.get(userName);
  if (userName !== undefined && user === undefined) throw missing('user', userName, config.users);
  return { cluster, user, userName, namespace: context.text('namespace') ?? 'default' };

  function missing(what: string, its: string | undefined, all: ReadonlyMap<string, unknown>): ConfigError {
    const present = [...all.keys()].join(', ') || 'none';
    return new ConfigError(
      `context "${name}" of the kubeconfig ${files} names ${what} "${its ?? ''}", which is not in it, only: ${present}`,
    );
  }
}

interface ServerTls {
  readonly ca: PemSource | undefined;
  readonly servername: string | undefined;
  readonly insecure: boolean;
}

function tlsOf(cluster: Fields, clock: Clock): ServerTls {
  const ca = pemSource(cluster, 'certificate-authority', clock);
  const insecure = cluster.flag('insecure-skip-tls-verify');
  if (insecure && ca !== undefined) {
    throw cluster.wrong('certificate-authority', 'and insecure-skip-tls-verify may not both be there');
  }
  return { ca, insecure, servername: cluster.text('tls-server-name') };
}

/** An address without a scheme means http, as in kubectl, whatever there is to check. */
function serverOf(cluster: Fields): URL {
  const text = cluster.requiredText('server');
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url?.username || url?.password) {
    throw cluster.wrong('server', 'must not hold a name and a password: give them to the user of the context');
  }
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw cluster.wrong('server', `is "${text}", which is no URL. Write it as https://HOST:PORT`);
}

function proxyOf(cluster: Fields, server: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const text = cluster.text('proxy-url');
  if (text === undefined) return environmentProxy(server, env);
  return proxyUrl(text, `proxy-url (${cluster.path}) of the kubeconfig ${cluster.file}`);
}

function impersonationOf(user: Fields | undefined): Record<string, string | string[]> {
  const as = user?.text('as');
  if (user === undefined) return {};
  const extra = user.mapping('as-user-extra');
  const impersonation: Omit<Impersonation, 'user'> = {
    uid: user.text('as-uid'),
    groups: user.texts('as-groups'),
    extra: Object.fromEntries((extra?.names() ?? []).map(key => [key, extra?.texts(key) ?? []])),
  };
  if (as !== undefined) return impersonationHeaders({ user: as, ...impersonation });
  const isAlone = impersonation.uid || impersonation.groups.length > 0 || extra !== undefined;
  if (isAlone) throw user.wrong('as', 'is missing: as-uid, as-groups and as-user-extra count only beside it');
  return {};
}

/** What a plugin is told of the cluster, as client-go prints it. */
function execCluster(cluster: Fields, server: URL, ca: string | undefined): ExecCluster {
  const extension = cluster.mappings('extensions').find(each => each.text('name') === EXEC_EXTENSION);
  return {
    server: server.href.replace(/\/$/, ''),
    'tls-server-name': cluster.text('tls-server-name'),
    'insecure-skip-tls-verify': cluster.flag('insecure-skip-tls-verify') || undefined,
    'certificate-authority-data': ca && Buffer.from(ca).toString('base64'),
    // Not that of the environment, which the plugin has itself.
    'proxy-url': cluster.text('proxy-url'),
    'disable-compression': cluster.flag('disable-compression') || undefined,
    config: extension?.value('extension') ?? null,
  };
}

async function credentials(
  refused: Credentials | undefined,
  proofs: ProofSource,
  { ca, servername, insecure }: ServerTls,
  headers: Readonly<Record<string, string | string[]>>,
): Promise<Credentials> {
  const authorization = refused?.headers.authorization as string | undefined;
  const { cert, key, ...header } =
    refused === undefined
      ? await proofs.current()
      : await proofs.renewed({ authorization, cert: refused.tls.cert, key: refused.tls.key });
  return {
    headers: { ...headers, ...(header.authorization && { authorization: header.authorization }) },
    tls: {
      ca: await (refused === undefined ? ca?.current() : ca?.renewed()),
      cert,
      key,
      servername,
      rejectUnauthorized: insecure ? false : undefined,
    },
  };
}
