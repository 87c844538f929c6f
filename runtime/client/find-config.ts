// Finds the configuration of the client: an explicit file, KUBECONFIG, ~/.kube/config, or the Pod's service account.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ConfigError } from './config-error.js';
import { isInCluster } from './in-cluster.js';

/** Which configuration to use. */
export interface ConfigSource {
  /** A kubeconfig file, used instead of those that would be looked for. */
  readonly kubeconfig?: string | undefined;
  /** A context of the kubeconfig; default: its current context. */
  readonly context?: string | undefined;
}

/** What was found. */
export type FoundConfig =
  | {
      readonly kind: 'kubeconfig' /** To be merged, the first being the strongest. */;
      readonly files: readonly string[];
    }
  | { readonly kind: 'in-cluster' };

/**
 * Looks where kubectl looks, in the same order: the explicit file, the files of `KUBECONFIG`, `~/.kube/config`, the Pod.
 * @throws ConfigError when there is none; the message says what was looked for
 */
export function findConfig(
  { kubeconfig, context }: ConfigSource,
  env: NodeJS.ProcessEnv,
  home = homeFolder(),
): FoundConfig {
  if (kubeconfig !== undefined) {
    if (!existsSync(kubeconfig)) throw new ConfigError(`there is no kubeconfig file ${kubeconfig}`);
    return { kind: 'kubeconfig', files: [kubeconfig] };
  }
  if (env.KUBECONFIG) {
    const files = env.KUBECONFIG.split(delimiter).filter(file => file !== '');
    const present = files.filter(file => existsSync(file));
    if (present.length > 0) return { kind: 'kubeconfig', files: present };
    throw new ConfigError(`KUBECONFIG names no file that exists: ${files.join(', ')}. Correct it, or unset it`);
  }
  const usual = join(home, '.kube', 'config');
  if (existsSync(usual)) return { kind: 'kubeconfig', files: [usual] };
  if (isInCluster(env)) {
    if (context === undefined) return { kind: 'in-cluster' };
    throw new ConfigError(
      `context "${context}" needs a kubeconfig, and there is none: not in KUBECONFIG, nor ${usual}`,
    );
  }
  throw new ConfigError(
    `no API server is configured: KUBECONFIG is not set, there is no ${usual}, and this is no Pod ` +
      '(KUBERNETES_SERVICE_HOST is not set). Set KUBECONFIG to the file that kubectl uses',
  );
}

/** In a container the user may have no home, and no name either. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
