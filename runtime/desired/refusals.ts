// Why an object cannot be applied: fields and objects that belong to others, and missing rights.
import { type Kind, kindInfo } from '../../decorators/kind.js';
import type { KubernetesObject } from '../../decorators/object-meta.js';
import type { ApiError, ApiErrorCause } from '../client/api-error.js';
import { isConflict, isForbidden, isInvalid } from '../client/api-reasons.js';
import { ExplainedError } from '../log/explained-error.js';
import { keyText, type ObjectKey } from '../meta/object-key.js';

/** Fields that one other manager owns. */
export interface FieldConflict {
  /** Its name, such as `kubectl-edit`. */
  readonly manager: string;
  /** Such as `.spec.replicas`. */
  readonly fields: readonly string[];
}

/**
 * Other field managers own fields that were to be applied. Either leave those fields out, or take them over with `force:
 * true`.
 */
export class FieldConflictError extends ExplainedError {
  override readonly name = 'FieldConflictError';
  readonly kind: Kind<KubernetesObject>;
  readonly key: ObjectKey;
  readonly conflicts: readonly FieldConflict[];

  constructor(kind: Kind<KubernetesObject>, key: ObjectKey, error: ApiError) {
    const conflicts = conflictsOf(error.causes);
    const owners = conflicts.map(({ manager, fields }) => `${manager} owns ${fields.join(', ')}`).join('; ');
    super(
      `${kind.name} ${keyText(key)}: ${owners}. Leave these fields out of what is wished, or take them over with force: true`,
      { cause: error },
    );
    this.kind = kind;
    this.key = key;
    this.conflicts = conflicts;
  }
}

/** An object of a wished name is there already, and is not ours to change. */
export class NotOursError extends ExplainedError {
  override readonly name = 'NotOursError';
  readonly kind: Kind<KubernetesObject>;
  readonly key: ObjectKey;

  constructor(kind: Kind<KubernetesObject>, key: ObjectKey, why: string) {
    super(`${kind.name} ${keyText(key)} ${why}`);
    this.kind = kind;
    this.key = key;
  }
}

/**
 * The server lets some fields be set only once, such as the selector of a Deployment. The object stays as it is until it is
 * deleted, or another name is wished for it.
 */
export class ImmutableFieldError extends ExplainedError {
  override readonly name = 'ImmutableFieldError';
  readonly kind: Kind<KubernetesObject>;
  readonly key: ObjectKey;

  constructor(kind: Kind<KubernetesObject>, key: ObjectKey, error: ApiError) {
    super(
      `${error.message}. It cannot be changed in place: wish ${kind.name} ${keyText(key)} under another name, or delete it, and it is created anew`,
      { cause: error },
    );
    this.kind = kind;
    this.key = key;
  }
}

/**
 * An object that `context.owned` has shown in this reconcile is gone, or another one has its name: the wish was made of a state
 * that is past, and would bring it back. The reconcile is tried again.
 */
export class ReplacedError extends ExplainedError {
  override readonly name = 'ReplacedError';

  constructor(kind: Kind<KubernetesObject>, key: ObjectKey) {
    super(
      `${kind.name} ${keyText(key)} is gone since context.owned has shown it: what is wished of it was made of an older state. The reconcile is tried again`,
    );
  }
}

/** A role lacks a rule that applying or pruning needs. */
export class ApplyForbiddenError extends ExplainedError {
  override readonly name = 'ApplyForbiddenError';
}

/** Whether the server refused because of fields that others own. */
export function isFieldConflict(error: unknown): error is ApiError {
  return isConflict(error) && error.causes.some(({ reason }) => reason === FIELD_CONFLICT);
}

/** Whether somebody was faster, and the cache will show it. */
export function isOutrun(error: unknown): boolean {
  return error instanceof ReplacedError || (isConflict(error) && !isFieldConflict(error));
}

/** The error that says most of why a write of this object failed. */
export function explained(kind: Kind<KubernetesObject>, key: ObjectKey, error: unknown): unknown {
  if (isFieldConflict(error)) return new FieldConflictError(kind, key, error);
  if (isInvalid(error) && error.causes.some(({ message = '' }) => IMMUTABLE.test(message))) {
    return new ImmutableFieldError(kind, key, error);
  }
  if (!isForRights(error)) return error;
  const advice = `Say @Owns(${kind.name}, { apply: true }) on the reconciler, run kubewright generate, and apply the role`;
  return new ApplyForbiddenError(`${error.message}. ${advice}`, { cause: error });
}

/** The same for what a former version of the program has applied, and which is to go. */
export function explainedOfFormer(kind: Kind<KubernetesObject>, key: ObjectKey, error: unknown): unknown {
  if (!isForRights(error)) return explained(kind, key, error);
  const { group, plural } = kindInfo(kind);
  const rule = `{ groups: ['${group}'], resources: ['${plural}'], verbs: ['get', 'list', 'delete'] }`;
  return new ApplyForbiddenError(
    `${error.message}. ${kind.name} was applied by a former version of this operator, and what is left of it has to be deleted: keep @Rbac(${rule}) on the reconciler until then, run kubewright generate, and apply the role`,
    { cause: error },
  );
}

/** A quota or an admission plugin forbids too; those say nothing of a missing right. */
function isForRights(error: unknown): error is ApiError {
  return isForbidden(error) && / cannot \w+ resource /.test(error.message);
}

/** How the core kinds say it: Deployments and Jobs; Services; Pods; StatefulSets; RoleBindings. */
const IMMUTABLE = /immutable|may not change|updates to .+ are forbidden|cannot change/i;

const FIELD_CONFLICT = 'FieldManagerConflict';

function conflictsOf(causes: readonly ApiErrorCause[]): readonly FieldConflict[] {
  const fields = new Map<string, Set<string>>();
  for (const { reason, message = '', field = '' } of causes) {
    if (reason !== FIELD_CONFLICT) continue;
    const manager = /conflict with "([^"]*)"/.exec(message)?.[1] ?? message;
    const known = fields.get(manager) ?? new Set();
    fields.set(manager, known.add(field));
  }
  return [...fields].map(([manager, names]) => ({ manager, fields: [...names] }));
}
