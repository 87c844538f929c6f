// The embedded control plane, put together.
import { writeFile } from 'node:fs/promises';
import { TokenIssuer } from './authentication/tokens.js';
import { builtinSubresources, builtinTypes } from './builtin/builtin-types.js';
import { goForm } from './builtin/go-form.js';
import { type Clock, systemClock } from './clock/clock.js';
import { Cluster } from './controllers/cluster.js';
import { NOT_MODELLED as NOT_CONTROLLED, startControllers } from './controllers/controllers.js';
import { DefinitionController } from './customresources/definition-controller.js';
import { definitionRules } from './customresources/definition-rules.js';
import { declaredSubresources, type SubresourcesOf } from './discovery/subresources.js';
import { VERSION } from './discovery/version.js';
import { ManagedFields } from './endpoints/managed-fields.js';
import { PatchEndpoint } from './endpoints/patch.js';
import { PodEndpoint } from './endpoints/pod-subresources.js';
import { ReadEndpoint } from './endpoints/read.js';
import { ReviewEndpoint } from './endpoints/reviews.js';
import { ScaleEndpoint } from './endpoints/scale.js';
import { WatchEndpoint } from './endpoints/watch.js';
import { WriteEndpoint } from './endpoints/write.js';
import { type Listener, LOOPBACK, listen } from './http/listener.js';
import { kubeconfigText } from './kubeconfig.js';
import type { ApiObject } from './object/api-object.js';
import type { JsonObject } from './object/json.js';
import { StatusError } from './object/status-error.js';
import { OpenApiDocuments } from './openapi/openapi-documents.js';
import { DEFINITIONS } from './registry/definitions.js';
import { ResourceRegistry } from './registry/resource-registry.js';
import type { ResourceType } from './registry/resource-type.js';
import { OtherRoutes } from './routing/other-routes.js';
import { RequestHandler } from './routing/request-handler.js';
import { ResourceRoutes } from './routing/resource-routes.js';
import { ServiceAddresses } from './service-addresses.js';
import { MemoryStore } from './store/memory-store.js';
import type { Store } from './store/store.js';
import { NamespaceLifecycle } from './strategy/namespace-lifecycle.js';
import { ResourceStorage } from './strategy/resource-storage.js';
import { printerOf } from './table/printer-of.js';
import { convert } from './version-conversion.js';

/** How to start one. */
export interface DevClusterOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** Writes the kubeconfig there. Default: it is only answered as text. */
  readonly kubeconfigPath?: string;
  /** What the objects are kept in. Default: memory. */
  readonly store?: Store;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** At least 0 and less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Whether to run the controllers: garbage collection, namespaces, ... Default: true. */
  readonly controllers?: boolean;
  /** Whether the controllers bring Pods to life, in pretence. Default: true. */
  readonly simulatePods?: boolean;
  /** Hears of errors that should not have happened. Default: standard error. */
  readonly report?: (error: unknown) => void;
}

/** A control plane that runs in this process. */
export interface DevCluster {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** For kubectl and client libraries; nobody is asked who they are. */
  readonly kubeconfig: string;
  /** What clients see, from behind: for tests. */
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly storage: ResourceStorage;
  /** Ends watches, closes connections and the port. Nothing is left behind. */
  stop(): Promise<void>;
}

/** Bytes that may wait for the reader of a watch. */
const MAX_WAITING = 16 * 1024 * 1024;

/** The namespaces that every cluster has. */
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * Starts an API server on the loopback interface. It answers when this resolves.
 * @throws Error when the port is taken
 */
export async function startDevCluster(options: DevClusterOptions = {}): Promise<DevCluster> {
  const { clock = systemClock, random = Math.random, store = new MemoryStore() } = options;
  const { report = error => console.error(error) } = options;
  const now = () => clock.now();
  const registry = new ResourceRegistry(servedBuiltins(now));
  const admission = [new NamespaceLifecycle(store), new ServiceAddresses(store, random)];
  const storage = new ResourceStorage({ store, admission, now, random, convert });
  await createNamespaces(registry, storage);

  const stopping = new AbortController();
  let listener: Listener | undefined;
  const url = () => `http://${LOOPBACK}:${listener?.port}`;
  const tokens = new TokenIssuer(now, url);
  const managedFields = new ManagedFields(registry, now, kind => goForm(kind) as JsonObject);
  const handler = new RequestHandler({
    registry,
    resources: new ResourceRoutes(
      {
        read: new ReadEndpoint(store, storage),
        write: new WriteEndpoint(store, storage, managedFields),
        patch: new PatchEndpoint(storage, managedFields),
        watch: new WatchEndpoint({ store, storage, registry, clock, random, maxWaiting: MAX_WAITING }),
        scale: new ScaleEndpoint(storage, now),
        pods: new PodEndpoint(storage, store, registry, now),
        reviews: new ReviewEndpoint(storage, tokens, now),
      },
      subresourcesOf,
      now,
    ),
    others: new OtherRoutes(registry, subresourcesOf, new OpenApiDocuments(registry), NOT_CONTROLLED),
    tokenUser: token => tokens.userOf(token),
    stopped: stopping.signal,
    report,
  });
  const definitions = definitionController({ registry, store, storage, managedFields, now, report });
  await definitions.start();
  const controllers =
    options.controllers === false
      ? undefined
      : startControllers({
          cluster: new Cluster({ registry, store, storage }),
          clock,
          report,
          rootCertificate: '',
          version: VERSION.gitVersion,
          simulatePods: options.simulatePods ?? true,
        });
  listener = await listen(options.port ?? 0, (request, response) => void handler.handle(request, response));
  const kubeconfig = kubeconfigText(url());
  if (options.kubeconfigPath !== undefined) await writeFile(options.kubeconfigPath, kubeconfig, { mode: 0o600 });
  const running = listener;
  return {
    url: url(),
    kubeconfig,
    store,
    registry,
    storage,
    async stop() {
      stopping.abort();
      controllers?.stop();
      definitions.stop();
      await running.close();
    },
  };
}

const subresourcesOf: SubresourcesOf = type => (type.custom ? declaredSubresources(type) : builtinSubresources(type));

/** Definitions are built in, and yet this is where they are what they are. */
function servedBuiltins(now: () => number): readonly ResourceType[] {
  return builtinTypes(({ group, kind }) => printerOf(group, kind)).map(type =>
    type.storage === DEFINITIONS ? { ...type, rules: definitionRules(now) } : type,
  );
}

function definitionController(parts: {
  readonly registry: ResourceRegistry;
  readonly store: Store;
  readonly storage: ResourceStorage;
  readonly managedFields: ManagedFields;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}): DefinitionController {
  const { managedFields, ...others } = parts;
  const [type] = others.registry.versionsOf(DEFINITIONS);
  if (type === undefined) throw new Error('CustomResourceDefinitions are not served');
  const writer = { type, manager: 'kube-apiserver', subresource: 'status' };
  const recorded = (old: ApiObject, object: ApiObject) => managedFields.updated(writer, old, object);
  return new DefinitionController({ ...others, type, recorded });
}

async function createNamespaces(registry: ResourceRegistry, storage: ResourceStorage): Promise<void> {
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
