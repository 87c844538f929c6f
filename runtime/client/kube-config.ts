// Reads kubeconfig files and asks their users' credential plugins, by means of @kubernetes/client-node.
import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { dirname, resolve } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { systemClock } from '../clock/clock.js';
import type { Access, Credentials } from './access.js';
import { ConfigError } from './config-error.js';
import { type ConfigSource, findConfig } from './find-config.js';
import { inClusterAccess } from './in-cluster.js';

/**
 * The API server that the configuration names; see `findConfig` for where it is looked for.
 * @throws ConfigError when it is missing or wrong
 */
export async function loadAccess(source: ConfigSource = {}, env: NodeJS.ProcessEnv = process.env): Promise<Access> {
  const found = findConfig(source, env);
  if (found.kind === 'in-cluster') return inClusterAccess(env, systemClock);
  return kubeconfigAccess(await readFiles(found.files), source.context, found.files.join(', '));
}

/** Every file is read by itself and the first mention of a name wins, as in kubectl; client-node would refuse the second. */
async function readFiles(files: readonly string[]): Promise<KubeConfig> {
  // Takes a third of a second, which a Pod that uses its service account need not spend.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { completeUsers } = await import('./kubeconfig-users.js');
  const merged = new KubeConfig();
  for (const file of files) {
    const one = new KubeConfig();
    try {
      const text = readFileSync(file, 'utf8');
      const folder = dirname(resolve(file));
      one.loadFromString(text);
      one.makePathsAbsolute(folder);
      one.users = completeUsers(one.users, text, folder);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
      throw new ConfigError(`the kubeconfig ${file} cannot be read: ${why}`, { cause });
    }
    merged.currentContext ||= one.currentContext;
    addNew(merged.clusters, one.clusters);
    addNew(merged.users, one.users);
    addNew(merged.contexts, one.contexts);
  }
  return merged;
}

function addNew<T extends { readonly name: string }>(to: T[], from: readonly T[]): void {
  for (const item of from) if (!to.some(({ name }) => name === item.name)) to.push(item);
}

function kubeconfigAccess(config: KubeConfig, context: string | undefined, files: string): Access {
  const contextName = context ?? config.currentContext;
  const known = config.contexts.map(({ name }) => name).join(', ') || 'none';
  if (!contextName) {
    throw new ConfigError(
      `the kubeconfig ${files} has no current context. Choose one (${known}): kubectl config use-context NAME`,
    );
  }
  config.setCurrentContext(contextName);
  const chosen = config.getContextObject(contextName);
  if (chosen === null) throw new ConfigError(`the kubeconfig ${files} has no context "${contextName}", only: ${known}`);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new ConfigError(missing('cluster', chosen.cluster));
  if (chosen.user && config.getCurrentUser() === null) throw new ConfigError(missing('user', chosen.user));
  const server = urlOf(cluster.server, 'server', files);
  return {
    server,
    user: chosen.user || undefined,
    namespace: chosen.namespace || 'default',
    proxy: cluster.proxyUrl ? urlOf(cluster.proxyUrl, 'proxy-url', files) : undefined,
    credentials: credentialsOf(config, server),
  };

  function missing(what: string, name: string | undefined): string {
    return `context "${contextName}" of the kubeconfig ${files} names ${what} "${name ?? ''}", which is not in it`;
  }
}

function urlOf(text: string, field: string, files: string): URL {
  const full = /^[a-z0-9]+:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(full)) throw new ConfigError(`the kubeconfig ${files} has the ${field} "${text}", which is no URL`);
  return new URL(full);
}

/**
 * `applyToHTTPSOptions` answers headers and TLS material at once and runs exec, OIDC and token-file refreshes;
 * `applySecurityAuthentication` would make a pool of connections for every request.
 */
function credentialsOf(config: KubeConfig, server: URL): () => Promise<Credentials> {
  // As client-go: whoever listens to an unencrypted connection must not learn the credentials.
  if (server.protocol === 'http:') return async () => ({ headers: {}, tls: {} });
  if (config.getCurrentUser() === null) addAnonymousUser(config);
  return async () => {
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, servername, rejectUnauthorized } = options;
    return {
      headers: headersOf(options),
      tls: { ca: pem(ca), cert: pem(cert), key: pem(key), servername, rejectUnauthorized },
    };
  };
}

/** client-node applies the cluster's certificate authority only where there is a user. */
function addAnonymousUser(config: KubeConfig): void {
  const context = config.getContextObject(config.getCurrentContext());
  const name = 'anonymous (no user in the context)';
  config.addUser({ name });
  if (context !== null) config.contexts = [{ ...context, user: name }];
}

function headersOf({ headers, auth }: RequestOptions): Record<string, string> {
  const given = Object.entries({ ...headers }).map(([name, value]) => [name.toLowerCase(), String(value).trim()]);
  const basic = auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
  return { ...basic, ...Object.fromEntries(given) };
}

function pem(material: unknown): string | undefined {
  return material === undefined || material === null ? undefined : String(material);
}
