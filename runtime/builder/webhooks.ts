// The decorators of admission: a class that fills in or judges objects before the API server stores them.
import type { Kind } from '../../decorators/kind.js';
import { declare, declared, refuseStandardDecorators } from '../../decorators/metadata.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { Draft, Snapshot } from '../../decorators/snapshot.js';
import type { AdmissionContext, AdmissionOperation } from '../webhook/admission-context.js';
import type { Verdict } from '../webhook/verdict.js';

/** A selector of labels, as Kubernetes writes it. */
export interface WebhookSelector {
  readonly matchLabels?: { readonly [label: string]: string };
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    /** For `In` and `NotIn`; none for the others. */
    readonly values?: readonly string[];
  }[];
}

/**
 * When the API server asks, and where. The names are those of `MutatingWebhook` and `ValidatingWebhook` of
 * admissionregistration.k8s.io/v1; what is left out follows from the kind and from the methods of the class.
 */
export interface WebhookOptions {
  /**
   * A DNS name of three parts or more, which users see when a write is refused. Default:
   * `validate-<version>.<plural>.<group>`, with `default-` for defaulting, and `core` for the core group.
   */
  readonly name?: string;
  /** The path on the Service; default as in kubebuilder, such as `/validate-myapp-tangx-in-v1-redis`. */
  readonly path?: string;
  /** Where to ask instead of at a Service: an `https://` URL. Not with `path` or a Service. */
  readonly url?: string;
  /** Default: `CREATE` and `UPDATE` for defaulting, and those that the class has methods for when validating. */
  readonly operations?: readonly (AdmissionOperation | '*')[];
  /** Default: the group of the kind. */
  readonly groups?: readonly string[];
  /** Default: the version of the kind. With `matchPolicy: 'Equivalent'` others are converted to it. */
  readonly versions?: readonly string[];
  /** Plurals, also with a subresource such as `pods/ephemeralcontainers`; default: the plural of the kind. */
  readonly resources?: readonly string[];
  /** Default `*`: objects with and without namespaces. */
  readonly scope?: 'Namespaced' | 'Cluster' | '*';
  /** What becomes of a write when nobody answers; default `Fail`: it is refused. */
  readonly failurePolicy?: 'Fail' | 'Ignore';
  /** Whether writes through other groups and versions of the kind count; default `Equivalent`: they do. */
  readonly matchPolicy?: 'Equivalent' | 'Exact';
  /** CEL over `object`, `oldObject`, `request` and `authorizer`: asked only if all hold. At most 64. */
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  /** Only objects in namespaces with these labels; default: all. */
  readonly namespaceSelector?: WebhookSelector;
  /** Only objects with these labels, before or after the write; default: all. */
  readonly objectSelector?: WebhookSelector;
  /** 1 to 30; default 10. */
  readonly timeoutSeconds?: number;
  /** `NoneOnDryRun` if the methods change something elsewhere unless `context.dryRun`; default `None`. */
  readonly sideEffects?: 'None' | 'NoneOnDryRun';
  /** Default `v1`. */
  readonly admissionReviewVersions?: readonly string[];
  /** The name of the configuration object; default `mutating-webhook-configuration` or `validating-...`. */
  readonly configuration?: string;
  /** The Service; default: that of all webhooks of the operator, `webhook-service`. */
  readonly serviceName?: string;
  /** Default: that of all webhooks of the operator, `system`. */
  readonly serviceNamespace?: string;
  /** Default: that of all webhooks of the operator, 443. */
  readonly servicePort?: number;
}

/** When the API server asks for defaults, and where. */
export interface DefaultsOptions extends WebhookOptions {
  /** Whether to ask again after other webhooks have changed the object; default `Never`. */
  readonly reinvocationPolicy?: 'Never' | 'IfNeeded';
}

type Answer<R> = R | Promise<R>;

type Defaulting<C, T extends KubernetesObject> = 0 extends 1 & C
  ? unknown
  : C extends { default: infer F }
    ? F extends (object: Snapshot<T>, context: AdmissionContext<T>) => infer R
      ? [R] extends [Answer<Draft<T>>]
        ? unknown
        : 'default must return the object: a Draft<of this kind>, or a Promise of it'
      : 'default must take (Snapshot<of this kind>, AdmissionContext)'
    : 'the class has no method default';

type Judges<F, Takes extends readonly unknown[], Name extends string, Says extends string> = F extends (
  ...args: Takes
) => infer R
  ? [R] extends [Answer<Verdict>]
    ? unknown
    : `${Name} must return allow() or deny('why'), or a Promise of it`
  : `${Name} must take (${Says}AdmissionContext)`;
type Method<C, Name extends string> = C extends { [N in Name]: infer F } ? F : never;
type JudgesCreate<C, T extends KubernetesObject> = Judges<
  Method<C, 'validateCreate'>,
  [object: Snapshot<T>, context: AdmissionContext<T>],
  'validateCreate',
  'Snapshot<of this kind>, '
>;
type JudgesUpdate<C, T extends KubernetesObject> = Judges<
  Method<C, 'validateUpdate'>,
  [object: Snapshot<T>, old: Snapshot<T>, context: AdmissionContext<T>],
  'validateUpdate',
  'Snapshot<of this kind>, Snapshot<of this kind>, '
>;
type JudgesDelete<C, T extends KubernetesObject> = Judges<
  Method<C, 'validateDelete'>,
  [object: Snapshot<T>, context: AdmissionContext<T>],
  'validateDelete',
  'Snapshot<of this kind>, '
>;
type ValidatingMethod = 'validateCreate' | 'validateUpdate' | 'validateDelete';
/** All methods that the class has, in turn: the first that does not fit is told of. */
type Validating<C, T extends KubernetesObject> = 0 extends 1 & C
  ? unknown
  : [Extract<keyof C, ValidatingMethod>] extends [never]
    ? 'the class has no method validateCreate, validateUpdate or validateDelete'
    : First<[JudgesCreate<C, T>, JudgesUpdate<C, T>, JudgesDelete<C, T>]>;
type First<All extends readonly unknown[]> = All extends readonly [infer One, ...infer Others]
  ? [One] extends [string]
    ? [One] extends [never]
      ? First<Others>
      : One
    : First<Others>
  : unknown;

type WebhookClass<C> = new (...args: any[]) => C;

/**
 * Makes a class fill in objects of a kind before they are validated and stored: it needs `default(object: Snapshot<Kind>,
 * context: AdmissionContext)`, which answers the object as it should be, also as a promise. The kind may be one of others,
 * such as Pod. `kubewright generate` writes the MutatingWebhookConfiguration, and `manager.add(webhook(new RedisWebhook()))`
 * answers at the path in it. The object is read-only: what the answer lacks is removed, and what differs is changed, by a JSON
 * patch. It is not asked about `DELETE` and `CONNECT`. What it throws refuses the write.
 */
export function Defaults<T extends KubernetesObject, C = any>(
  kind: Kind<T> & Defaulting<C, T>,
  options: DefaultsOptions = {},
): (target: WebhookClass<C>) => void {
  return (target, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    declareWebhook(target, 'Defaults', { kind, options });
  };
}

/**
 * Makes a class judge writes to objects of a kind: it needs at least one of `validateCreate(object, context)`,
 * `validateUpdate(object, old, context)` and `validateDelete(object, context)`, which answer `allow()` or `deny('why')`,
 * also as a promise; the objects are a `Snapshot<Kind>`, and the context is an `AdmissionContext`. The API server asks for
 * the operations that the class has methods for; others are refused. The kind may be one of others, such as Pod. `kubewright
 * generate` writes the ValidatingWebhookConfiguration, and `manager.add(webhook(new RedisWebhook()))` answers at the path in it.
 * What a method throws refuses the write, and so does an answer that does not come in time.
 */
export function Validates<T extends KubernetesObject, C = any>(
  kind: Kind<T> & Validating<C, T>,
  options: WebhookOptions = {},
): (target: WebhookClass<C>) => void {
  return (target, ...rest: unknown[]) => {
    refuseStandardDecorators(rest[0]);
    declareWebhook(target, 'Validates', { kind, options });
  };
}

/** What one decorator of a class says. */
export interface DeclaredWebhook<O extends WebhookOptions = WebhookOptions> {
  readonly kind: Kind<KubernetesObject>;
  readonly options: O;
}

/** What the decorators of a class with webhooks say. */
export interface WebhookDeclaration {
  readonly defaults?: DeclaredWebhook<DefaultsOptions>;
  readonly validates?: DeclaredWebhook;
}

/** @throws TypeError for a class without `@Defaults` and `@Validates` */
export function webhookDeclaration(target: { readonly name: string }): WebhookDeclaration {
  const defaults = declared<DeclaredWebhook<DefaultsOptions>>(target, 'Defaults');
  const validates = declared<DeclaredWebhook>(target, 'Validates');
  if (defaults === undefined && validates === undefined) {
    throw new TypeError(`${target.name} has no @Defaults(Kind) and no @Validates(Kind)`);
  }
  return { ...(defaults && { defaults }), ...(validates && { validates }) };
}

function declareWebhook(target: { readonly name: string }, decorator: string, webhook: DeclaredWebhook): void {
  if (declared(target, decorator) !== undefined) {
    throw new TypeError(`${target.name} has @${decorator} twice; write a class for each`);
  }
  declare(target, decorator, webhook);
}
