// Pods: their status at first, what the server's own admission adds, what may be changed, and how long they take to go.
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, forbidden } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, count, type Draft, draftOf, fill, items, madeChild, text } from '../draft.js';
import { parseQuantity } from '../quantity.js';
import { podSpecProblems } from './pod-spec.js';

export const POD_RULES: KindRules = {
  generation: true,
  prepareForCreate: object => {
    const pod = draftOf(object);
    const spec = madeChild(pod, 'spec');
    if (count(spec, 'terminationGracePeriodSeconds') < 0) spec.terminationGracePeriodSeconds = 1;
    admit(spec);
    pod.status = { phase: 'Pending', qosClass: qosClass(spec) };
    return pod as unknown as ApiObject;
  },
  prepareForUpdate: (object, old) => {
    const pod = draftOf(object);
    const spec = madeChild(pod, 'spec');
    const { priority, preemptionPolicy } = child(draftOf(old), 'spec') ?? {};
    // Admission gave them, so who leaves them out does not take them away.
    fill(spec, {
      ...(priority !== undefined && { priority }),
      ...(preemptionPolicy !== undefined && { preemptionPolicy }),
    });
    admit(spec);
    return pod as unknown as ApiObject;
  },
  validate: (object, old) => {
    const pod = draftOf(object);
    const problems = podSpecProblems(madeChild(pod, 'spec'), 'spec');
    return old === undefined || problems.length > 0 ? problems : updateProblems(pod, draftOf(old));
  },
  gracePeriod: (object, requested) => {
    const { spec, status } = draftOf(object) as { readonly spec?: Draft; readonly status?: Draft };
    // Nobody runs it, or it has come to its end: there is nothing to wait for.
    if (text(spec, 'nodeName') === '' || ['Failed', 'Succeeded'].includes(text(status, 'phase'))) return 0;
    const seconds =
      requested ?? (typeof spec?.terminationGracePeriodSeconds === 'number' ? spec.terminationGracePeriodSeconds : 30);
    return seconds < 0 ? 1 : seconds;
  },
};

/** What the admission plugins Priority and DefaultTolerationSeconds add; both are on by default. */
function admit(spec: Draft): void {
  fill(spec, {
    priority: SYSTEM_PRIORITIES[text(spec, 'priorityClassName')] ?? 0,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  const tolerations = items(spec, 'tolerations');
  const missing = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].filter(
    key => !tolerations.some(each => tolerates(each, key)),
  );
  spec.tolerations = [
    ...tolerations,
    ...missing.map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ];
}

const SYSTEM_PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2000000000,
  'system-node-critical': 2000001000,
};

function tolerates(toleration: Draft, key: string): boolean {
  const own = text(toleration, 'key');
  const effect = text(toleration, 'effect');
  return (own === key || own === '') && (effect === 'NoExecute' || effect === '');
}

/** How the node would rank the Pod, from what its containers ask for. */
function qosClass(spec: Draft): string {
  const containers = [...items(spec, 'containers'), ...items(spec, 'initContainers')];
  const asked = containers.map(each => ['limits', 'requests'].map(name => computed(child(each, 'resources', name))));
  if (asked.every(([limits, requests]) => limits?.size === 0 && requests?.size === 0)) return 'BestEffort';
  const guaranteed = asked.every(
    ([limits, requests]) =>
      limits?.size === 2 && [...limits].every(([resource, value]) => (requests?.get(resource) ?? value) === value),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** The part that counts. */
function computed(list: Draft | undefined): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const resource of ['cpu', 'memory']) {
    const nanos = parseQuantity(text(list, resource))?.nanos ?? 0n;
    if (nanos > 0n) found.set(resource, nanos);
  }
  return found;
}

/**
 * What may change: images, the deadline, more tolerations, a grace period that was negative. The real server prints the
 * difference of its internal types after this text.
 */
function updateProblems(pod: Draft, old: Draft): readonly FieldError[] {
  const next = madeChild(pod, 'spec');
  const before = madeChild(old, 'spec');
  const problems: FieldError[] = [];
  for (const list of ['containers', 'initContainers']) {
    if (items(next, list).length !== items(before, list).length) {
      const kind = list === 'containers' ? 'containers' : 'init containers';
      problems.push(forbidden(`spec.${list}`, `pod updates may not add or remove ${kind}`));
    }
  }
  if (problems.length > 0) return problems;
  const graceMayChange = count(before, 'terminationGracePeriodSeconds') < 0 && next.terminationGracePeriodSeconds === 1;
  const kept = (spec: Draft) => {
    const {
      activeDeadlineSeconds: _,
      terminationGracePeriodSeconds,
      tolerations: __,
      schedulingGates: ___,
      ...rest
    } = spec;
    const imageless = (list: string) => items(spec, list).map(({ image: ____, ...container }) => container);
    return {
      ...rest,
      ...(!graceMayChange && { terminationGracePeriodSeconds }),
      containers: imageless('containers'),
      initContainers: imageless('initContainers'),
    };
  };
  const tolerations = items(next, 'tolerations');
  const lost = items(before, 'tolerations').some(each => !tolerations.some(other => sameJson(each, other)));
  return lost || !sameJson(kept(next), kept(before)) ? [forbidden('spec', POD_UPDATE)] : [];
}

const POD_UPDATE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
