// The namespaces that every cluster has.
import { StatusError } from './object/status-error.js';
import type { ResourceRegistry } from './registry/resource-registry.js';
import type { ResourceStorage } from './strategy/resource-storage.js';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Creates those that are not there. */
export async function createInitialNamespaces(registry: ResourceRegistry, storage: ResourceStorage): Promise<void> {
  const type = registry.get('', 'v1', 'namespaces');
  if (type === undefined) throw new Error('Namespaces are not served');
  const context = { type, namespace: '', subresource: '', dryRun: false, warn: () => {} };
  for (const name of NAMESPACES) {
    try {
      await storage.create(context, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    } catch (error) {
      // A store that was used before has them.
      if (!(error instanceof StatusError && error.reason === 'AlreadyExists')) throw error;
    }
  }
}
