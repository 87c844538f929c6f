// What the conditions of webhooks ask of whoever writes: may they do this or that?
import { Opaque, type Value } from '../value.js';
import type { Implementations } from './implementation.js';

/** One question. */
export interface AccessCheck {
  /** Who is meant instead of the one who writes. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
  /** Of what is no resource. */
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  readonly verb: string;
}

/** @returns why, which may be empty */
export type Authorize = (check: AccessCheck) => { readonly allowed: boolean; readonly reason: string };

/** `authorizer`, and what its functions make of it until a verb is named. */
export class Access extends Opaque {
  constructor(
    override readonly typeName: string,
    readonly authorize: Authorize,
    readonly asked: Omit<AccessCheck, 'verb'> = {},
  ) {
    super();
  }

  override equals(other: Value): boolean {
    return this === other;
  }
}

/** What was decided. */
class Decision extends Opaque {
  override readonly typeName = `${NAMES}Decision`;

  constructor(
    readonly allowed: boolean,
    readonly reason: string,
  ) {
    super();
  }

  override equals(other: Value): boolean {
    return this === other;
  }
}

const NAMES = 'kubernetes.authorization.';

/** `authorizer` of a condition. */
export function authorizer(authorize: Authorize): Access {
  return new Access(`${NAMES}Authorizer`, authorize);
}

/** `authorizer.requestResource` of a condition. */
export function resourceCheck(authorize: Authorize, asked: Omit<AccessCheck, 'verb'>): Access {
  return new Access(`${NAMES}ResourceCheck`, authorize, asked);
}

const narrowed =
  (field: keyof AccessCheck, type?: string) =>
  ({ typeName, authorize, asked }: Access, value: string): Access =>
    new Access(type === undefined ? typeName : `${NAMES}${type}`, authorize, { ...asked, [field]: value });

function decided({ authorize, asked }: Access, verb: string): Decision {
  const { allowed, reason } = authorize({ ...asked, verb });
  return new Decision(allowed, reason);
}

export const AUTHORIZATION: Implementations = {
  authorizer_path: narrowed('path', 'PathCheck'),
  authorizer_group: narrowed('group', 'GroupCheck'),
  authorizer_serviceaccount: ({ typeName, authorize, asked }: Access, namespace: string, name: string) =>
    new Access(typeName, authorize, { ...asked, serviceAccount: { namespace, name } }),
  groupcheck_resource: narrowed('resource', 'ResourceCheck'),
  resourcecheck_subresource: narrowed('subresource'),
  resourcecheck_namespace: narrowed('namespace'),
  resourcecheck_name: narrowed('name'),
  authorizer_fieldselector: narrowed('fieldSelector'),
  authorizer_labelselector: narrowed('labelSelector'),
  pathcheck_check: decided,
  resourcecheck_check: decided,
  decision_allowed: ({ allowed }: Decision) => allowed,
  decision_reason: ({ reason }: Decision) => reason,
  decision_errored: () => false,
  decision_error: () => '',
};
