// Pods: their status at first, what the server's own admission adds, what may be changed, and how long they take to go.

import { parseQuantity } from '../../../scalars/quantity.js';
import type { ApiObject } from '../../object/api-object.js';
import { type FieldError, forbidden, invalid } from '../../object/field-error.js';
import type { KindRules } from '../../registry/kind-rules.js';
import { child, count, type Draft, draftOf, fill, items, madeChild, text } from '../draft.js';
import { paddedImageProblems } from './pod-containers.js';
import { tokenOwnerProblems } from './pod-projection.js';
import { placedProblems } from './pod-scheduling.js';
import { podSpecProblems } from './pod-spec.js';
import { podUpdateProblems } from './pod-update.js';

export const POD_RULES: KindRules = {
  generation: true,
  keptByStatus: ['ownerReferences'],
  prepareForCreate: object => {
    const pod = draftOf(object);
    const spec = madeChild(pod, 'spec');
    if (count(spec, 'terminationGracePeriodSeconds') < 0) spec.terminationGracePeriodSeconds = 1;
    pod.status = {
      phase: 'Pending',
      ...(items(spec, 'schedulingGates').length > 0 && {
        conditions: [gated(object.metadata.creationTimestamp)],
      }),
      qosClass: qosClass(spec),
    };
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
    return pod as unknown as ApiObject;
  },
  validate: (object, old) => {
    const pod = draftOf(object);
    const spec = madeChild(pod, 'spec');
    const problems = [
      ...annotationProblems(pod, 'metadata.annotations'),
      ...podSpecProblems(spec, 'spec'),
      ...tokenOwnerProblems(spec, 'spec'),
      ...paddedImageProblems(spec, 'spec'),
    ];
    if (old === undefined) return [...problems, ...createProblems(spec, 'spec')];
    // The real server looks at images again where it looks at what may change.
    const images = problems.filter(({ field }) => IMAGE.test(field));
    return problems.length > 0 ? [...problems, ...images] : podUpdateProblems(pod, draftOf(old));
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

const IMAGE = /^spec\.(?:containers|initContainers)\[\d+\]\.image$/;

/** Those that the server reads. */
function annotationProblems(pod: Draft, path: string): readonly FieldError[] {
  const annotations = child(pod, 'metadata', 'annotations') ?? {};
  const mirror = annotations[MIRROR];
  const cost = annotations[DELETION_COST];
  const homeless = text(child(pod, 'spec'), 'nodeName') === '';
  return [
    ...(typeof mirror === 'string' && homeless
      ? [invalid(`${path}[${MIRROR}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set')]
      : []),
    ...(typeof cost === 'string' && !isCost(cost)
      ? [invalid(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer')]
      : []),
  ];
}

const MIRROR = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

function isCost(text: string): boolean {
  return /^(?:0|-?[1-9]\d*)$/.test(text) && Number(text) === (Number(text) | 0);
}

/** What only a Pod may have that is there already, and what of it only one without gates. */
function createProblems(spec: Draft, path: string): readonly FieldError[] {
  const later = items(spec, 'ephemeralContainers').length > 0;
  return [
    ...(later ? [forbidden(`${path}.ephemeralContainers`, 'cannot be set on create')] : []),
    ...placedProblems(spec, path),
  ];
}

/** What the scheduler is told of a Pod that it may not look at yet. */
function gated(now: string): Draft {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
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
