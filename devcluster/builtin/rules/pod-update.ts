// What may change of a Pod once it is there.
import { type FieldError, forbidden, invalid } from '../../object/field-error.js';
import { sameJson } from '../../object/json.js';
import { child, count, type Draft, items, madeChild, text } from '../draft.js';

/**
 * What may change: images, a deadline that comes sooner, more tolerations, fewer scheduling gates, a grace period that was
 * negative; and where a Pod may go, as long as a gate keeps it from going there. The real server prints the
 * difference of its internal types after this text.
 */
export function podUpdateProblems(pod: Draft, old: Draft): readonly FieldError[] {
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
  problems.push(...gateProblems(next, before), ...deadlineProblems(next, before), ...placeProblems(next, before));
  if (problems.length > 0) return problems;
  const graceMayChange = count(before, 'terminationGracePeriodSeconds') < 0 && next.terminationGracePeriodSeconds === 1;
  const wasGated = items(before, 'schedulingGates').length > 0;
  const kept = (spec: Draft) => {
    const {
      activeDeadlineSeconds: _,
      terminationGracePeriodSeconds,
      tolerations: __,
      schedulingGates: ___,
      nodeSelector,
      affinity,
      ...rest
    } = spec;
    const imageless = (list: string) => items(spec, list).map(({ image: ____, ...container }) => container);
    return {
      ...rest,
      ...(!wasGated && { nodeSelector, affinity }),
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
