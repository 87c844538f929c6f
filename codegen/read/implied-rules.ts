// The RBAC rules that follow from the decorators of a reconciler, without being asked for.

/** What the operator does to the objects of the kind that a class reconciles: reads them, and patches finalizers. */
export const RECONCILES_VERBS = ['get', 'list', 'watch', 'patch'] as const;

/** On `<plural>/status`, for kinds with a status. */
export const RECONCILES_STATUS_VERBS = ['patch'] as const;

/** On `<plural>/finalizers`: dependents may say `blockOwnerDeletion` (admission plugin OwnerReferencesPermissionEnforcement). */
export const RECONCILES_FINALIZERS_VERBS = ['update'] as const;

/** What the informer of an owned or watched kind does. */
export const INFORMER_VERBS = ['get', 'list', 'watch'] as const;

/** What `context.apply` does to the objects of a kind, beside what its informer does. To create one it patches it. */
export const APPLY_VERBS = ['create', 'delete', 'patch'] as const;

/** What the event recorder does, to core/v1 Events: one is created once, and patched when it repeats. */
export const EVENT_GROUPS = [''] as const;
export const EVENT_VERBS = ['create', 'patch'] as const;
