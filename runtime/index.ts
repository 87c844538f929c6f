// The door `kubewright`: decorators, types and the runtime. Every name that is exported here is public.
export type { Condition } from '../decorators/condition.js';
export { type Conversion, type Converted, ConvertsTo } from '../decorators/conversion.js';
export { ClusterResource, CustomResource } from '../decorators/custom-resource.js';
export type { Defaulted } from '../decorators/defaulted.js';
export { Default, Immutable } from '../decorators/fields.js';
export {
  type BoundOptions,
  MaxItems,
  Maximum,
  MaxLength,
  MaxProperties,
  MinItems,
  Minimum,
  MinLength,
  MinProperties,
  MultipleOf,
} from '../decorators/fields-bounds.js';
export {
  Items,
  Keys,
  ListAtomic,
  ListMap,
  ListSet,
  MapAtomic,
  MapGranular,
  type NamedRules,
  Rules,
  Values,
} from '../decorators/fields-lists.js';
export { Example, ExternalDocs, Title } from '../decorators/fields-notes.js';
export { EmbeddedResource, PreserveUnknownFields, Schemaless, Type } from '../decorators/fields-open.js';
export { Enum, Format, type KnownFormat, Pattern } from '../decorators/fields-values.js';
export type { JsonArray, JsonObject, JsonValue } from '../decorators/json-values.js';
export {
  apiVersionOf,
  type Kind,
  type KindConstant,
  type KindInfo,
  kindInfo,
  kindOf,
  type Scope,
} from '../decorators/kind.js';
export { type MetadataOf, metadataOf } from '../decorators/metadata-of.js';
export type {
  ClusterObjectMeta,
  KubernetesObject,
  ManagedFieldsEntry,
  ObjectMeta,
  OwnerReference,
} from '../decorators/object-meta.js';
export { type ColumnOptions, PrintColumn } from '../decorators/print-column.js';
export { Resource, type ResourceOptions } from '../decorators/resource.js';
export type { Double, Duration, Int32, Int64, IntOrString, MicroTime, Quantity, Time } from '../decorators/scalars.js';
export { SelectableField } from '../decorators/selectable-field.js';
export type { Draft, Snapshot } from '../decorators/snapshot.js';
export { type ScaleOptions, Subresource } from '../decorators/subresource.js';
export {
  AtLeastOneOf,
  AtMostOneOf,
  ExactlyOneOf,
  Validation,
  type ValidationOptions,
} from '../decorators/validation.js';
export { controller } from './builder/controller.js';
export { conversion } from './builder/conversion.js';
export {
  type Desired,
  type DesiredState,
  type DesiredStateOptions,
  desiredState,
  type Observed,
  observedOf,
} from './builder/desired-state.js';
export {
  Rbac,
  type RbacKindOptions,
  type RbacResourceRule,
  type RbacRuleOptions,
  type RbacScope,
  type RbacUrlRule,
  type RbacVerb,
} from './builder/rbac.js';
export {
  type FollowOptions,
  Owns,
  type OwnsOptions,
  Reconciles,
  TriggeredBy,
  Watches,
} from './builder/reconciles.js';
export { webhook } from './builder/webhook.js';
export {
  Defaults,
  type DefaultsOptions,
  Validates,
  type WebhookOptions,
  type WebhookSelector,
} from './builder/webhooks.js';
export { Cache } from './cache/cache.js';
export {
  type CachedKind,
  type CacheNamespaces,
  type CacheOptions,
  type CacheScopeOptions,
  cacheKind,
  type KindCacheOptions,
  type Transform,
} from './cache/cache-options.js';
export { CacheSyncError } from './cache/cache-sync-error.js';
export type { CachedObject } from './cache/cached-object.js';
export type { IndexValues } from './cache/entry-index.js';
export type { Informer, InformerHandler, InformerMetrics, InformerOptions } from './cache/informer.js';
export type { CacheListOptions, Lister } from './cache/lister.js';
export { checkLiveness, SilentCacheError, type WatchLiveness } from './cache/liveness.js';
export type { ReflectorState } from './cache/reflector.js';
export type { IndexFunction, IndexFunctions } from './cache/secondary-indexes.js';
export type { CertificateOptions, SelfIssuedOptions } from './certificates/certificate-options.js';
export type { CertificatePair, CertificateSource } from './certificates/certificate-source.js';
export type { CertificateFiles } from './certificates/file-certificates.js';
export type { Access, Credentials, TlsMaterial } from './client/access.js';
export { ApiError, type ApiErrorCause } from './client/api-error.js';
export {
  isAlreadyExists,
  isBadRequest,
  isConflict,
  isExpired,
  isForbidden,
  isInternalError,
  isInvalid,
  isMethodNotSupported,
  isNamespaceTerminating,
  isNoSuchKind,
  isNotAcceptable,
  isNotFound,
  isRequestEntityTooLarge,
  isServerTimeout,
  isServiceUnavailable,
  isStoreReadError,
  isTooLargeResourceVersion,
  isTooManyRequests,
  isUnauthorized,
  isUnsupportedMediaType,
} from './client/api-reasons.js';
export type {
  ApplyOptions,
  CallOptions,
  Client,
  DeleteAllOptions,
  DeleteOptions,
  Deletion,
  DeletionOfAll,
  EvictOptions,
  GetOptions,
  GoneStatus,
  List,
  ListOptions,
  PodKind,
  SelectOptions,
  SendOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './client/client.js';
export { ConfigError } from './client/config-error.js';
export { ConnectionError } from './client/connection-error.js';
export { type ClientOptions, type ConnectedClient, createClient } from './client/create-client.js';
export { type CreateOrPatchResult, createOrPatch, type NewWithStatus } from './client/create-or-patch.js';
export { type CreateOrUpdateResult, createOrUpdate } from './client/create-or-update.js';
export { each } from './client/each.js';
export type { ConfigSource } from './client/find-config.js';
export type { RequestCount, RequestCounts, RequestObserver, SentRequest } from './client/request-counts.js';
export type { RateLimit } from './client/request-limit.js';
export { type RetryOptions, retryOnConflict } from './client/retry-on-conflict.js';
export type { Apply, ApplyFields, JsonPatchOperation, MergePatch, New, StatusOf } from './client/shapes.js';
export type { StrategicDirectives, StrategicPatch } from './client/strategic-patch.js';
export type {
  AnySubresource,
  Identified,
  KnownSubresources,
  Scale,
  ScaleClient,
  ScaleObject,
  StatusClient,
  SubresourceBody,
  SubresourceClient,
  TokenRequest,
} from './client/subresources.js';
export { type UntypedKind, type UntypedObject, untypedKind } from './client/untyped.js';
export type { Clock, Timer } from './clock/clock.js';
export {
  type Cause,
  causeText,
  type EventCause,
  type FurtherCauses,
  type RequeueCause,
  type RetryCause,
  type SourceCause,
} from './controller/causes.js';
export type { ControllerOptions } from './controller/controller-options.js';
export type { ExternalSource, SourceContext, Trigger } from './controller/external-source.js';
export { type HttpPollOptions, httpPoll, type PolledAnswer } from './controller/http-source.js';
export {
  and,
  annotationsChanged,
  generationChanged,
  labelSelector,
  labelsChanged,
  matching,
  not,
  or,
  type Predicate,
  resourceVersionChanged,
} from './controller/predicates.js';
export type { ReconcileContext, Reconciler } from './controller/reconciler.js';
export { done, minutes, type Result, requeueAfter, seconds, TerminalError } from './controller/result.js';
export { type EveryOptions, every } from './controller/timer-source.js';
export {
  type MigrateStorageOptions,
  migrateStorage,
  type StorageMigration,
} from './conversion/migrate-storage.js';
export type { DebugOptions } from './debug/debug-options.js';
export type {
  DebugCache,
  DebugController,
  DebugKey,
  DebugKind,
  DebugReconcile,
  DebugSources,
  DebugWatch,
} from './debug/debug-sources.js';
export type { ApplySetOptions } from './desired/apply-parts.js';
export { type AppliedObject, type ApplyResult, DesiredStateError, type FailedObject } from './desired/apply-result.js';
export { type DependentOptions, type DesiredObject, dependent, type Wished } from './desired/dependent.js';
export type { WishedStatus } from './desired/next-status.js';
export {
  ApplyForbiddenError,
  type FieldConflict,
  FieldConflictError,
  ImmutableFieldError,
  NotOursError,
  ReplacedError,
} from './desired/refusals.js';
export type { ObjectHeader, ObjectOwner } from './encoded/encoded-object.js';
export type { EventDetails, EventRecorder, EventType, ObjectEvents } from './events/event-recorder.js';
export type {
  BooleanFlag,
  DurationFlag,
  FlagSpec,
  FlagSpecs,
  FlagText,
  FlagValues,
  NumberFlag,
  StringFlag,
} from './flags/flag-spec.js';
export { type FlagDefaults, type FlagOptions, type Flags, readFlags } from './flags/read-flags.js';
export type { LeaderElectionMetrics } from './leader-election/leader-election-metrics.js';
export type { LeaderElectionOptions } from './leader-election/leader-election-options.js';
export { LeaderElectionLostError, NotLeaderError } from './leader-election/not-leader-error.js';
export { createLogger, type LogFormat, type LoggerOptions, type RootLogger } from './log/create-logger.js';
export { exitOnUncaught } from './log/exit-on-uncaught.js';
export { toggleDebugOnSignal } from './log/level-signal.js';
export type { LineWriter } from './log/line-writer.js';
export { type LogControl, type LogLevels, parseLogLevel, parseLogLevels } from './log/log-level.js';
export type { LogFields, Logger, LogLevel } from './log/logger.js';
export type { MessageLimitOptions } from './log/message-limit.js';
export type { HealthCheck } from './manager/health-checks.js';
export type { HealthProbeOptions } from './manager/health-server.js';
export type { LeaderGate } from './manager/leader-gate.js';
export { type LogLevelEndpoint, type LogLevelEndpointOptions, logLevelEndpoint } from './manager/log-level-endpoint.js';
export { Manager } from './manager/manager.js';
export { type ManagerContext, type ManagerPart, ServiceKey } from './manager/manager-context.js';
export type { ManagerOptions } from './manager/manager-options.js';
export { RUNNABLE_GROUPS, type Runnable, type RunnableGroup } from './manager/runnable.js';
export { shutdownSignal } from './manager/shutdown-signal.js';
export {
  type AnyCondition,
  type Conditions,
  findCondition,
  isConditionFalse,
  isConditionPresentAndEqual,
  isConditionTrue,
  type NewCondition,
  removeCondition,
  setCondition,
} from './meta/conditions.js';
export { durationMilliseconds, durationOfMilliseconds, durationText, parseDuration } from './meta/durations.js';
export { fieldMatcher } from './meta/field-matcher.js';
export { type FieldRequirement, fieldSelectorText, parseFieldSelector } from './meta/field-selector.js';
export { addFinalizer, containsFinalizer, type Finalizable, removeFinalizer } from './meta/finalizers.js';
export { parseIntOrString, scaledValue } from './meta/int-or-string.js';
export type { LabelMatcher, Labels } from './meta/label-requirement.js';
export { type LabelRequirement, type LabelSelector, matchesSelector, selectorText } from './meta/label-selector.js';
export { type KeyOf, keyOf, keyText, type ObjectKey } from './meta/object-key.js';
export {
  AlreadyOwnedError,
  controllerOf,
  type Dependent,
  hasControllerReference,
  hasOwnerReference,
  isControlledBy,
  type Owned,
  type Owner,
  type OwnerReferenceOptions,
  removeControllerReference,
  removeOwnerReference,
  setControllerReference,
  setOwnerReference,
} from './meta/owner-references.js';
export { canonicalLabelSelector, labelMatcher, parseLabelSelector } from './meta/parse-label-selector.js';
export {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  quantityMilliValue,
  quantityValue,
  subtractQuantities,
} from './meta/quantities.js';
export { microTimeText, parseTime, timeText } from './meta/times.js';
export { exponentialBuckets, Histogram } from './metrics/histogram.js';
export type {
  Counter,
  Gauge,
  Labelled,
  LabelledOptions,
  MetricFamily,
  MetricOptions,
  MetricType,
  Sample,
} from './metrics/metric.js';
export { type Collector, type Gathered, type HistogramOptions, MetricsRegistry } from './metrics/metrics-registry.js';
export type { MetricsServerOptions } from './metrics/metrics-server-options.js';
export {
  bucketRateLimiter,
  type ItemExponentialOptions,
  itemExponentialRateLimiter,
  itemFastSlowRateLimiter,
  maxOfRateLimiters,
  type RateLimiter,
} from './queue/rate-limiter.js';
export type { Sharding } from './sharding/sharding.js';
export type { ShardingMetrics } from './sharding/sharding-metrics.js';
export type { ShardingOptions } from './sharding/sharding-options.js';
export type {
  ReconcileSpan,
  ReconcileSpans,
  RequestSpan,
  TracedController,
  TracedReconcile,
  TracedRequest,
  Tracing,
} from './tracing/tracing.js';
export type { TracerProviderLike, TracingOptions } from './tracing/tracing-options.js';
export type {
  AdmissionContext,
  AdmissionKind,
  AdmissionOperation,
  AdmissionResource,
  AdmissionUser,
} from './webhook/admission-context.js';
export { allow, deny, type InvalidField, invalid, type Verdict } from './webhook/verdict.js';
export type { WebhookServerOptions } from './webhook/webhook-server-options.js';
