// What may change of a Pod once it is there.
import { type FieldError, forbidden, invalid } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import { child, count, type Draft, items, madeChild, text } from '../draft.js';
import { internalLines } from './internal-form.js';
import { textDifference } from './text-difference.js';

/**
 * What may change: images, a deadline that comes sooner, more tolerations, fewer scheduling gates, a grace period that was
 * negative; and where a Pod may go, as long as a gate keeps it from going there.
 */
export function podUpdateProblems(pod: Draft, old: Draft): readonly FieldError[] {
  const next = madeChild(pod, 'spec');
  const before = madeChild(old, 'spec');
  const problems: FieldError[] = [];
  for (const list of ['containers', 'initContainers']) {
    if (items(next, list).length !== items(before, list).length) {
      problems.push(forbidden(`spec.${list}`, 'pod updates may not add or remove containers'));
    }
  }
  if (problems.length > 0) return problems;
  problems.push(...gateProblems(next, before), ...deadlineProblems(next, before), ...placeProblems(next, before));
  if (problems.length > 0) return problems;
  const kept = withAllowedChanges(next, before);
  if (sameJson(kept, before)) return [];
  return [forbidden('spec', `${POD_UPDATE}\n${differenceOf(before, kept)}`)];
}

const POD_UPDATE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** The new spec, with the old value of everything that may change. */
function withAllowedChanges(next: Draft, before: Draft): Draft {
  const kept: Draft = { ...next };
  const restore = (name: string) => {
    if (before[name] === undefined) delete kept[name];
    else kept[name] = before[name];
  };
  for (const list of ['containers', 'initContainers']) {
    if (kept[list] === undefined) continue;
    kept[list] = items(next, list).map((each, at) => ({ ...each, image: items(before, list)[at]?.image ?? '' }));
  }
  restore('activeDeadlineSeconds');
  restore('schedulingGates');
  // What is lost is what differs then.
  if (keepsAll(items(next, 'tolerations'), items(before, 'tolerations'))) restore('tolerations');
  if (count(before, 'terminationGracePeriodSeconds') < 0 && next.terminationGracePeriodSeconds === 1) {
    restore('terminationGracePeriodSeconds');
  }
  if (items(before, 'schedulingGates').length > 0) {
    restore('nodeSelector');
    restoreNodeAffinity(kept, before);
  }
  return kept;
}

/** It may keep a gated Pod from Nodes; what Pods are near is not for this. */
function restoreNodeAffinity(kept: Draft, before: Draft): void {
  const old = child(before, 'affinity', 'nodeAffinity');
  const { nodeAffinity: _, ...others } = child(kept, 'affinity') ?? {};
  const nothing = old === undefined && Object.keys(others).length === 0;
  if (nothing && child(before, 'affinity') === undefined) delete kept.affinity;
  else kept.affinity = { ...others, ...(old !== undefined && { nodeAffinity: old }) };
}

/** Only how long a toleration holds may differ. */
function keepsAll(next: readonly Draft[], before: readonly Draft[]): boolean {
  const known = new Set(next.map(tolerated));
  return before.every(each => known.has(tolerated(each)));
}

function tolerated({ key = '', operator = '', value = '', effect = '' }: Draft): string {
  return JSON.stringify([key, operator, value, effect]);
}

/** Longer ones take too long to compare; the real server would try. */
const MOST_LINES = 20_000;

function differenceOf(before: Draft, next: Draft): string {
  const [a, b] = [before, next].map(spec => internalLines('io.k8s.api.core.v1.PodSpec', spec)) as [Lines, Lines];
  return a.length > MOST_LINES || b.length > MOST_LINES ? '' : textDifference(a, b);
}

type Lines = readonly string[];

/** Whoever put a gate on a Pod may take it off; no other may come. */
function gateProblems(next: Draft, before: Draft): readonly FieldError[] {
  const known = new Set(items(before, 'schedulingGates').map(each => text(each, 'name')));
  return items(next, 'schedulingGates').flatMap((gate, index) => {
    const name = text(gate, 'name');
    const why = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return known.has(name) ? [] : [forbidden(`spec.schedulingGates[${index}].name`, why)];
  });
}

function deadlineProblems(next: Draft, before: Draft): readonly FieldError[] {
  const [deadline, old] = [next.activeDeadlineSeconds ?? null, before.activeDeadlineSeconds ?? null];
  if (typeof old !== 'number') return [];
  const why =
    typeof deadline !== 'number'
      ? 'must not update from a positive integer to nil value'
      : deadline > old
        ? 'must be less than or equal to previous value'
        : undefined;
  return why === undefined ? [] : [invalid('spec.activeDeadlineSeconds', deadline, why)];
}

/** A gated Pod may be kept to fewer Nodes, and not be let to others. */
function placeProblems(next: Draft, before: Draft): readonly FieldError[] {
  if (items(before, 'schedulingGates').length === 0) return [];
  const [selector, old] = [child(next, 'nodeSelector') ?? {}, child(before, 'nodeSelector') ?? {}];
  if (Object.keys(old).every(key => selector[key] === old[key])) return [];
  const why = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return [invalid('spec.nodeSelector', selector, why)];
}
