// Access from inside a Pod, through its service account.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.js';
import type { Access } from './access.js';
import { ConfigError } from './config-error.js';

/** Where the kubelet mounts the service account. */
export const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubelet rotates the token well before it expires; client-go looks as often. Milliseconds. */
const TOKEN_AGE = 60_000;

/** Whether this process runs in a Pod that may talk to its API server. */
export function isInCluster(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.KUBERNETES_SERVICE_HOST && env.KUBERNETES_SERVICE_PORT);
}

/**
 * The API server of the cluster that this Pod runs in. Token and certificate authority are read again every minute.
 * Done here rather than by a library: it needs no kubeconfig parser, and operators mostly start this way.
 */
export function inClusterAccess(env: NodeJS.ProcessEnv, clock: Clock, folder: string = SERVICE_ACCOUNT): Access {
  const host = env.KUBERNETES_SERVICE_HOST ?? '';
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT}`);
  const namespace = readNow(join(folder, 'namespace'));
  let current: { readonly token: string; readonly ca: string; readonly readAt: number } | undefined;
  return {
    server,
    user: undefined,
    namespace,
    proxy: undefined,
    async credentials() {
      if (current === undefined || clock.monotonic() - current.readAt >= TOKEN_AGE) {
        const [token, ca] = await Promise.all([read(join(folder, 'token')), read(join(folder, 'ca.crt'))]);
        current = { token, ca, readAt: clock.monotonic() };
      }
      return { headers: { authorization: `Bearer ${current.token}` }, tls: { ca: current.ca } };
    },
  };
}

async function read(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}

function readNow(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const next = 'Is automountServiceAccountToken off for this Pod?';
    throw new ConfigError(`in a Pod, but its service account cannot be read (${file}). ${next}`, { cause });
  }
}
