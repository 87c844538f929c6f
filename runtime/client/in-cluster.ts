// Access from inside a Pod, through its service account.
import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import type { Access } from './access.js';
import { CachedFile } from './auth/cached-file.js';
import { environmentProxy } from './auth/environment-proxy.js';
import { ConfigError } from './config-error.js';

/** Where the kubelet mounts the service account. */
export const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Whether this process runs in a Pod that may talk to its API server. */
export function isInCluster(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.KUBERNETES_SERVICE_HOST && env.KUBERNETES_SERVICE_PORT);
}

/**
 * The API server of the cluster that this Pod runs in. Token and certificate authority are read again every minute, and
 * when the server has refused them: both are rotated while the Pod lives.
 */
export function inClusterAccess(env: NodeJS.ProcessEnv, clock: Clock, folder: string = SERVICE_ACCOUNT): Access {
  const host = env.KUBERNETES_SERVICE_HOST ?? '';
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT}`);
  const namespace = readNow(join(folder, 'namespace'));
  const token = new CachedFile(join(folder, 'token'), 'the token of the service account is in', clock);
  const authority = new CachedFile(join(folder, 'ca.crt'), 'the certificate authority of the cluster is in', clock);
  return {
    server,
    user: undefined,
    namespace,
    proxy: environmentProxy(server, env),
    async credentials(refused) {
      const [bearer, ca] = await (refused === undefined
        ? Promise.all([token.text(), authority.text()])
        : Promise.all([token.reread(), authority.reread()]));
      return { headers: { authorization: `Bearer ${bearer}` }, tls: { ca } };
    },
  };
}

function readNow(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const next = 'Is automountServiceAccountToken off for this Pod?';
    throw new ConfigError(`in a Pod, but its service account cannot be read (${file}). ${next}`, { cause });
  }
}
