// In which namespace this Pod is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { SERVICE_ACCOUNT } from './in-cluster.js';

/** Who asks, and where it looks. */
export interface NamespaceQuestion {
  /** The option that would say it, for messages. */
  readonly option: string;
  /** What to do where this is no Pod, such as `say where the Lease is: ...`. */
  readonly next: string;
  /** Default: that of the process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Where the kubelet mounts the service account; default: where it does. */
  readonly serviceAccount?: string | undefined;
}

/**
 * The Pod's namespace: the variable `POD_NAMESPACE`, which manifests fill from `metadata.namespace`, else the file beside the
 * token of the service account.
 * @throws ConfigError where neither is there
 */
export function ownNamespace({ option, next, env = process.env, serviceAccount }: NamespaceQuestion): string {
  if (env.POD_NAMESPACE) return env.POD_NAMESPACE;
  const file = join(serviceAccount ?? SERVICE_ACCOUNT, 'namespace');
  let namespace: string;
  try {
    namespace = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const seen = `POD_NAMESPACE is not set, and ${file} cannot be read`;
    throw new ConfigError(`${option}: not in a Pod (${seen}), so ${next}`, { cause });
  }
  if (namespace === '') throw new ConfigError(`${option}: ${file} is empty`);
  return namespace;
}
