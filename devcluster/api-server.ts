// The API server and its controllers, put together over a store.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClaimResize } from './admission/claim-resize.js';
import { DefaultClasses } from './admission/default-classes.js';
import { DefaultTolerations } from './admission/default-tolerations.js';
import { PodPriority } from './admission/pod-priority.js';
import { ServiceAddresses } from './admission/service-addresses.js';
import { TokenAuthenticator } from './authentication/token-authenticator.js';
import type { TokenIssuer } from './authentication/tokens.js';
import { builtinSubresources, builtinTypes } from './builtin/builtin-types.js';
import { goForm } from './builtin/go-form.js';
import type { Clock } from './clock/clock.js';
import { Cluster } from './controllers/cluster.js';
import { startControllers } from './controllers/controllers.js';
import { DefinitionController } from './customresources/definition-controller.js';
import { definitionRules } from './customresources/definition-rules.js';
import { declaredSubresources, type SubresourcesOf } from './discovery/subresources.js';
import { VERSION } from './discovery/version.js';
import { BindingEndpoint } from './endpoints/binding.js';
import { EvictionEndpoint } from './endpoints/eviction.js';
import { ManagedFields } from './endpoints/managed-fields.js';
import { PatchEndpoint } from './endpoints/patch.js';
import { ReadEndpoint } from './endpoints/read.js';
import { ReviewEndpoint } from './endpoints/reviews.js';
import { ScaleEndpoint } from './endpoints/scale.js';
import { WatchEndpoint } from './endpoints/watch.js';
import { WriteEndpoint } from './endpoints/write.js';
import { createInitialNamespaces } from './initial-namespaces.js';
import { NOT_MODELLED } from './not-modelled.js';
import type { ApiObject } from './object/api-object.js';
import type { JsonObject } from './object/json.js';
import { OpenApiDocuments } from './openapi/openapi-documents.js';
import { DEFINITIONS } from './registry/definitions.js';
import { ResourceRegistry } from './registry/resource-registry.js';
import type { ResourceType } from './registry/resource-type.js';
import { RevocableStore } from './revocable-store.js';
import { OtherRoutes } from './routing/other-routes.js';
import { RequestHandler } from './routing/request-handler.js';
import { ResourceRoutes } from './routing/resource-routes.js';
import type { Store } from './store/store.js';
import { NamespaceLifecycle } from './strategy/namespace-lifecycle.js';
import { ResourceStorage } from './strategy/resource-storage.js';
import { printerOf } from './table/printer-of.js';
import { convert } from './version-conversion.js';
import { ConfiguredWebhooks } from './webhooks/admission-webhooks.js';
import { ConversionWebhooks } from './webhooks/conversion-webhooks.js';
import { serviceAddress } from './webhooks/service-address.js';
import { WebhookClient } from './webhooks/webhook-client.js';
import { WebhookConfigurations } from './webhooks/webhook-configurations.js';

export interface ApiServerOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  readonly tokens: TokenIssuer;
  /** Whether to run the controllers. */
  readonly controllers: boolean;
  /** Whether the controllers bring Pods to life, in pretence. */
  readonly simulatePods: boolean;
  /** Where the server listens. */
  readonly address: string;
  readonly port: number;
  /** The certificate of the authority as PEM. */
  readonly rootCertificate: string;
  /** Hears of errors that should not have happened. */
  readonly report: (error: unknown) => void;
}

/** Answers requests, from its start until it stops. What is to last longer is in its store. */
export interface ApiServer {
  /** Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** How a kind is served now; undefined when it is not. */
  served(apiVersion: string, kind: string): ServedKind | undefined;
  /** Writes an object as it is, under a new resourceVersion. Does nothing when it is not there. */
  touch(place: ObjectPlace): void;
  /** Ends watches and controllers. Nothing is written to the store from then on. */
  stop(): void;
}

/** A kind, in the words of its URL. */
export interface ServedKind {
  readonly group: string;
  readonly version: string;
  /** The plural. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** By name, such as `status`. */
  readonly subresources: readonly string[];
}

/** Where an object is, in the words of its URL. */
export interface ObjectPlace {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Empty for cluster-scoped ones. */
  readonly namespace: string;
  readonly name: string;
}

/** Resolves when all is served that the store holds. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { clock, random, tokens, report } = options;
  const now = () => clock.now();
  const store = new RevocableStore(options.store);
  const registry = new ResourceRegistry(servedBuiltins(now));
  const namespaces = new NamespaceLifecycle(store);
  const admission = [
    namespaces,
    new PodPriority(store),
    new DefaultTolerations(),
    new DefaultClasses(store),
    new ClaimResize(store),
    new ServiceAddresses(store, random),
  ];
  const configurations = new WebhookConfigurations(store, report);
  const webhookClient = new WebhookClient(service => serviceAddress(store, service));
  const stopping = new AbortController();
  const conversions = new ConversionWebhooks(webhookClient, stopping.signal);
  const webhooks = new ConfiguredWebhooks({
    configurations,
    client: webhookClient,
    store,
    registry,
    convert,
    conversions,
  });
  const storage = new ResourceStorage({ store, admission, webhooks, conversions, now, random, convert });
  await createInitialNamespaces(registry, storage);
  configurations.start();

  const managedFields = new ManagedFields(registry, now, kind => goForm(kind) as JsonObject, conversions);
  const uidOf = (namespace: string, name: string) =>
    store.get({ storage: '/serviceaccounts', namespace, name })?.metadata.uid;
  const authenticator = new TokenAuthenticator(tokens, uidOf);
  const read = new ReadEndpoint(store, storage);
  const handler = new RequestHandler({
    registry,
    resources: new ResourceRoutes(
      {
        read,
        write: new WriteEndpoint(read, storage, managedFields),
        patch: new PatchEndpoint(storage, managedFields),
        watch: new WatchEndpoint({ store, storage, registry, clock, random }),
        scale: new ScaleEndpoint(storage, now),
        bindings: new BindingEndpoint(storage, namespaces, registry, now),
        evictions: new EvictionEndpoint({ storage, store, registry, namespaces, managedFields, now }),
        reviews: new ReviewEndpoint({ storage, tokens, authenticator, managedFields, namespaces, now }),
      },
      subresourcesOf,
      now,
    ),
    others: new OtherRoutes(registry, subresourcesOf, new OpenApiDocuments(registry), NOT_MODELLED),
    tokens: authenticator,
    stopped: stopping.signal,
    report,
  });
  const definitions = definitionController({ registry, store, storage, managedFields, now, report });
  await definitions.start();
  const controllers = options.controllers
    ? startControllers({
        cluster: new Cluster({
          registry,
          store,
          storage,
          recorded: (writer, old, object) => managedFields.updated(writer, old, object),
          stopped: stopping.signal,
        }),
        clock,
        report,
        address: options.address,
        port: options.port,
        rootCertificate: options.rootCertificate,
        version: VERSION.gitVersion,
        simulatePods: options.simulatePods,
      })
    : undefined;
  // Whoever comes first finds what every cluster has, and need not wait for it.
  await controllers?.settled();
  return {
    handle: (request, response) => handler.handle(request, response),
    served(apiVersion, kind) {
      const type = registry.all().find(each => apiVersionOf(each) === apiVersion && each.kind === kind);
      if (type === undefined) return undefined;
      const { group, version, resource, namespaced } = type;
      return { group, version, resource, namespaced, subresources: subresourcesOf(type).map(({ name }) => name) };
    },
    touch({ group, version, resource, namespace, name }) {
      const type = registry.get(group, version, resource);
      const key = type && { storage: type.storage, namespace: type.namespaced ? namespace : '', name };
      const object = key && store.get(key);
      if (key && object) store.put(key, object, object.metadata.resourceVersion);
    },
    stop() {
      store.revoke();
      stopping.abort();
      controllers?.stop();
      definitions.stop();
      configurations.stop();
      webhookClient.close();
    },
  };
}

const subresourcesOf: SubresourcesOf = type => (type.custom ? declaredSubresources(type) : builtinSubresources(type));

function apiVersionOf({ group, version }: ResourceType): string {
  return group === '' ? version : `${group}/${version}`;
}

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
