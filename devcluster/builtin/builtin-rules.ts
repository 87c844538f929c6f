// The rules of the built-in kinds.

import { labelProblems } from '../../schema/names.js';
import type { ApiObject } from '../object/api-object.js';
import type { KindRules } from '../registry/kind-rules.js';
import { decodeBuiltin } from './decode-builtin.js';
import { child, draftOf, madeChild } from './draft.js';
import { ACCESS_RULES } from './rules/access-rules.js';
import { CONFIG_RULES } from './rules/config-rules.js';
import { EVENT_RULES } from './rules/event-rules.js';
import { KIND_WARNINGS } from './rules/kind-warnings.js';
import { NETWORK_RULES } from './rules/network-rules.js';
import { POD_RULES } from './rules/pod-rules.js';
import { SERVICE_RULES } from './rules/service-rules.js';
import { WEBHOOK_RULES } from './rules/webhook-rules.js';
import { WORKLOAD_RULES } from './rules/workload-rules.js';

/**
 * The rules of a built-in resource; objects come to them decoded (`decodeBuiltin`).
 * @param status whether the resource has a status, which then starts anew when an object is created
 */
export function builtinRules(group: string, resource: string, status: boolean): KindRules {
  const own = RULES[`${group}/${resource}`] ?? {};
  const warnings = KIND_WARNINGS[`${group}/${resource}`];
  return {
    ...own,
    ...(warnings && { warnings }),
    prepareForCreate: object => {
      const fresh = status && !KEEPS_STATUS.has(resource) ? withoutStatus(object) : object;
      // Again decoded, as the real server does when it reads what it has written.
      return decodeBuiltin((own.prepareForCreate?.(fresh) ?? fresh) as unknown as Parameters<typeof decodeBuiltin>[0]);
    },
  };
}

/** A Node says itself how it is. */
const KEEPS_STATUS: ReadonlySet<string> = new Set(['nodes']);

const RULES: Readonly<Record<string, KindRules>> = {
  '/pods': POD_RULES,
  '/services': SERVICE_RULES,
  '/podtemplates': { generation: true },
  '/namespaces': {
    nameErrors: name => labelProblems(name),
    prepareForCreate: object => {
      const draft = draftOf(object);
      madeChild(draft, 'spec').finalizers = ['kubernetes'];
      return draft as unknown as ApiObject;
    },
    prepareForUpdate: (object, old) => {
      // Only the subresource `finalize` changes them.
      const draft = draftOf(object);
      const finalizers = child(draftOf(old), 'spec')?.finalizers;
      if (finalizers !== undefined) madeChild(draft, 'spec').finalizers = finalizers;
      return draft as unknown as ApiObject;
    },
    prepareForDelete: object => {
      const draft = draftOf(object);
      madeChild(draft, 'status').phase = 'Terminating';
      return draft as unknown as ApiObject;
    },
    releasable: object => ((child(draftOf(object), 'spec')?.finalizers as readonly unknown[]) ?? []).length === 0,
  },
  'apiextensions.k8s.io/customresourcedefinitions': { generation: true, unconditionalUpdate: false },
  ...WORKLOAD_RULES,
  ...CONFIG_RULES,
  ...NETWORK_RULES,
  ...ACCESS_RULES,
  ...EVENT_RULES,
  ...WEBHOOK_RULES,
};

function withoutStatus(object: ApiObject): ApiObject {
  const { status: _, ...rest } = object;
  return decodeBuiltin(rest as unknown as Parameters<typeof decodeBuiltin>[0]);
}
